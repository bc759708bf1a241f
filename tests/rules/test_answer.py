"""答复: verdicts, amounts with their steps, what is missing and which clause it rests on."""

from datetime import date
from fractions import Fraction

import pytest

from huiqi.library import load
from huiqi.rules.answer import NOTHING, Answer
from huiqi.rules.book import OutOfForce
from huiqi.rules.testing import run_cases

ON = date(2021, 10, 20)
LONGGANG, AWARD = "shenzhen_longgang.park_rent", "shenzhen.srdi_award"
TENANT: dict[str, object] = {
    "titles": [
        {
            "kind": "high_tech_enterprise",
            "level": "national",
            "granted_on": "2019-12-01",
            "valid_until": "2022-12-01",
        }
    ],
    "district": "龙岗",
    "park_level": "区级",
    "park_kind": "科技园",
    "rent_paid_last_year": "30万",
    "rent_subsidy_years": 0,
    "blacklisted": "否",
}
GIANT: dict[str, object] = {
    "titles": [{"kind": "little_giant", "granted_on": "2021-07-01", "valid_until": "2024-06-30"}],
    "awards_paid": [{"programme": AWARD, "amount": "20万", "year": 2021}],
}


ONLY_ONCE = "若本年度已经领取过，不再重复发给"


def ask(programme: str, given: dict[str, object], on: date = ON) -> Answer:
    found = load().explain(programme, given, on)
    assert isinstance(found, Answer)
    return found


def steps(found: Answer) -> tuple[str, ...]:
    assert found.money is not None
    return found.money.steps


def maximum(found: Answer) -> Fraction | None:
    assert found.money is not None
    return found.money.maximum


# 小巨人


def test_little_giant_with_200000_paid_gets_the_difference_step_by_step() -> None:
    found = ask(AWARD, GIANT)
    assert found.verdict == "yes"
    assert maximum(found) == 300_000
    assert steps(found) == (
        "按所持最高称号的奖励：国家“小巨人”最高奖励 500,000 元",
        "扣除「补差额（扣除本项已发的奖励）」：此前已领金额 200,000 元",
        "可得（取整后，最高不超过）：300,000 元",
    )


def test_gross_amount_is_before_and_the_range_after_what_was_paid() -> None:
    told = ask(AWARD, GIANT).to_dict()
    assert (told["amount_gross"], told["amount_max"], told["amount_range"]) == (
        500_000,
        300_000,
        [300_000, 300_000],
    )


def test_unknown_payments_leave_the_net_amount_open_but_not_the_verdict() -> None:
    found = ask(AWARD, GIANT | {"awards_paid": None})
    told = found.to_dict()
    assert (found.verdict, found.missing) == ("yes", ("awards_paid",))
    assert (told["amount_gross"], told["amount_max"], told["amount_range"]) == (
        500_000,
        None,
        [0, 500_000],
    )


def test_no_title_is_no_with_nothing_to_pay_and_nothing_to_ask() -> None:
    found = ask(AWARD, {"titles": []})
    assert (found.verdict, found.failed, found.missing) == ("no", ("title",), ())
    assert found.money is not None
    assert (found.money.maximum, found.money.range, found.money.steps) == (None, NOTHING, ())


# 龙岗租金


@pytest.mark.parametrize(
    ("rent", "on", "yuan"),
    [
        (300_000, ON, 150_000),
        (300_001, ON, 150_000),  # half a yuan is never rounded up
        (399_999, ON, 199_999),
        (400_000, ON, 200_000),
        (600_000, ON, 200_000),
        (600_000, date(2021, 1, 1), 200_000),
        (600_000, date(2020, 12, 31), 300_000),
        (600_000, date(2018, 1, 1), 300_000),
        (700_000, date(2020, 12, 31), 300_000),
    ],
)
def test_half_the_rent_up_to_the_ceiling_of_the_edition(rent: int, on: date, yuan: int) -> None:
    held = [
        {"kind": "high_tech_enterprise", "granted_on": "2016-01-01", "valid_until": "2022-01-01"}
    ]
    assert (
        maximum(ask(LONGGANG, TENANT | {"rent_paid_last_year": rent, "titles": held}, on)) == yuan
    )


