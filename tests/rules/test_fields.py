"""事实登记: every fact is promised, bounded, named once, and can be given by each of its names."""

from collections import Counter
from datetime import date

import pytest

from huiqi.rules.dictionary import ANNUAL, FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS, Fact, scale
from huiqi.rules.read import ENTRIES
from huiqi.rules.values import clean, read_value
from huiqi.rules.vocabulary import SHORT_NAMES

ON = date(2021, 10, 20)
INT64 = 2**63 - 1
NUMERIC = ("money", "rate", "count", "number", "date")

# The names that other people's files already use; a rename would silently lose their facts.
PROMISED = """
credit_code name entity_kind registered_on district industry blacklisted
employees insured_headcount revenue revenue_prior revenue_prior2 main_revenue main_revenue_prior
main_revenue_prior2 assets net_profit debt_ratio
rd_spend total_costs rd_spend_prior rd_spend_prior2 rd_staff niche_years high_tech_revenue
class1_ip class2_ip equity_raised_2y titles awards_paid
park_kind park_level rent_paid_last_year rented_area rent_subsidy_years
upgrade_investment fixed_asset_share equipment_share maturity_level first_kind first_sales_net
first_paid_share second_order invention_patent localisation_share in_catalogue brand_spend
loan_contract_on loan_drawn_on loan_amount loan_rate loan_days loan_settled first_loan
interest_paid insurance_premium_paid guarantee_fee_paid guaranteed_amount guarantee_fee_rate
bank_rate pool_applied_year subsidy_received_year subsidy_received_life total_bank_loans
loan_graded_on loan_grade unpaid_principal other_cover
voucher_balance service_contract_amount service_contract_on service_kind provider_admitted
lot_kind lot_budget lot_reserved bid_price suitable_budget deduction_rate bidder_size
item_maker_sizes consortium_small_share members_related
platform_years service_income smes_served satisfaction non_profit partners city_funded_amount
instrument_price
"""

CODED = [
    (fact, code, name)
    for fact in (*FACTS.values(), *(one for entry in ENTRIES.values() for one in entry.values()))
    if fact.vocabulary and fact.kind in ("code", "district")
    for code, name in fact.vocabulary.items()
]


def test_every_promised_fact_is_registered() -> None:
    assert [key for key in PROMISED.split() if key not in FACTS] == []


def test_every_fact_stands_under_its_key_and_no_two_share_a_label() -> None:
    assert [key for key, fact in FACTS.items() if fact.key != key or not fact.label] == []
    labels = Counter(fact.label for fact in FACTS.values())
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_number_has_bounds_that_fit_a_column() -> None:
    numeric = [fact for fact in FACTS.values() if fact.kind in NUMERIC]
    assert [fact.key for fact in numeric if not -INT64 <= fact.lo < fact.hi <= INT64] == []


def test_only_a_loss_is_negative() -> None:
    assert [fact.key for fact in FACTS.values() if fact.lo < 0] == ["net_profit"]


def test_every_coded_fact_has_a_vocabulary() -> None:
    coded = [fact for fact in FACTS.values() if fact.kind in ("code", "codes", "district")]
    assert [fact.key for fact in coded if not fact.vocabulary] == []


def test_every_fact_names_a_source() -> None:
    assert [fact.key for fact in FACTS.values() if not fact.sources] == []


@pytest.mark.parametrize(
    ("key", "inner"),
    [("revenue", 100), ("debt_ratio", 10**9), ("rented_area", 10**6), ("employees", 1)],
)
def test_scale_says_how_many_inner_units_make_one(key: str, inner: int) -> None:
    assert scale(FACTS[key]) == inner


def test_annual_facts_of_three_years_share_a_base() -> None:
    years = {
        key + suffix: (key, back)
        for key in ANNUAL
        for back, suffix in enumerate(("", "_prior", "_prior2"))
    }
    assert {key: FACTS[key].annual for key in years} == years


def test_what_a_firm_may_not_manufacture_is_never_suggested() -> None:
    fixed = ("titles", "awards_paid", "district", "blacklisted", "credit_code", "revenue_prior")
    assert {FACTS[key].change for key in fixed} == {"never"}


# What people see must be what they may write: the form shows labels and Chinese names.


@pytest.mark.parametrize("fact", [f for f in FACTS.values() if f.kind not in LISTS])
def test_every_fact_may_be_given_under_its_chinese_label(fact: Fact) -> None:
    assert Facts.read({fact.label: None}, ON).known == {}


@pytest.mark.parametrize(("fact", "code", "name"), CODED)
def test_every_code_is_read_by_its_code_and_by_its_chinese_name(
    fact: Fact, code: str, name: str
) -> None:
    assert read_value(fact, clean(code)) == code
    assert read_value(fact, clean(name)) == code


@pytest.mark.parametrize(("short", "code"), SHORT_NAMES.items())
def test_every_short_name_means_a_code_of_some_vocabulary(short: str, code: str) -> None:
    assert code in {known for _, known, _ in CODED}
    assert short not in {name for _, _, name in CODED}
