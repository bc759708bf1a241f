"""项目手册: how every programme is run, told from its files; no Django.

``python -m huiqi.programmes.handbook`` writes docs/reference/programmes: one page for each
programme, with its stages as a diagram, and a list of all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

from huiqi.programmes.definition import (
    Audit,
    CompletionCheck,
    Definition,
    Disbursement,
    ExpertReview,
    FormalCheck,
    FundingPlan,
    Performance,
    Question,
    Recognition,
    Settings,
    SiteVisit,
    definitions,
)
from huiqi.rules.dictionary import FACTS
from huiqi.rules.policy import Cite

FOLDER: Final = Path("docs/reference/programmes")
STAGES: Final = {
    "formal_check": "形式审查",
    "expert_review": "专家评审",
    "audit": "专项审计",
    "site_visit": "现场核查",
    "publicity": "公示",
    "recognition": "认定",
    "funding_plan": "资金计划",
    "disbursement": "拨付",
    "completion_check": "验收",
    "performance": "绩效评价",
}
MODES: Final = {
    "approval": "核准制",
    "review": "评审制",
    "afterwards": "事后资助",
    "automatic": "免申即享",
}
GRANTS: Final = {
    "money": "资金",
    "title": "称号",
    "title_and_money": "称号和资金",
    "allowance": "额度",
    "admission": "资格",
}
SECOND_COUNTS: Final = {
    "second": "以复评为准",
    "mean": "取两次的平均",
    "lower": "取较低的一次",
}
OFFICES: Final = {"city": "市", "district": "区"}
KINDS: Final = {
    "fact": "企业事实",
    "text": "文字",
    "long_text": "长文字",
    "money": "金额",
    "count": "数目",
    "rate": "比例",
    "date": "日期",
    "flag": "是否",
    "choice": "选择",
    "rows": "表格",
}
RELATIONS: Final = {"equals": "等于", "at_most": "不大于", "at_least": "不小于"}
MADE: Final = "由 `make docs` 生成，请改项目文件夹里的 programme.yaml 和 form.yaml。"


def pages(found: Mapping[str, Definition]) -> dict[str, str]:
    """全部页: the text of every page by the name of its file."""
    told = {f"{name}.md": programme_page(one) for name, one in found.items()}
    return {"README.md": _index(found.values()), **told}


def programme_page(one: Definition) -> str:
    """一个项目的手册: its basis, diagram, stages, form, materials."""
    programme = one.programme
    head = [f"# {one.policy.title}", "", MADE, ""]
    head += _table(
        ("项", "内容"),
        [
            ("编号", f"`{one.id}`，{programme.version} 版，申报编号以 {programme.prefix} 开头"),
            ("方式", MODES[programme.mode]),
            ("给什么", GRANTS[programme.grants]),
            ("依据", "；".join(one.clause(cite) for cite in programme.basis)),
            *(
                [("确认意愿", f"{programme.consent_days} 个工作日")]
                if programme.consent_days
                else []
            ),
            *([("说明", programme.note)] if programme.note else []),
        ],
    )
    return "\n".join([*head, *_diagram(one), *_stages(one), *_form(one)]).rstrip() + "\n"


def _index(found: Iterable[Definition]) -> str:
    rows = [
        (
            f"[{one.policy.title}]({one.id}.md)",
            MODES[one.programme.mode],
            GRANTS[one.programme.grants],
            " → ".join(STAGES[stage.kind] for stage in one.programme.stages),
        )
        for one in found
    ]
    top = ["# 可以申报的项目", "", MADE, ""]
    return "\n".join([*top, *_table(("项目", "方式", "给什么", "环节"), rows)]).rstrip() + "\n"


def _diagram(one: Definition) -> list[str]:
    names = [f'{stage.kind}["{STAGES[stage.kind]}"]' for stage in one.programme.stages]
    automatic = one.programme.mode == "automatic"
    start = ['matched(["数据比对"])', 'consent["确认意愿"]'] if automatic else ['filed(["提交"])']
    chain = [*start, *names, 'done(["办结"])']
    arrows = [f"  {before} --> {after}" for before, after in pairwise(chain)]
    if isinstance(one.programme.stages[0], FormalCheck):
        arrows.append("  formal_check -. 一次补正 .-> filed")
    return ["## 流程", "", "```mermaid", "flowchart TD", *arrows, "```", ""]


def _stages(one: Definition) -> list[str]:
    rows = [
        (
            STAGES[stage.kind],
            OFFICES[stage.office],
            f"{stage.days} 个工作日",
            settings_words(stage, one),
            one.clause(stage.cite),
        )
        for stage in one.programme.stages
    ]
    return ["## 环节", "", *_table(("环节", "谁办", "时限", "怎么办", "出处"), rows)]


def settings_words(stage: Settings, one: Definition) -> str:
    """环节设置: in words; empty where the kind of stage has none."""
    match stage:
        case FormalCheck():
            return f"补正一次，{stage.reply_days} 个工作日"
        case ExpertReview():
            return _review_words(stage)
        case Audit():
            return "审定" + "、".join(_label(one, key) for key in stage.of)
        case SiteVisit():
            return f"至少 {stage.visitors} 人"
        case Recognition():
            return f"有效 {stage.valid_years} 年" if stage.valid_years else "长期有效"
        case FundingPlan():
            return _plan_words(stage)
        case Disbursement():
            shares = "、".join(f"{float(share):.0%}" for share in stage.instalments)
            return "一次拨付" if len(stage.instalments) == 1 else f"分期 {shares}"
        case CompletionCheck() | Performance():
            return f"到账 {stage.after_months} 个月后"
    return ""


def _plan_words(stage: FundingPlan) -> str:
    parts = ["不够时同比例折算" if stage.allocation == "pro_rata" else "足额"]
    parts += [f"折算以后每家至少 {stage.floor:,} 元"] if stage.floor is not None else []
    parts += [f"每家至多 {stage.cap:,} 元"] if stage.cap is not None else []
    return "；".join(parts)


def _review_words(stage: ExpertReview) -> str:
    points = "、".join(f"{one.text} {one.points} 分" for one in stage.criteria)
    parts = [f"{stage.panel} 名专家", points, f"{stage.pass_mark} 分通过"]
    parts += ["去掉一个最高分和一个最低分"] if stage.drop_extremes else []
    parts += ["隐去企业名称"] if stage.blind else []
    parts.append(f"分差超过 {stage.spread_alarm} 分可以复评，{SECOND_COUNTS[stage.second_counts]}")
    parts += [f"均分记为「{FACTS[stage.score_fact].label}」"] if stage.score_fact else []
    return "；".join(parts)


def _form(one: Definition) -> list[str]:
    form = one.form
    rows = [
        (
            page.title,
            question.text or FACTS[question.key].label,
            _kind(question),
            "是" if question.required else "",
            _of(one, question.cite),
        )
        for page in form.pages
        for question in page.questions
    ]
    told = ["## 申报表", "", *_table(("页", "问什么", "种类", "必填", "出处"), rows)]
    told += _sums(one)
    materials = [
        (material.text, "是" if material.required else "", _of(one, material.cite))
        for material in form.evidence
    ]
    if form.invoices:
        materials.append((form.invoices.text, "是" if form.invoices.required else "", ""))
    if materials:
        told += ["## 材料", "", *_table(("材料", "必交", "出处"), materials)]
    return [*told, "## 承诺", "", form.declaration, ""]


def _kind(question: Question) -> str:
    if question.kind != "rows":
        return KINDS[question.kind]
    columns = "、".join(f"{one.text}（{KINDS[one.kind]}）" for one in question.columns)
    return f"表格，最多 {question.most} 行：{columns}"


def _of(one: Definition, cite: Cite | None) -> str:
    return one.clause(cite) if cite else ""


def _sums(one: Definition) -> list[str]:
    lines = []
    for sum_ in one.form.computed:
        plus = "＋".join(_label(one, key) for key in sum_.plus)
        minus = "".join(f"－{_label(one, key)}" for key in sum_.minus)
        lines.append(f"- {sum_.text}＝{plus}{minus}")
    for check in one.form.checks:
        left, right = _label(one, check.left), _label(one, check.right)
        lines.append(f"- {left}{RELATIONS[check.relation]}{right}，否则：{check.text}")
    return ["### 勾稽", "", *lines, ""] if lines else []


def _label(one: Definition, key: str) -> str:
    """名称: of a question, a sum or the invoices."""
    if key == "invoices":
        return "发票合计"
    question = one.form.question(key)
    if question is not None:
        return question.text or FACTS[key].label
    return next((sum_.text for sum_ in one.form.computed if sum_.key == key), key)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    told = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(cell.replace('|', '／') for cell in row)} |" for row in told] + [""]


def write_pages(found: Mapping[str, Definition], folder: Path = FOLDER) -> None:
    """写出手册: all pages into ``folder``; pages of programmes that are gone are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    told = pages(found)
    for old in folder.glob("*.md"):
        if old.name not in told:
            old.unlink()
    for name, text in told.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages(definitions(), Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