def test_ceiling_that_cut_the_amount_is_named_in_the_step() -> None:
    assert steps(ask(LONGGANG, TENANT | {"rent_paid_last_year": 600_000})) == (
        (
            "上一年度租金的一半，有每年上限：上一年度场地租金支出 600,000 元 × 50%"
            " = 300,000 元；最多 200,000 元（每年上限），得 200,000 元"
        ),
        "可得（取整后，最高不超过）：200,000 元",
        ONLY_ONCE,
    )


def test_ceiling_that_did_not_cut_is_not_named() -> None:
    assert "封顶" not in "".join(steps(ask(LONGGANG, TENANT)))


def test_unknown_rent_is_the_one_thing_to_ask() -> None:
    found = ask(LONGGANG, TENANT | {"rent_paid_last_year": None})
    assert (found.verdict, found.missing, found.failed) == ("unknown", ("rent_paid_last_year",), ())
    told = found.to_dict()
    assert (told["amount_max"], told["amount_range"]) == (None, [0, 200_000])


def test_nothing_is_asked_of_a_firm_that_is_out_anyway() -> None:
    found = ask(LONGGANG, TENANT | {"rent_paid_last_year": None, "blacklisted": True})
    assert (found.verdict, found.missing, found.failed) == ("no", (), ("not_blocked",))


def test_every_condition_that_is_not_met_is_named() -> None:
    found = ask(LONGGANG, TENANT | {"blacklisted": True, "titles": [], "rent_subsidy_years": 3})
    assert found.failed == ("high_tech", "years_left", "not_blocked")


def test_support_of_this_year_is_not_paid_twice() -> None:
    award = {"programme": LONGGANG, "amount": 1, "year": 2021}
    found = ask(LONGGANG, TENANT | {"awards_paid": [award]})
    assert found.verdict == "yes"
    assert maximum(found) == 0
    assert steps(found)[-1] == "本年度已经领取过本项目，不再重复发给 = 0 元"
    assert maximum(ask(LONGGANG, TENANT | {"awards_paid": [award | {"year": 2020}]})) == 150_000


@pytest.mark.parametrize(
    ("awards", "minded"),
    [
        ({"awards_paid": None}, True),
        ({"awards_paid": [], "awards_paid_complete": False}, True),
        ({"awards_paid": [{"programme": LONGGANG}]}, True),  # nobody knows in which year
        ({"awards_paid": []}, False),
        ({"awards_paid": [{"programme": LONGGANG, "year": 2020}]}, False),
        ({"awards_paid": [{"programme": "a.b", "year": 2021}]}, False),
    ],
)
def test_ceiling_stays_and_a_person_minds_it_where_nobody_knows_of_an_earlier_award(
    awards: dict[str, object], minded: bool
) -> None:
    found = ask(LONGGANG, TENANT | awards)
    assert maximum(found) == 150_000
    assert found.missing == ()
    assert (steps(found)[-1] == ONLY_ONCE) is minded
    last = found.checks()[-1]
    own = {
        "id": "received_before",
        "text": ONLY_ONCE,
        "clause": "市政协第20210370号提案答复 一",
        "evidence": "资金拨付台账",
    }
    assert (last == own) is minded


def test_nobody_minds_an_earlier_award_of_what_is_refused() -> None:
    found = ask(LONGGANG, TENANT | {"blacklisted": True})
    assert "received_before" not in [check["id"] for check in found.checks()]


def test_programme_before_its_first_edition_is_not_in_force() -> None:
    found = load().explain(LONGGANG, TENANT, date(2017, 12, 31))
    assert isinstance(found, OutOfForce)
    assert found.explained() == {
        "programme": LONGGANG,
        "title": "龙岗区科技企业加速器、科技创新产业园国家高新技术企业租金扶持",
        "verdict": "not_in_force",
        "on": "2017-12-31",
        "editions": [
            {"from": "2018-01-01", "to": "2020-12-31"},
            {"from": "2021-01-01", "to": None},
        ],
    }


