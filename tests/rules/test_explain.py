"""解释: the tree of a condition in both polarities, and which unknown facts still matter."""

from datetime import date
from fractions import Fraction

import pytest

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.explain import explain, missing
from huiqi.rules.facts import Facts
from huiqi.rules.node import Node
from huiqi.rules.oracle import Oracle
from huiqi.rules.parse import Scope, parse_number, parse_truth
from huiqi.rules.say_test import needed, raw_value, value_text
from huiqi.rules.vocabulary import code_of

ON = date(2021, 10, 20)
SCOPE = Scope(FACTS, code_of, ON)


def of(**given: object) -> Oracle:
    return Oracle(Facts.read(given, ON))


def tree(rule: str, **given: object) -> Node:
    return explain(parse_truth(rule, SCOPE), of(**given))


def wanted(rule: str, **given: object) -> tuple[str, ...]:
    return missing((parse_truth(rule, SCOPE),), of(**given))


# Sentences


@pytest.mark.parametrize(
    ("rule", "given", "text"),
    [
        ("employees <= 300", {"employees": 20}, "从业人员不超过 300 人"),
        ("employees <= 300", {"employees": 301}, "从业人员为 301 人，要求不超过 300 人"),
        ("employees <= 300", {}, "从业人员未知，要求不超过 300 人"),
        ("NOT employees <= 300", {"employees": 20}, "从业人员为 20 人，要求高于 300 人"),
        ("revenue > 20", {"revenue": "1亿"}, "营业收入高于 20 元"),
        (
            "equipment_share >= 0.7",
            {"equipment_share": "65%"},
            "设备投资占固定资产投资比为 65%，要求不低于 70%",
        ),
        ("NOT blacklisted", {"blacklisted": True}, "被列入失信名单"),
        ("district = '龙岗'", {"district": "南山"}, "所在区为南山区，要求是龙岗区"),
        ("district <> '龙岗'", {"district": "南山"}, "所在区不是龙岗区"),
        (
            "registered_on <= '2020-02-28'",
            {"registered_on": "2020-02-29"},
            "注册日期为 2020-02-29，要求不晚于 2020-02-28",
        ),
        (
            "holds('srdi', 'provincial')",
            {"titles": []},
            "没有在有效期内的「省级专精特新企业」",
        ),
    ],
)
def test_leaf_says_what_holds_what_does_not_and_what_is_open(
    rule: str, given: dict[str, object], text: str
) -> None:
    assert tree(rule, **given).text == text


# Trees


def test_any_one_of_several_is_kept_together() -> None:
    found = tree("employees <= 20 OR revenue <= 20", employees=21)
    assert (found.kind, found.text, found.verdict) == ("any", "以下满足任一即可", "unknown")
    assert [child.verdict for child in found.children] == ["no", "unknown"]


def test_opposite_of_any_is_all() -> None:
    found = tree("NOT (employees <= 20 OR blacklisted)", employees=21, blacklisted=False)
    assert (found.kind, found.verdict) == ("all", "yes")
    assert [child.text for child in found.children] == ["从业人员高于 20 人", "未被列入失信名单"]


def test_deciding_leaf_is_the_first_with_the_verdict_of_the_whole() -> None:
    found = tree("employees <= 300 AND revenue <= 20 AND blacklisted", employees=5, revenue=21)
    assert (found.verdict, found.deciding().fact) == ("no", "revenue")


def test_leaf_names_its_fact_value_and_need() -> None:
    told = tree("employees <= 300", employees=301).to_dict()
    assert (told["fact"], told["needed"], told["verdict"]) == ("employees", "不超过 300 人", "no")


def test_score_is_told_with_every_summand() -> None:
    parts = [
        x.Named(name, name, parse_number(f"{name} * 2", SCOPE))
        for name in ("class1_ip", "class2_ip")
    ]
    score = x.Named("score", "评分", x.Sum(tuple(parts)))
    found = explain(x.Compare(">=", score, x.Const(Fraction(3))), of(class1_ip=2, class2_ip=1))
    assert found.text == "评分不低于 3"
    assert [child.text for child in found.children] == ["class1_ip：4", "class2_ip：2"]


