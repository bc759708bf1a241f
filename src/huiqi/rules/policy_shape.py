"""政策文件形状: the keys of rules.yaml, their meaning for editors, and the values they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args

from huiqi.rules.expr import Level
from huiqi.rules.policy import (
    Amount,
    AmountKind,
    Bands,
    Cap,
    Cite,
    Condition,
    Dated,
    Edition,
    EditionBy,
    Formula,
    Kind,
    Minus,
    Output,
    Parameter,
    Part,
    PersonCheck,
    Policy,
    Responsible,
    Rounding,
    RoundMode,
    Source,
    Step,
    Subject,
    Value,
)
from huiqi.rules.scalars import Choice, Decimal
from huiqi.rules.shape import Field, ListOf, MapOf, Nullable, OneOf, Record, may, need
from huiqi.rules.shape_parts import (
    CITE,
    CITE_FIELD,
    DAY,
    FLAG,
    FORMULA,
    ID_FIELD,
    NAME,
    PER_FIELD,
    PROGRAMME,
    RANGE_FIELDS,
    TEXT,
    UNIT,
)
from huiqi.rules.stacking_shape import STACKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction


def _edition_fields() -> dict[str, Field]:
    return {
        "from": need(DAY, "首日（含）", into="from_"),
        "to": may(DAY, "末日（含）；不写表示仍有效"),
        "note": may(TEXT, "说明"),
        "choice": may(FLAG, "true：日期是我们自己选定的，来源没有写明"),
        "gap": may(TEXT, "与前一版本之间有空档的原因；不写表示首尾相接"),
    }


EDITION: Final = Record("edition", _edition_fields(), Edition)


def _named(make: Any) -> Any:
    """Join the key of a map and the fields of its record; the key's line is the item's line."""
    return lambda name, fields, line: make(**{**fields, "name": name, "line": line})


Written: TypeAlias = "dict[str, Any]"  # a dated value as written: only its own keys


def _dated(day: date, value: Written | Fraction | None, line: int) -> Written:
    own = value if isinstance(value, dict) else {"value": value}
    return {**own, "from_": day, "line": line}


def _parameter(
    values: dict[date, Written], cite: Cite, unverified: bool = False, **rest: Any
) -> Parameter:
    """What a dated value does not say itself, the parameter says for it."""
    dated = (
        Dated(**{"cite": cite, **own, "unverified": unverified or own.get("unverified", False)})
        for own in values.values()
    )
    return Parameter(values=tuple(dated), cite=cite, unverified=unverified, **rest)


def _step(
    gives: Formula, line: int, at_least: Formula | None = None, above: Formula | None = None
) -> Step:
    limit = above if at_least is None else at_least
    assert limit is not None  # the shape demands exactly one of the two
    return Step(limit, above is not None, gives, line)


def _bands(otherwise: Formula, no_ratio: Formula | None = None, **rest: Any) -> Bands:
    rest.setdefault("to", None)
    return Bands(otherwise=otherwise, no_ratio=no_ratio or otherwise, **rest)


SOURCES: Final = MapOf(
    NAME,
    Record(
        "source",
        {
            "title": need(TEXT, "文件名称"),
            "issuer": may(TEXT, "发文机关；待核的来源可以不写"),
            "document_no": may(TEXT, "文号"),
            "date": may(DAY, "成文日期"),
            "in_force": may(DAY, "施行日；只写见到的，不推算"),
            "last": may(DAY, "最后一天（含）；只写见到的，不推算"),
            "implements": may(NAME, "依据的上位文件，写本文件里的来源名"),
            "unverified": may(FLAG, "true：待核，未见原文"),
            "note": may(TEXT, "说明"),
        },
        dict,
    ),
    _named(Source),
    at_least=1,
)
_NUMBER: Final = Nullable(Decimal(ratio=True))
DATED: Final[Record[Written]] = Record(
    "dated",
    {
        "value": need(_NUMBER, "数值；null 表示待核"),
        "cite": may(CITE, "这一数值自己的出处；不写同参数的"),
        "unverified": may(FLAG, "true：这一数值待核"),
        "note": may(TEXT, "说明"),
    },
    dict,
)
PARAMETERS: Final = MapOf(
    NAME,
    Record(
        "parameter",
        {
            "unit": need(UNIT, "单位"),
            "values": need(
                MapOf(DAY, OneOf((DATED, _NUMBER)), _dated, at_least=1),
                "自某日起的数值，可以各有出处；null 表示待核",
            ),
            "cite": need(CITE, "出处；数值可以另写自己的"),
            "text": may(TEXT, "含义"),
            "unverified": may(FLAG, "true：各数值都待核"),
        },
        dict,
    ),
    _named(_parameter),
)
STEP: Final = Record(
    "step",
    {
        "at_least": may(FORMULA, "达到（含）此数"),
        "above": may(FORMULA, "超过（不含）此数"),
        "gives": need(FORMULA, "得到的值"),
    },
    _step,
    exactly_one=("at_least", "above"),
)
BANDS: Final = Record(
    "bands",
    {
        "of": need(FORMULA, "分子，或要分档的数"),
        "to": may(FORMULA, "分母；不写则按 of 本身分档"),
        "steps": need(ListOf(STEP, at_least=1), "各档，从高到低"),
        "otherwise": need(FORMULA, "各档都不到时的值"),
        "no_ratio": may(FORMULA, "分母不为正时的值；不写同 otherwise"),
    },
    _bands,
)
_FORMULAS: Final = ListOf(FORMULA, at_least=1)
LEVELS: Final = OneOf(
    (
        ListOf(NAME, at_least=1),
        MapOf(NAME, TEXT, at_least=1),
    )
)


def _value(levels: tuple[str, ...] | dict[str, str] = (), **rest: Any) -> Value:
    named = levels.items() if isinstance(levels, dict) else ((code, "") for code in levels)
    return Value(levels=tuple(Level(code, text) for code, text in named), **rest)


VALUES: Final = MapOf(
    NAME,
    Record(
        "value",
        {
            "text": need(TEXT, "含义"),
            "cite": may(CITE, "出处；只有 exact 的中间量可以不写"),
            "unit": may(UNIT, "单位"),
            "levels": may(LEVELS, "各级的代码，从低到高；写成映射时各有中文名称"),
            "formula": may(FORMULA, "公式"),
            "bands": may(BANDS, "按比值分档"),
            "best_of": may(_FORMULAS, "取最大"),
            "sum": may(_FORMULAS, "相加"),
            "least_of": may(_FORMULAS, "取最小"),
            "exact": may(FLAG, "true：预先精确计算，数值可超过 64 位"),
        },
        dict,
        exactly_one=("formula", "bands", "best_of", "sum", "least_of"),
    ),
    _named(_value),
)
CONDITION: Final = Record(
    "condition",
    {
        "id": ID_FIELD,
        "text": need(TEXT, "条件的一句话"),
        "text_no": may(TEXT, "不满足时的一句话"),
        "cite": CITE_FIELD,
        "rule": need(FORMULA, "条件的公式"),
        "per": PER_FIELD,
        **RANGE_FIELDS,
    },
    Condition,
)
CHECK: Final = Record(
    "check",
    {
        "id": ID_FIELD,
        "text": need(TEXT, "由人核查的事项"),
        "cite": CITE_FIELD,
        "evidence": may(TEXT, "证明材料"),
        "instead_of": may(NAME, "不满足哪个条件时，满足本项也可（条件的编号）"),
        **RANGE_FIELDS,
    },
    PersonCheck,
)
PART: Final = Record(
    "part",
    {
        "id": ID_FIELD,
        "text": may(TEXT, "含义"),
        "formula": need(FORMULA, "金额（元）"),
        "at_most": may(FORMULA, "本项各笔合计的上限（元）"),
        "expense": may(NAME, "所补的费用，供合并计算上限"),
        "cite": CITE_FIELD,
        "per": PER_FIELD,
        **RANGE_FIELDS,
    },
    Part,
)


def _limit_fields(formula: str) -> dict[str, Field]:
    return {
        "id": ID_FIELD,
        "text": need(TEXT, "含义"),
        "formula": need(FORMULA, formula),
        "cite": CITE_FIELD,
        **RANGE_FIELDS,
    }


AMOUNT: Final = Record(
    "amount",
    {
        "kind": need(Choice(get_args(AmountKind)), "at_most：最高不超过；exact：定额"),
        "parts": may(ListOf(PART), "各分项，相加"),
        "caps": may(
            ListOf(Record("cap", _limit_fields("合计的上限（元）"), Cap)), "上限，依次适用"
        ),
        "minus": may(
            ListOf(Record("minus", _limit_fields("扣减的金额（元）"), Minus)), "扣减（补齐差额）"
        ),
        "round": may(
            Record(
                "round",
                {
                    "to": may(Decimal(), "取整到几元，默认 1"),
                    "mode": may(
                        Choice(get_args(RoundMode)), "down 舍去，half_up 四舍五入，up 进位"
                    ),
                },
                Rounding,
            ),
            "取整；默认舍去到元",
            into="rounding",
        ),
        "unknown": may(TEXT, "金额未知的原因，例如「待核：……」"),
    },
    Amount,
)
OUTPUT: Final = Record(
    "output",
    {
        "id": ID_FIELD,
        "text": need(TEXT, "含义"),
        "unit": may(UNIT, "单位"),
        "formula": need(FORMULA, "公式"),
        "cite": CITE_FIELD,
        **RANGE_FIELDS,
    },
    Output,
)
RESPONSIBLE: Final = Record(
    "responsible",
    {
        "department": need(TEXT, "主管部门"),
        "from": need(DAY, "首日（含）", into="from_"),
        "to": may(DAY, "末日（含）；不写表示至今"),
        "cite": CITE_FIELD,
    },
    Responsible,
)


def _policy(in_force: Edition | None = None, **rest: Any) -> Policy:
    if in_force is not None:
        rest["editions"] = (in_force,)
    return Policy(**rest)


POLICY: Final = Record(
    "policy",
    {
        "id": need(PROGRAMME, "编号，等于文件夹路径"),
        "title": need(TEXT, "名称"),
        "payer": need(TEXT, "出资或实施的一级政府"),
        "kind": need(Choice(get_args(Kind)), "类别"),
        "subject": need(Choice(get_args(Subject)), "对象"),
        "summary": may(TEXT, "一句话介绍，用自己的话"),
        "edition_by": need(Choice(get_args(EditionBy)), "以哪个日期选定版本"),
        "in_force": may(EDITION, "有效期；只有一个版本时的简写"),
        "editions": may(ListOf(EDITION, at_least=1), "各版本，从早到晚"),
        "sources": need(SOURCES, "来源文件"),
        "parameters": may(PARAMETERS, "参数，数值自其日期起有效"),
        "uses": may(MapOf(NAME, PROGRAMME), "借用其他项目的命名值"),
        "values": may(VALUES, "命名值：得分、分级、中间量"),
        "when": may(ListOf(CONDITION), "条件，须全部满足"),
        "checks": may(ListOf(CHECK), "由人核查的事项，不参与计算"),
        "amount": may(AMOUNT, "金额"),
        "outputs": may(ListOf(OUTPUT), "金额以外的结果"),
        "stacking": may(STACKING, "叠加与互斥"),
        "responsible": may(ListOf(RESPONSIBLE), "主管部门，从早到晚"),
    },
    _policy,
    exactly_one=("in_force", "editions"),
)
