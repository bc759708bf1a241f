"""环节之间的法: what holds across the stages and the form of every programme, or it does not load.

Money is public before it is paid (拨付之前必须公示), planned before it is paid, and paid before
it is accounted for; somebody looks at a file before anybody decides on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from huiqi.programmes.definition.form import Form, Question
from huiqi.programmes.definition.programme import Programme
from huiqi.programmes.definition.stages import (
    KINDS,
    Audit,
    CompletionCheck,
    Disbursement,
    ExpertReview,
    FormalCheck,
    FundingPlan,
    Performance,
    Recognition,
    SiteVisit,
)
from huiqi.rules.dictionary import FACTS
from huiqi.rules.lists import LOAN_KEYS
from huiqi.rules.read import ENTRIES
from huiqi.rules.shape import Log, suggest

WHOLE: Final = 100
INVOICES: Final = "invoices"
LEAST_PANEL, MOST_PANEL = 3, 25
LONGEST: Final = 366
MOST_YEARS, MOST_MONTHS = 20, 60
MOST_ROWS: Final = 200
MOST_YUAN: Final = 10**9  # of one firm: more than any programme of any city
RESERVED: Final = ("drop",)  # what a page says of a row, beside its columns
# Of two kinds that a programme both has, the first comes first.
ORDER: Final = tuple(KINDS)
# kind -> what must come before it.
NEEDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "funding_plan": (("publicity", "资金计划下达之前必须公示"),),
    "disbursement": (
        ("publicity", "拨付之前必须公示"),
        ("funding_plan", "拨付之前必须有资金计划"),
    ),
    "recognition": (("publicity", "认定之前必须公示"),),
    "completion_check": (("disbursement", "没有拨付就没有验收"),),
    "performance": (("disbursement", "没有拨付就没有绩效评价"),),
}


def check_programme(programme: Programme, log: Log) -> None:
    """核对项目: every law that it breaks, at its line."""
    kinds = [one.kind for one in programme.stages]
    for place, stage in enumerate(programme.stages):
        if stage.kind in kinds[:place]:
            log.say(stage.line, f"环节 {stage.kind} 写了两次。", fix="同一种环节只能有一个。")
        for before, why in NEEDS.get(stage.kind, ()):
            if before not in kinds[:place]:
                log.say(stage.line, f"{stage.kind} 之前没有 {before}。", f"{why}。", "请补上。")
        if stage.days < 1 or stage.days > LONGEST:
            log.say(stage.line, f"时限 {stage.days} 个工作日不合理。", fix=f"写 1 至 {LONGEST}。")
    ranks = [ORDER.index(one) for one in dict.fromkeys(kinds)]
    if ranks != sorted(ranks):
        right = " → ".join(sorted(dict.fromkeys(kinds), key=ORDER.index))
        log.say(programme.stages[0].line, "环节的先后不对。", fix=f"应为 {right}。")
    _check_mode(programme, kinds, log)
    for stage in programme.stages:
        _check_stage(stage, log)


def _check_mode(programme: Programme, kinds: list[str], log: Log) -> None:
    line, first = programme.line, programme.stages[0]
    if programme.mode == "automatic":
        if programme.consent_days < 1:
            log.say(line, "免申即享没有写确认意愿的期限。", fix="请写 consent_days。")
        if {"expert_review", "audit", "site_visit"} & set(kinds):
            log.say(line, "免申即享不能有评审、审计或现场核查。", "名单由数据比对得出。")
    elif not isinstance(first, FormalCheck):
        log.say(first.line, "第一个环节不是形式审查。", "受理与否要先有人看过材料。", "请补上。")
    if programme.mode != "automatic" and programme.consent_days:
        log.say(line, "只有免申即享才确认意愿。", fix="请删去 consent_days。")
    if programme.mode == "review" and "expert_review" not in kinds:
        log.say(line, "评审制的项目没有专家评审。", fix="请补上环节，或改 mode。")
    if programme.pays != ("disbursement" in kinds):
        told = "给钱的项目没有拨付环节。" if programme.pays else "不给钱的项目不能有拨付环节。"
        log.say(line, told, fix="请核对 grants 与 stages。")
    _check_recognition(programme, log)


def _check_recognition(programme: Programme, log: Log) -> None:
    stage = programme.stage("recognition")
    if not isinstance(stage, Recognition):
        if programme.gives_title or not programme.pays:
            what = "给称号、额度或资格的项目没有认定环节。"
            log.say(programme.line, what, fix="请补上 recognition。")
    elif programme.gives_title and not stage.title:
        log.say(stage.line, "认定环节没有写给什么称号。", fix="请写 title。")
    elif stage.title and not programme.gives_title:
        what = f"不给称号的项目写了称号 {stage.title}。"
        log.say(stage.line, what, fix="请删去 title，或改 grants。")


def _check_stage(stage: object, log: Log) -> None:
    match stage:
        case ExpertReview():
            _check_panel(stage, log)
        case Disbursement():
            if sum(stage.instalments, Fraction(0)) != 1 or min(stage.instalments) <= 0:
                log.say(stage.line, "各期比例合计不是 1。", fix='例如 ["0.6", "0.4"]。')
        case FundingPlan():
            _check_bounds(stage, log)
        case SiteVisit() if stage.visitors < 1:
            log.say(stage.line, "现场核查至少一人。")
        case FormalCheck() if stage.reply_days < 1:
            log.say(stage.line, "补正期限至少一个工作日。")
        case Recognition() if not 0 <= stage.valid_years <= MOST_YEARS:
            log.say(stage.line, f"有效 {stage.valid_years} 年不合理。", fix="0 为长期，最多 20。")
        case CompletionCheck() | Performance() if not 0 <= stage.after_months <= MOST_MONTHS:
            log.say(stage.line, f"到账 {stage.after_months} 个月后不合理。", fix="写 0 至 60。")


def _check_panel(stage: ExpertReview, log: Log) -> None:
    total = sum(one.points for one in stage.criteria)
    if total != WHOLE:
        log.say(stage.line, f"各评分项合计 {total} 分。", fix="应为 100 分。")
    if not LEAST_PANEL <= stage.panel <= MOST_PANEL:
        log.say(stage.line, f"专家 {stage.panel} 人不合理。", fix="写 3 至 25 人。")
    if stage.drop_extremes and stage.panel < LEAST_PANEL + 2:
        log.say(stage.line, "去掉最高最低后不足 3 人。", fix="至少 5 人。")
    ids = [one.id for one in stage.criteria]
    for place, one in enumerate(stage.criteria):
        if one.id in ids[:place]:
            log.say(one.line, f"评分项 {one.id} 写了两次。", fix="请换一个编号。")
        if one.points < 1:
            log.say(one.line, f"评分项 {one.id} 没有分。", fix="至少写 1 分，或删去。")
    if not 0 <= stage.pass_mark <= WHOLE:
        log.say(stage.line, f"通过分 {stage.pass_mark} 不在 0 至 100 之间。")
    _check_score_fact(stage, log)


def _check_bounds(stage: FundingPlan, log: Log) -> None:
    if stage.floor is not None and stage.allocation == "full":
        log.say(stage.line, "足额的没有下限可言。", fix="请删去 floor，或改 allocation。")
    for name, bound in (("floor", stage.floor), ("cap", stage.cap)):
        if bound is not None and not 1 <= bound <= MOST_YUAN:
            log.say(
                stage.line, f"{name} {bound} 元不合理。", fix=f"写 1 至 {MOST_YUAN}。", key=name
            )
    if stage.floor is not None and stage.cap is not None and stage.floor > stage.cap:
        what = f"下限 {stage.floor} 元大于上限 {stage.cap} 元。"
        log.say(stage.line, what, fix="请核对 floor 与 cap。", key="floor")


def _check_score_fact(stage: ExpertReview, log: Log) -> None:
    fact = FACTS.get(stage.score_fact)
    if stage.score_fact and (fact is None or fact.kind != "number"):
        known = tuple(name for name, one in FACTS.items() if one.kind == "number")
        what = f"没有名为 {stage.score_fact} 的分数事实。"
        log.say(stage.line, what, fix=suggest(stage.score_fact, known), key="score_fact")


def check_form(programme: Programme, form: Form, log: Log) -> None:
    """核对申报表: keys that are there and asked once, sums of money only."""
    seen: set[str] = set()
    by_row = any(one.key == "loans" for one in form.questions())
    for question in form.questions():
        if by_row and question.key in LOAN_KEYS:
            what = f"{question.key} 在 loans 里逐笔问过。"
            log.say(question.line, what, "一件事只问一次。", "请删去这一问或 loans。")
        if question.key in seen:
            log.say(question.line, f"键 {question.key} 问了两次。", fix="一件事只问一次。")
        seen.add(question.key)
        _check_question(question, log)
    money = {key for one in form.questions() for key in money_keys(one)}
    for one in form.computed:
        if one.key in seen:
            log.say(one.line, f"键 {one.key} 重复。", fix="请换一个名称。")
        for key in (*one.plus, *one.minus):
            _known(key, money, one.line, log)
        seen.add(one.key)
        money.add(one.key)
    summed = money | ({INVOICES} if form.invoices else set())
    for check in form.checks:
        _known(check.left, summed, check.line, log)
        _known(check.right, summed, check.line, log)
    if form.asks:
        _known(form.asks, money, form.line, log)
    elif programme.pays and programme.mode != "automatic":
        log.say(form.line, "没有写申请的金额是哪一个。", fix="请写 asks。")
    _check_pages(form, log)
    _check_materials(programme, form, log)


def check_audit(programme: Programme, form: Form, log: Log) -> None:
    """核对审计: it looks at amounts that the form has; told at the stage, in its own file."""
    audit = programme.stage("audit")
    if isinstance(audit, Audit):
        money = {key for one in form.questions() for key in money_keys(one)}
        money |= {one.key for one in form.computed}
        for key in audit.of:
            _known(key, money, audit.line, log)


def _check_pages(form: Form, log: Log) -> None:
    pages = [one.id for one in form.pages]
    for place, page in enumerate(form.pages):
        if page.id in pages[:place]:
            log.say(page.line, f"页 {page.id} 写了两次。", fix="请换一个编号。")
    checks = [one.id for one in form.checks]
    for place, check in enumerate(form.checks):
        if check.id in checks[:place]:
            log.say(check.line, f"勾稽 {check.id} 写了两次。", fix="请换一个编号。")


def _check_materials(programme: Programme, form: Form, log: Log) -> None:
    ids = [one.id for one in form.evidence]
    for place, material in enumerate(form.evidence):
        if material.id in ids[:place]:
            log.say(material.line, f"材料 {material.id} 写了两次。")
        if material.most < 1:
            log.say(material.line, f"材料 {material.id} 一个文件都不收。", fix="most 至少写 1。")
    if programme.mode != "automatic":
        return
    # 免申即享: the firm only says yes; what it would have to bring is not asked of it.
    asked = [one.line for one in form.questions() if one.required]
    asked += [one.line for one in form.evidence if one.required]
    asked += [form.invoices.line] if form.invoices and form.invoices.required else []
    for line in asked:
        log.say(line, "免申即享要企业填写或交材料。", "企业只确认意愿。", "写 required: false。")


def is_money(question: Question) -> bool:
    """是否金额: of a question, also where it is a fact."""
    if question.kind == "fact":
        fact = FACTS.get(question.key)
        return fact is not None and fact.kind == "money"
    return question.kind == "money"


def money_keys(question: Question) -> list[str]:
    """金额的键: of a question of money, or of the sums over its rows, 「表.列」."""
    if is_money(question):
        return [question.key]
    if question.kind == "fact":
        columns = ENTRIES.get(FACTS[question.key].kind, {}) if question.key in FACTS else {}
        return [f"{question.key}.{key}" for key, one in columns.items() if one.kind == "money"]
    return [f"{question.key}.{one.key}" for one in question.columns if one.kind == "money"]


def _check_rows(question: Question, log: Log) -> None:
    key = question.key
    if (question.kind == "rows") != bool(question.columns):
        log.say(question.line, f"{key} 的列与种类不符。", fix="rows 才有 columns，至少一列。")
    if not 1 <= question.most <= MOST_ROWS:
        log.say(
            question.line, f"{key} 最多 {question.most} 行不合理。", fix=f"写 1 至 {MOST_ROWS}。"
        )
    names = [one.key for one in question.columns]
    for place, one in enumerate(question.columns):
        if one.key in names[:place]:
            log.say(one.line, f"列 {one.key} 写了两次。", fix="请换一个名称。")
        if one.key in RESERVED:
            log.say(one.line, f"列不能叫 {one.key}。", fix="请换一个名称。")
        if (one.kind == "choice") != bool(one.choices):
            log.say(one.line, f"列 {one.key} 的选项与种类不符。", fix="choice 才有 choices。")
    for one in (question, *question.columns):
        if one.ceiling is not None and one.kind not in ("money", "count"):
            log.say(one.line, f"{one.key} 不是金额或个数，不能写 ceiling。", fix="请删去。")


def _check_question(question: Question, log: Log) -> None:
    if question.kind == "fact":
        if question.key not in FACTS:
            what = f"没有名为 {question.key} 的事实。"
            log.say(question.line, what, fix=suggest(question.key, tuple(FACTS)), key="key")
        return
    if question.key in FACTS:
        what = f"{question.key} 是事实词典里的键。"
        log.say(question.line, what, "写成 fact 才会预填，也不会再问一遍。", "请改 kind 为 fact。")
    if not question.text:
        log.say(question.line, f"{question.key} 没有写问什么。", fix="请补 text。", key="text")
    codes = [code for code, _ in question.choices]
    if len(codes) != len(set(codes)):
        log.say(question.line, f"{question.key} 的选项代码重复。", fix="每个代码只写一次。")
    _check_rows(question, log)
    if question.at_most < 1:
        log.say(question.line, f"{question.key} 一个字都不能填。", fix="at_most 至少写 1。")
    if (question.kind == "choice") != bool(question.choices):
        log.say(question.line, f"{question.key} 的选项与种类不符。", fix="choice 才有 choices。")


def _known(key: str, known: set[str], line: int, log: Log) -> None:
    if key not in known:
        log.say(line, f"没有名为 {key} 的金额。", fix=suggest(key, tuple(sorted(known))))
