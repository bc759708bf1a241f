"""项目定义的形状: the keys of programme.yaml and form.yaml, their meaning, what they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from huiqi.programmes.definition.form import (
    Computed,
    Evidence,
    Form,
    Invoices,
    Page,
    Question,
    SumCheck,
)
from huiqi.programmes.definition.programme import Programme
from huiqi.programmes.definition.stages import (
    KINDS,
    Audit,
    CompletionCheck,
    Criterion,
    Disbursement,
    ExpertReview,
    FormalCheck,
    FundingPlan,
    Performance,
    Publicity,
    Recognition,
    SiteVisit,
)
from huiqi.rules.policy_shape import SOURCES
from huiqi.rules.scalars import Choice, Decimal, Integer, Word
from huiqi.rules.shape import Bad, Field, JsonSchema, ListOf, Log, Record, may, need, suggest
from huiqi.rules.shape import wrong_kind as wrong
from huiqi.rules.shape_parts import CITE, CITE_FIELD, FLAG, NAME, PROGRAMME, TEXT
from huiqi.rules.strict_yaml import Map, Node, Text

NUMBER: Final = Integer()
VERSION: Final = Word(r"[0-9]{4}\.[0-9]+", "「2021.1」形式的版本")
PREFIX: Final = Word(r"[A-Z]{2,6}", "2 至 6 个大写字母")
MODES: Final = ("approval", "review", "afterwards", "automatic")
GRANTS: Final = ("money", "title", "title_and_money", "allowance", "admission")

CRITERION: Final = Record(
    "criterion",
    {
        "id": need(NAME, "编号，不重复"),
        "text": need(TEXT, "评什么"),
        "points": need(NUMBER, "满分；各项合计 100"),
    },
    Criterion,
)
# What every stage has beside its own settings.
COMMON: Final[dict[str, Field]] = {
    "kind": need(Choice(tuple(KINDS)), "环节种类"),
    "cite": CITE_FIELD,
    "days": need(NUMBER, "办理时限，工作日，自次日起算"),
    "office": may(Choice(("city", "district")), "市级或区级办理，默认市级"),
    "on_resume": may(Choice(("continue", "reset")), "补正后继续计时或重新计时，默认继续"),
}
OWN: Final[dict[str, dict[str, Field]]] = {
    "formal_check": {"reply_days": may(NUMBER, "企业补正的工作日，默认 5")},
    "expert_review": {
        "panel": need(NUMBER, "专家人数"),
        "pass_mark": need(NUMBER, "通过分，满分 100"),
        "drop_extremes": may(FLAG, "去掉一个最高分和一个最低分"),
        "blind": may(FLAG, "隐去企业名称"),
        "spread_alarm": may(NUMBER, "分差超过多少分要复核，默认 30"),
        "second_counts": may(
            Choice(("second", "mean", "lower")), "复评以后算哪一个：复评的、平均、就低；默认复评的"
        ),
        "score_fact": may(NAME, "均分记成哪一项事实，规则按它分档"),
        "criteria": need(ListOf(CRITERION, at_least=1), "评分项"),
    },
    "audit": {"of": need(ListOf(NAME, at_least=1), "审哪几个金额问题")},
    "site_visit": {"visitors": may(NUMBER, "至少几人，默认 2")},
    "publicity": {},
    "recognition": {
        "title": may(NAME, "称号种类；给资格、额度的不写"),
        "level": may(Choice(("national", "provincial", "city", "district")), "称号级别"),
        "valid_years": may(NUMBER, "有效几年；0 为长期"),
    },
    "funding_plan": {
        "allocation": may(Choice(("full", "pro_rata")), "足额，或不够时折算"),
        "floor": may(NUMBER, "折算以后每家至少多少元；应得更少的，以应得为准"),
        "cap": may(NUMBER, "每家至多多少元"),
    },
    "disbursement": {
        "instalments": may(ListOf(Decimal(ratio=True), at_least=1), "各期比例，合计为 1")
    },
    "completion_check": {"after_months": may(NUMBER, "到账几个月后可以验收")},
    "performance": {"after_months": may(NUMBER, "到账几个月后报告绩效，默认 12")},
}
MAKERS: Final[dict[str, Callable[..., Any]]] = {
    "formal_check": FormalCheck,
    "expert_review": ExpertReview,
    "audit": Audit,
    "site_visit": SiteVisit,
    "publicity": Publicity,
    "recognition": Recognition,
    "funding_plan": FundingPlan,
    "disbursement": Disbursement,
    "completion_check": CompletionCheck,
    "performance": Performance,
}


def _made(kind: str) -> Callable[..., Any]:
    def make(**values: Any) -> Any:
        values.pop("kind")
        return MAKERS[kind](**values)

    return make


def _keys(kind: str, own: dict[str, Field]) -> dict[str, Field]:
    # Each kind takes its own word only: in the schema, no stage is of two kinds.
    return {**COMMON, "kind": need(Choice((kind,)), "环节种类"), **own}


STAGES: Final = {
    kind: Record(f"stage_{kind}", _keys(kind, own), _made(kind)) for kind, own in OWN.items()
}


@dataclass(frozen=True)
class StageShape:
    """环节的形状: told apart by ``kind``; what belongs to another kind is not taken."""

    kinds: tuple[type, ...] = (Map,)

    def read(self, node: Node, log: Log, key: str, /) -> Any:
        """读取: an unknown kind is told with the nearest known one."""
        if type(node) is not Map:
            return wrong(node, log, key, "映射")
        told = node.items.get("kind")
        word = told.text if isinstance(told, Text) else None
        if word not in STAGES:
            what = f"环节种类「{word or ''}」不存在。"
            line = told.line if told is not None else node.line
            return log.say(line, what, fix=suggest(word or "", tuple(STAGES)), key="kind")
        return STAGES[word].read(node, log, key)

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: one of the kinds."""
        return {"oneOf": [one.schema(defs) for one in STAGES.values()]}


