"""算一算: step by step to the same amount as the answer; a blank is a range."""

from datetime import date
from fractions import Fraction

import pytest

from huiqi.demo import chenglan
from huiqi.demo.population import population
from huiqi.library import load
from huiqi.rules.book import OutOfForce
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.judged import Judged
from huiqi.rules.problems import Refused
from huiqi.rules.reckon import Limit, Reckoning, reckoned, rules_of
from huiqi.rules.reckon_form import known

DAY = date(2021, 10, 20)
INTEREST = {
    "first_loan": "是",
    "interest_paid": "21.4万",
    "insurance_premium_paid": "120万",
    "guarantee_fee_paid": "7.5万",
    "subsidy_received_year": "0",
    "subsidy_received_life": "0",
}


def rules(programme: str) -> Rules:
    found = rules_of(load(), load().policy(programme), DAY)
    assert found is not None
    return found


def of(programme: str, **given: str) -> Reckoning:
    return reckoned(rules(programme), given)


def told(programme: str, given: dict[str, str]) -> list[str]:
    with pytest.raises(Refused) as refused:
        reckoned(rules(programme), given)
    return [str(problem) for problem in refused.value.problems]


def test_base_times_rate_then_the_cap_that_bites_with_its_clause() -> None:
    found = of("shenzhen_longgang.park_rent", rent_paid_last_year="６０万")
    rent, rounding = found.lines
    assert rent.working == (
        "上一年度场地租金支出 600,000 元 × 50% = 300,000 元；"
        "最多 200,000 元（每年上限），得 200,000 元"
    )
    clause = "市政协第20210370号提案答复 一"
    assert rent.limits == (Limit("每年上限", Fraction(200_000), clause, True),)
    assert rounding.text == "向下取整到 1 元"
    assert (found.low, found.high) == (Fraction(200_000), Fraction(200_000))


def test_the_cap_of_a_part_and_the_caps_of_all_parts_are_each_a_step() -> None:
    found = reckoned(rules("shenzhen.interest_subsidy"), INTEREST)
    assert [(one.text, int(one.low)) for one in found.lines] == [
        ("已付利息补一半，首贷补七成", 149_800),
        ("保证保险费补一半，有每年上限", 500_000),
        ("担保费补一半，有每年上限", 37_500),
        ("各项相加", 687_300),
        ("每年合计一百万元，扣除本年已得", 687_300),
        ("有效期内合计三百万元，扣除历年已得", 687_300),
        ("向下取整到 1 元", 687_300),
    ]
    assert [one.bites for line in found.lines for one in line.limits] == [True, False, False, False]
    assert found.is_settled


def test_what_was_paid_before_is_taken_off_and_a_title_said_by_itself() -> None:
    given = {"title.little_giant": "是", "paid.shenzhen.srdi_award": "20万"}
    found = reckoned(rules("shenzhen.srdi_award"), given)
    assert [int(one.low) for one in found.lines] == [500_000, 300_000, 300_000]


def test_a_blank_is_a_range_and_is_named() -> None:
    found = reckoned(rules("shenzhen.interest_subsidy"), INTEREST | {"subsidy_received_life": ""})
    assert (found.low, found.high) == (Fraction(0), Fraction(687_300))
    assert found.missing == ("subsidy_received_life",)
    assert found.lines[-2].limits[0].bites is None


def test_nothing_known_has_no_ceiling_but_the_caps() -> None:
    assert of("shenzhen_longgang.park_rent").high == 200_000
    growth = of("shenzhen.growth_award")
    assert growth.low == 0


def test_other_programmes_on_the_same_expense_are_told() -> None:
    [shared] = of("shenzhen_longgang.park_rent", rent_paid_last_year="600000").shared
    assert shared.text == "同一笔费用，各项扶持合计不超过它的 100%"
    assert shared.value == Fraction(600_000)


def test_every_problem_is_told_at_once() -> None:
    wrong = {"interest_paid": "-1", "guarantee_fee_paid": "1" + "0" * 20, "first_loan": "也许"}
    assert len(told("shenzhen.interest_subsidy", wrong)) == 3
    wrong = {"title.little_giant": "也许", "paid.shenzhen.srdi_award": "-1"}
    assert told("shenzhen.srdi_award", wrong) == [
        "「持有「专精特新“小巨人”企业」」「也许」应是「是」或「否」。",
        "「此前已领本项目」「-1」不能是负数。",
    ]


@pytest.mark.parametrize(
    "text", ["很多", "10^20", "1e400", "1,000万元整吧", "0x10", "９９９９９亿亿"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    [problem] = told("shenzhen_longgang.park_rent", {"rent_paid_last_year": text})
    assert "上一年度场地租金支出" in problem


@pytest.mark.parametrize(
    "text", ["60万", "６０万", "600,000", "６００，０００", "600000.00", "六十万"]
)
def test_an_amount_is_read_as_people_write_it(text: str) -> None:
    assert of("shenzhen_longgang.park_rent", rent_paid_last_year=text).low == 200_000


def test_the_last_step_is_what_the_answer_says_of_every_firm_of_the_city() -> None:
    """Where a firm meets a programme, on one loan at most, both come to the same amount."""
    compared = 0
    asked = [one for one in load().policies.values() if one.subject == "enterprise"]
    priced = [(one.id, own) for one in asked if (own := rules_of(load(), one, DAY))]
    for given in [chenglan.facts(), *(firm.facts for firm in population())]:
        facts = Facts.read(given, DAY)
        if len(facts.lists.get("loans", ())) > 1:
            continue
        for name, own in priced:
            one = load().judge(name, facts)
            if isinstance(one, OutOfForce) or one.rules != own or not _is_priced(one):
                continue
            found = reckoned(own, known(own, facts))
            assert one.money is not None
            assert (found.low, found.high) == (one.money.maximum, one.money.maximum), name
            compared += 1
    assert compared > 50


def _is_priced(one: Judged) -> bool:
    return one.verdict == "yes" and one.money is not None and one.money.maximum is not None
