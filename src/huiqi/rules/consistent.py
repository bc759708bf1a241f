"""相互一致: values of one firm that cannot all be true, whatever the firm.

Only what is impossible by definition is refused. Not refused, for instance: more people insured
than employed (people sent by an agency), research spending above all costs (part of it is
capitalised), high-tech revenue above 营业收入 (sold patents are counted elsewhere), a profit
above the revenue (gains of investments), a bid above the budget (it will lose). A title granted
or an award paid after the day of evaluation is not refused either: looking back from a later
file, the engine leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from huiqi.rules.fields import Fact
from huiqi.rules.say_value import bound

Values = Mapping[str, object]


class Pair(NamedTuple):
    """先后大小: ``first`` may not be after, or above, ``then``; they may be equal."""

    first: str
    then: str
    why: str


class Contradiction(NamedTuple):
    """矛盾: the fact to look at first, what is wrong, why it cannot be, and what to do."""

    key: str
    what: str
    why: str
    fix: str


_PART: Final = "主营业务收入是营业收入的一部分。"
_LOAN: Final = (
    Pair("loan_contract_on", "loan_drawn_on", "先签合同，后放款。"),
    Pair("loan_drawn_on", "loan_graded_on", "贷款发放以后才会划为不良。"),
    Pair("unpaid_principal", "loan_amount", "未还的本金是贷款的一部分。"),
)
OF_FIRM: Final = (
    Pair("main_revenue", "revenue", _PART),
    Pair("main_revenue_prior", "revenue_prior", _PART),
    Pair("main_revenue_prior2", "revenue_prior2", _PART),
    Pair("subsidy_received_year", "subsidy_received_life", "累计包括本年度。"),
    *_LOAN,
)
OF_ENTRY: Final[Mapping[str, tuple[Pair, ...]]] = {
    "titles": (Pair("granted_on", "valid_until", "称号不会在认定之前失效。"),),
    "awards": (),
    "loans": _LOAN,
}


def contradictions(
    values: Values, fields: Mapping[str, Fact], pairs: tuple[Pair, ...]
) -> Iterator[Contradiction]:
    """矛盾: one for every pair that cannot be true.

    ``values`` are inner ones; a pair of which one is unknown contradicts nothing.
    """
    for pair in pairs:
        first, then = values.get(pair.first), values.get(pair.then)
        if isinstance(first, int) and isinstance(then, int) and first > then:
            left, right = fields[pair.first], fields[pair.then]
            relation = "晚于" if left.kind == "date" else "多于"
            what = f"{_told(left, first)}，{relation}{_told(right, then)}："
            yield Contradiction(pair.first, what, pair.why, "请核对这两项。")


def not_yet_there(values: Values, fields: Mapping[str, Fact], on: date) -> Iterator[Contradiction]:
    """尚未注册: of a firm that is registered only after the day of evaluation."""
    day = values.get("registered_on")
    if isinstance(day, int) and day > on.toordinal():
        what = f"{_told(fields['registered_on'], day)}，晚于评估日 {on.isoformat()}："
        yield Contradiction(
            "registered_on", what, "这一天企业还没有注册。", "请核对注册日期和评估日。"
        )


def _told(fact: Fact, inner: int) -> str:
    return f"「{fact.label}」（{fact.key}）{bound(fact, inner)}"
