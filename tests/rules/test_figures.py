"""所用数字: an answer names the dated numbers it rests on, with their own citation and doubt."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.library import load
from huiqi.rules.answer import Answer
from tests.rules import small

BID = {
    "lot_reserved": False,
    "bidder_size": "small",
    "consortium_small_share": 0,
    "members_related": False,
    "deduction_rate": "0.1",
    "bid_price": 100,
}
PARAMETERS = """\
parameters:
  low: {unit: "元", values: {"2021-01-01": "5", "2021-06-01": {value: "6", cite: {source: "letter", clause: "二"}, unverified: true, note: "转引"}}, cite: {source: "letter", clause: "一"}, text: "下限"}
  high: {unit: "元", values: {"2021-01-01": "9"}, cite: {source: "letter", clause: "三"}}
  share: {unit: "比例", values: {"2021-01-01": "0.5"}, cite: {source: "letter", clause: "四"}}
"""  # noqa: E501


def bid(on: date, **given: object) -> Answer:
    found = load().explain("national.price_deduction", BID | given, on)
    assert isinstance(found, Answer)
    return found


def rate(answer: Answer) -> tuple[list[str], bool]:
    (reason,) = (one for one in answer.reasons if one.id == "rate_in_band")
    return [one.parameter.name for one in reason.figures], reason.unverified


def test_only_the_tier_that_applies_is_read() -> None:
    goods = bid(date(2021, 3, 1), lot_kind="services")
    assert rate(goods) == (["joint_share", "full_low", "full_high"], False)
    works = bid(date(2021, 3, 1), lot_kind="works")
    assert rate(works) == (["joint_share", "works_low", "works_high"], True)


def test_every_tier_that_may_apply_is_read() -> None:
    names, unverified = rate(bid(date(2021, 3, 1)))
    assert ("full_low" in names, "works_low" in names, unverified) == (True, True, True)


@pytest.mark.parametrize(
    ("on", "clause"),
    [
        (date(2022, 6, 30), "财库〔2020〕46号 价格扣除"),
        (date(2022, 7, 1), "财库〔2022〕19号 价格扣除"),
    ],
)
def test_a_number_cites_the_instrument_of_its_day(on: date, clause: str) -> None:
    told = bid(on, lot_kind="services", tender_on=on.isoformat()).explained()["figures"]
    assert isinstance(told, list)
    assert [one["clause"] for one in told if one["name"] == "full_low"] == [clause]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    home = small.write(tmp_path, when=["revenue >= low"], amount="least(share * revenue, high)")
    rules = home / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace("when:\n", f"{PARAMETERS}when:\n")
    rules.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_condition_is_in_doubt_where_a_number_of_it_is(shelf: Path) -> None:
    found = small.explain(shelf, {"revenue": 10})
    assert [reason.unverified for reason in found.reasons] == [True]
    assert found.explained()["figures"] == [
        {
            "name": "low",
            "text": "下限",
            "unit": "元",
            "value": 6,
            "from": "2021-06-01",
            "clause": "答复 二",
            "unverified": True,
            "note": "转引",
        },
        {
            "name": "share",
            "text": "",
            "unit": "比例",
            "value": Decimal("0.5"),
            "from": "2021-01-01",
            "clause": "答复 四",
            "unverified": False,
            "note": "",
        },
        {
            "name": "high",
            "text": "",
            "unit": "元",
            "value": 9,
            "from": "2021-01-01",
            "clause": "答复 三",
            "unverified": False,
            "note": "",
        },
    ]


def test_numbers_of_an_amount_that_is_not_paid_are_not_told(shelf: Path) -> None:
    found = small.explain(shelf, {"revenue": 1})
    assert [one.parameter.name for one in found.figures] == ["low"]


def test_numbers_inside_what_is_asked_of_each_loan_are_read(tmp_path: Path) -> None:
    found = load().explain("shenzhen.interest_subsidy", {}, small.ON)
    assert isinstance(found, Answer)
    names = [one.parameter.name for one in found.figures]
    assert {"min_days", "first_loan_rate", "year_cap"} <= set(names)


def test_a_product_of_two_numbers_of_the_policy_names_both(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=["revenue >= share * high"])
    rules = home / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace("when:\n", f"{PARAMETERS}when:\n")
    rules.write_text(text, encoding="utf-8")
    (reason,) = small.explain(tmp_path, {"revenue": 5}).reasons
    assert (reason.verdict, sorted(one.parameter.name for one in reason.figures)) == (
        "yes",
        ["high", "share"],
    )
    assert reason.tree.text == "营业收入不低于 4.5 元"