# Reasons, checks and the promised shape


def test_condition_has_its_clause_and_says_when_the_source_is_unverified() -> None:
    reasons = {reason.id: reason for reason in ask(LONGGANG, TENANT).reasons}
    assert reasons["place"].clause == "市政协第20210370号提案答复 一"
    assert reasons["not_blocked"].clause == "区级专项资金通行做法 通行做法（待核）"
    assert [name for name, reason in reasons.items() if reason.unverified] == ["not_blocked"]


def test_condition_is_told_the_way_it_stands() -> None:
    (place,) = [r for r in ask(LONGGANG, TENANT).reasons if r.id == "place"]
    assert place.condition == "入驻龙岗区区级科技企业加速器或科技创新产业园"
    (place,) = [r for r in ask(LONGGANG, TENANT | {"district": "南山"}).reasons if r.id == "place"]
    assert (place.condition, place.value, place.needed, place.fact) == (
        "没有入驻龙岗区区级科技企业加速器或科技创新产业园",
        "南山区",
        "是龙岗区",
        "district",
    )


def test_tenant_of_whom_only_the_city_is_known_is_asked_for_the_district() -> None:
    found = ask(LONGGANG, TENANT | {"district": "深圳市"})
    (place,) = [reason for reason in found.reasons if reason.id == "place"]
    assert (found.verdict, found.missing, place.verdict) == ("unknown", ("district",), "unknown")
    assert place.tree.deciding().text == "所在区为深圳市，还不能确定是否是龙岗区"


def test_checks_for_a_person_have_clause_and_evidence() -> None:
    assert ask(LONGGANG, TENANT).checks()[0] == {
        "id": "lease_filed",
        "text": "租赁合同已备案",
        "clause": "区级专项资金通行做法 通行做法（待核）",
        "evidence": "租赁凭证",
    }


def test_number_that_the_sources_leave_open_is_said_to_be_open() -> None:
    found = ask("shenzhen.technical_upgrade", {"upgrade_investment": "1亿"}, date(2024, 6, 1))
    told = found.to_dict()
    assert (told["verdict"], told["amount_max"], told["amount_range"], told["amount_unknown"]) == (
        "unknown",
        None,
        [0, None],
        "待核：其他类别的比例",
    )


def test_classification_has_an_output_and_no_money() -> None:
    maker: dict[str, object] = {"industry": "39", "employees": 300, "revenue": "2000万"}
    found = ask("national.sme_size", maker)
    assert (found.verdict, found.money, found.outputs) == ("yes", None, (("size_class", "medium"),))
    told = found.to_dict()
    assert (told["amount_max"], told["amount_range"], told["is_ceiling"]) == (None, None, False)


def test_open_classification_has_no_output_and_says_what_is_missing() -> None:
    found = ask("national.sme_size", {"industry": "39", "employees": 300})
    assert (found.outputs, found.missing) == ((("size_class", None),), ("revenue",))
    assert found.to_dict()["outputs_range"] == {"size_class": ["micro", "medium"]}


def test_open_output_has_its_range_and_a_settled_or_quite_unknown_one_has_none() -> None:
    size = "national.sme_size"
    known = ask(size, {"industry": "39", "employees": 300, "revenue": "2000万"})
    assert (known.outputs_range, ask(size, {"industry": "39"}).outputs_range) == ((), ())
    firm: dict[str, object] = {"industry": "39", "employees": 100, "rd_staff": 10}
    told = ask("national.tech_sme", firm | {"revenue": "5000万"}).to_dict()
    assert (told["outputs"], told["outputs_range"]) == ({"score": None}, {"score": [4, 84]})


@pytest.mark.verify  # in make test, ``huiqi library check`` says so (tests/cli/test_library.py)
def test_every_worked_case_of_the_library_agrees() -> None:
    assert run_cases(load()) == []