def test_condition_of_loans_is_told_for_each_loan() -> None:
    each = x.AnyOver("loans", parse_truth("loan_days >= 180", SCOPE))
    found = explain(each, of(loans=[{"loan_days": 90}, {"loan_days": 180}]))
    assert (found.kind, found.verdict) == ("each", "yes")
    assert [child.verdict for child in found.children] == ["no", "yes"]


@pytest.mark.parametrize(
    ("complete", "verdict", "text"),
    [(True, "no", "没有贷款"), (False, "unknown", "贷款没有列全")],
)
def test_firm_without_a_loan_is_told_so(complete: bool, verdict: str, text: str) -> None:
    each = x.AnyOver("loans", parse_truth("loan_days >= 180", SCOPE))
    found = explain(each, of(loans=[], loans_complete=complete))
    assert (found.deciding(), found.verdict, found.text) == (found, verdict, text)


# Missing facts


@pytest.mark.parametrize(
    ("rule", "given", "keys"),
    [
        ("employees <= 20 AND revenue <= 20", {}, ("employees", "revenue")),
        ("employees <= 20 AND revenue <= 20", {"employees": 20}, ("revenue",)),
        ("employees <= 20 AND revenue <= 20", {"employees": 21}, ()),
        ("employees <= 20 OR revenue <= 20", {"employees": 20}, ()),
        ("employees <= 20 OR revenue <= 20", {"employees": 21}, ("revenue",)),
        ("employees >= 0", {}, ()),
        ("holds('srdi') OR blacklisted", {}, ("titles", "blacklisted")),
        ("paid('a.b') <= 5", {}, ("awards_paid",)),
        ("revenue + revenue <= 20", {}, ("revenue",)),
    ],
)
def test_only_facts_that_still_matter_are_missing(
    rule: str, given: dict[str, object], keys: tuple[str, ...]
) -> None:
    assert wanted(rule, **given) == keys


def test_which_tier_applies_is_asked_before_what_the_tier_needs() -> None:
    number = parse_number("CASE WHEN blacklisted THEN revenue ELSE assets END", SCOPE)
    assert missing((number,), of()) == ("blacklisted",)
    assert missing((number,), of(blacklisted=True)) == ("revenue",)
    assert missing((number,), of(blacklisted=False)) == ("assets",)


def test_incomplete_loans_are_missing_themselves() -> None:
    each = x.AnyOver("loans", parse_truth("loan_days >= 180", SCOPE))
    given = of(loans=[{"loan_days": 90}, {}], loans_complete=False)
    assert missing((each,), given) == ("loans", "loan_days")


def test_a_level_is_said_by_its_name_and_told_by_its_code() -> None:
    levels = (x.Level("micro", "微型"), x.Level("small", "小型"))
    size = x.Named("size_class", "企业规模", x.Field("employees", "number"), levels)
    scope = Scope(FACTS, code_of, ON, {"size_class": size})
    truth = parse_truth("size_class = 'small'", scope)
    for given, text, code in ((2, "小型", "small"), (1, "微型", "micro"), (None, "未知", None)):
        oracle = of(employees=given)
        assert (value_text(truth, oracle), raw_value(truth, oracle)) == (text, code)
    assert needed(truth) == "是小型"


def test_a_tier_beyond_the_levels_is_told_as_such() -> None:
    levels = (x.Level("micro", "微型"), x.Level("small", "小型"))
    tiers = parse_number("CASE WHEN employees >= 20 THEN 3 ELSE 1 END", SCOPE)
    size = x.Named("size_class", "企业规模", tiers, levels)
    scope = Scope(FACTS, code_of, ON, {"size_class": size})
    found = explain(parse_truth("size_class = 'small'", scope), of(employees=20))
    assert [child.text for child in found.children] == ["从业人员 20 人：达到等级之外下限 20 人"]
