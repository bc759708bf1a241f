"""推算: the tier every indicator reaches, the next one, and which of several counts."""

from datetime import date

import pytest

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.derive import derived
from huiqi.rules.facts import Facts
from huiqi.rules.node import Node
from huiqi.rules.oracle import Oracle

ON = date(2021, 10, 20)
# An industry of each row of the standard, with the indicators that the row uses.
ROWS = {
    "0111": ("revenue",),
    "3921": ("employees", "revenue"),
    "4710": ("revenue", "assets"),
    "5110": ("employees", "revenue"),
    "5211": ("employees", "revenue"),
    "5431": ("employees", "revenue"),
    "5990": ("employees", "revenue"),
    "6010": ("employees", "revenue"),
    "6110": ("employees", "revenue"),
    "6210": ("employees", "revenue"),
    "6310": ("employees", "revenue"),
    "6510": ("employees", "revenue"),
    "7010": ("revenue", "assets"),
    "7020": ("employees", "revenue"),
    "7211": ("employees", "assets"),
    "7310": ("employees",),
}


def parts(**given: object) -> tuple[Node, ...]:
    """What the size of a firm is made of."""
    facts = Facts.read(given, ON)
    rules = load().rules("national.sme_size", facts)
    assert rules is not None
    return derived(rules.outputs[0][1], Oracle(facts))


def score(**given: object) -> dict[str, Node]:
    """What the score of a science firm is made of, by the first word of its text."""
    found = load().answer("national.tech_sme", Facts.read({"titles": [], **given}, ON))
    assert isinstance(found, Answer)
    leaf = next(found.reasons[-1].tree.leaves())
    return {node.text.split("：")[0]: node for node in leaf.children}


@pytest.mark.parametrize("industry", ROWS)
def test_every_row_tells_each_of_its_indicators(industry: str) -> None:
    least = {"employees": 0, "revenue": 0, "assets": 0}
    found = parts(industry=industry, **least)
    assert tuple(node.fact for node in found) == ROWS[industry]
    assert {(node.value, node.reached, node.next[:7]) for node in found} == {
        ("微型", "", "未达到小型下限")
    }


@pytest.mark.parametrize("industry", ROWS)
def test_every_row_says_what_an_unknown_indicator_would_decide(industry: str) -> None:
    for node in parts(industry=industry):
        assert (node.verdict, node.counts) == ("unknown", None)
        assert [word in node.text for word in ("为大型", "为中型", "为小型", "否则为微型")] == [
            True
        ] * 4


def test_the_lowest_indicator_decides_and_says_how_far_the_next_tier_is() -> None:
    staff, revenue = parts(industry="C39", employees=500, revenue="3000万")
    assert [staff.text, revenue.text] == [
        "从业人员 500 人：达到中型下限 300 人，未达到大型下限 1,000 人，由它决定",
        "营业收入 3,000 万元：达到中型下限 2,000 万元，未达到大型下限 4 亿元，由它决定",
    ]
    staff, revenue = parts(industry="C39", employees=500, revenue="1999万")
    assert (staff.counts, revenue.counts) == (False, True)
    assert revenue.to_dict() == {
        "kind": "value",
        "text": "营业收入 1,999 万元：达到小型下限 300 万元，未达到中型下限 2,000 万元，由它决定",
        "verdict": "yes",
        "value": "small",
        "value_text": "小型",
        "fact": "revenue",
        "reached": "达到小型下限 300 万元",
        "next": "未达到中型下限 2,000 万元",
        "counts": True,
    }


def test_an_unknown_indicator_is_told_up_to_the_class_that_is_still_possible() -> None:
    texts = [node.text for node in parts(industry="C39", employees=50)]
    assert texts == [
        "从业人员 50 人：达到小型下限 20 人，未达到中型下限 300 人",
        "营业收入未知：达到 300 万元为小型，否则为微型",
    ]
    assert parts(industry="C39", employees=5)[1].text == "营业收入未知，不影响结论"


def test_points_tell_the_share_the_tier_and_the_next_tier() -> None:
    staff = score(rd_staff=19, employees=86)["科技人员占职工总数的得分"]
    assert staff.text == (
        "科技人员占职工总数的得分：12 分；研发（科技）人员÷从业人员约为 22.09%，"
        "达到 20%，上一档是 25%，得 16 分"
    )
    assert (staff.raw, staff.reached, staff.next) == (12, "达到 20%", "上一档是 25%，得 16 分")


def test_a_share_just_below_a_tier_does_not_look_as_if_it_reached_it() -> None:
    low = score(rd_staff=299_999, employees=1_000_000)["科技人员占职工总数的得分"]
    assert "约为 29.99%，达到 25%" in low.text


def test_of_two_ways_to_compute_the_better_one_counts() -> None:
    found = score(rd_spend=30, revenue=1000, total_costs=100)["研发投入得分（两种算法取高）"]
    assert [(child.raw, child.counts) for child in found.children] == [(20, False), (50, True)]
    assert [child.text.rpartition("，")[2] for child in found.children] == ["不计", "计这一项"]


def test_an_industry_that_is_too_coarse_is_not_called_unknown() -> None:
    (node,) = parts(industry="F", employees=4)
    assert node.text == "行业写得不够细，还不知道适用哪一档"
    (node,) = parts(employees=4)
    assert node.text == "行业未知，还不知道适用哪一档"