PROGRAMME_FILE: Final = Record(
    "programme",
    {
        "id": need(PROGRAMME, "编号，等于文件夹"),
        "version": need(VERSION, "版本；改了任何一处都要换"),
        "prefix": need(PREFIX, "申报编号的字头"),
        "mode": need(Choice(MODES), "核准、评审、事后或免申即享"),
        "grants": need(Choice(GRANTS), "给什么"),
        "basis": need(ListOf(CITE, at_least=1), "依据"),
        "stages": need(ListOf(StageShape(), at_least=1), "环节，按先后"),
        "note": may(TEXT, "说明，例如哪些待核"),
        "sources": may(SOURCES, "只有办理才依据的来源，例如本市自定的期限"),
        "consent_days": may(NUMBER, "免申即享：多少个工作日内确认意愿"),
    },
    Programme,
)

CHOICE_PAIR: Final = Record(
    "choice",
    {"code": need(NAME, "代码"), "text": need(TEXT, "文字")},
    lambda code, text, line: (code, text),  # noqa: ARG005
)
KINDS_OF_QUESTION: Final = (
    *("fact", "text", "long_text", "money", "count", "rate", "date", "flag", "choice", "rows"),
)
KINDS_OF_COLUMN: Final = ("text", "money", "count", "rate", "date", "flag", "choice")
MONEY_KEY: Final = Word(
    r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", "金额的名称；表里一列的合计写成「表.列」"
)
COLUMN: Final = Record(
    "column",
    {
        "key": need(NAME, "列的键"),
        "text": need(TEXT, "列名"),
        "kind": need(Choice(KINDS_OF_COLUMN), "种类"),
        "required": may(FLAG, "每行必填，默认是"),
        "at_most": may(NUMBER, "文字最多多少个字，默认 200"),
        "choices": may(ListOf(CHOICE_PAIR, at_least=2), "选项"),
        "ceiling": may(NUMBER, "每行最多多少（元或个）"),
    },
    lambda **values: Question(**{"at_most": 200, **values}),
)
QUESTION: Final = Record(
    "question",
    {
        "key": need(NAME, "语义键；kind 为 fact 时是事实词典里的键"),
        "text": may(TEXT, "问什么；fact 不写时用词典里的名称"),
        "kind": need(Choice(KINDS_OF_QUESTION), "种类"),
        "hint": may(TEXT, "提示"),
        "required": may(FLAG, "必填，默认是"),
        "at_most": may(NUMBER, "文字最多多少个字，默认 500"),
        "choices": may(ListOf(CHOICE_PAIR, at_least=2), "选项"),
        "identifying": may(FLAG, "能看出是哪家企业，匿名评审时隐去"),
        "cite": may(CITE, "哪一条要求填写"),
        "columns": may(ListOf(COLUMN, at_least=1), "kind 为 rows 时：每一行问什么"),
        "most": may(NUMBER, "kind 为 rows 时：最多几行，默认 30"),
        "ceiling": may(NUMBER, "最多多少（元或个）"),
    },
    lambda **values: Question(**{"text": "", **values}),
)
PAGE: Final = Record(
    "page",
    {
        "id": need(NAME, "编号"),
        "title": need(TEXT, "标题"),
        "questions": need(ListOf(QUESTION, at_least=1), "问题"),
    },
    Page,
)
COMPUTED: Final = Record(
    "computed",
    {
        "key": need(NAME, "语义键"),
        "text": need(TEXT, "名称"),
        "plus": need(ListOf(MONEY_KEY, at_least=1), "加哪些金额"),
        "minus": may(ListOf(MONEY_KEY), "减哪些金额"),
    },
    Computed,
)
SUM_CHECK: Final = Record(
    "sum_check",
    {
        "id": need(NAME, "编号"),
        "text": need(TEXT, "不符时的一句话：哪里不符，怎么改"),
        "left": need(MONEY_KEY, "金额；invoices 为发票合计"),
        "relation": need(Choice(("equals", "at_most", "at_least")), "关系"),
        "right": need(MONEY_KEY, "金额"),
    },
    SumCheck,
)
EVIDENCE: Final = Record(
    "evidence",
    {
        "id": need(NAME, "编号；同一编号的材料各项目共用"),
        "text": need(TEXT, "材料名称"),
        "required": may(FLAG, "必交，默认是"),
        "most": may(NUMBER, "最多几个文件，默认 5"),
        "hint": may(TEXT, "提示"),
        "cite": may(CITE, "哪一条要求"),
    },
    Evidence,
)
INVOICES: Final = Record(
    "invoices",
    {
        "text": need(TEXT, "要填哪些发票"),
        "required": may(FLAG, "必填，默认是"),
        "firm_is": may(Choice(("buyer", "seller")), "企业是购买方还是销售方，默认购买方"),
        "hint": may(TEXT, "提示"),
    },
    Invoices,
)
FORM_FILE: Final = Record(
    "form",
    {
        "pages": need(ListOf(PAGE, at_least=1), "各页"),
        "declaration": need(TEXT, "提交前的承诺，用自己的话"),
        "asks": may(MONEY_KEY, "申请多少：哪个金额"),
        "computed": may(ListOf(COMPUTED), "算出的数"),
        "checks": may(ListOf(SUM_CHECK), "勾稽关系"),
        "evidence": may(ListOf(EVIDENCE), "材料"),
        "invoices": may(INVOICES, "发票"),
    },
    Form,
)

__all__ = ["FORM_FILE", "PROGRAMME_FILE", "Bad"]
