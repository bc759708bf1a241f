"""年份: the calendar year of a date, in the text, in the oracle and in integers."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from huiqi.rules import expr as x
from huiqi.rules.facts import Facts
from huiqi.rules.lower import Lowered, Lowering, Programme
from huiqi.rules.one import Machine
from huiqi.rules.oracle import Oracle
from huiqi.rules.parse import BadRule, parse_number
from tests.rules import small
from tests.rules.test_parse import SCOPE

SIGNED = x.Field("loan_contract_on", "date")
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def test_the_year_of_a_date_fact_is_a_number() -> None:
    assert parse_number("year(loan_contract_on)", SCOPE) == x.Year(SIGNED)


def test_the_year_of_a_constant_is_folded() -> None:
    assert parse_number("year(DATE '2020-12-31')", SCOPE) == x.Const(Fraction(2020), "number")


@pytest.mark.parametrize(
    "text", ["year(revenue)", "year(2020)", "year(least(as_of, registered_on))"]
)
def test_only_a_date_has_a_year(text: str) -> None:
    with pytest.raises(BadRule) as bad:
        parse_number(text, SCOPE)
    assert str(bad.value) == (
        f"规则「{text}」不能使用：year() 的参数必须是日期事实，例如 year(loan_contract_on)。"
    )


def test_integers_give_the_year_of_every_day_of_the_registry() -> None:
    lowering = Lowering()
    year, always = lowering.number(x.Year(SIGNED)), lowering.truth(x.Known(True))
    assert year.per == 1
    machine = Machine(Lowered(lowering.graph, (Programme("year", always, year),)))
    days = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    wrong = [day for day in days if machine.amount(0, (day.toordinal(),)) != (day.year,) * 2]
    assert wrong == []


def test_the_year_of_an_unknown_date_is_any_year_of_the_registry() -> None:
    facts = Facts(date(2021, 10, 20))
    assert Oracle(facts).number(x.Year(SIGNED)) == (Fraction(1900), Fraction(2199))
    lowering = Lowering()
    assert lowering.graph.bounds[lowering.number(x.Year(SIGNED)).node] == (1900, 2199)


@pytest.mark.parametrize(
    ("signed", "verdict", "text"),
    [
        ("2020-12-31", "yes", "申请入库年度等于贷款合同签订日的年份（即 2020 年）"),
        ("2021-01-01", "no", "申请入库年度为 2020 年，要求等于贷款合同签订日的年份（即 2021 年）"),
        (None, "unknown", "申请入库年度为 2020 年，还不能确定是否等于贷款合同签订日的年份"),
    ],
)
def test_two_years_are_compared_in_words(
    tmp_path: Path, signed: str | None, verdict: str, text: str
) -> None:
    small.write(tmp_path, when=["pool_applied_year = year(loan_contract_on)"])
    given = {"loan_contract_on": signed, "pool_applied_year": 2020}
    (reason,) = small.explain(tmp_path, given).reasons
    assert (reason.verdict, reason.tree.text) == (verdict, text)


def test_a_year_is_told_as_one(tmp_path: Path) -> None:
    small.write(tmp_path, when=["year(registered_on) <= 2020"])
    (reason,) = small.explain(tmp_path, {"registered_on": "2021-03-01"}).reasons
    assert reason.tree.text == "注册日期的年份为 2021 年，要求不超过 2020 年"
    assert (reason.raw, reason.fact) == (2021, "registered_on")
