"""相互一致: values that cannot be true together are refused, unusual ones are not."""

from collections.abc import Mapping
from datetime import date

import pytest

from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused

ON = date(2021, 10, 20)


def refusals(given: Mapping[str, object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        Facts.read(given, ON)
    return [str(problem) for problem in refused.value.problems]


LOAN = {"loan_contract_on": "2021-02-01", "loan_drawn_on": "2021-02-01", "loan_amount": 5}
GRADED = {"loan_graded_on": "2021-02-01", "unpaid_principal": 5}


def test_pairs_may_be_equal() -> None:
    title = {"kind": "srdi", "granted_on": "2021-01-01", "valid_until": "2021-01-01"}
    given = LOAN | GRADED | {"main_revenue": 5, "revenue": 5, "registered_on": "2021-10-20"}
    given |= {"subsidy_received_year": 1, "subsidy_received_life": 1}
    assert len(Facts.read(given, ON).known) == 10
    assert len(Facts.read({"titles": [title], "loans": [LOAN | GRADED]}, ON).lists) == 2


LATE = LOAN | {"loan_drawn_on": "2021-01-31"}
PART = "主营业务收入是营业收入的一部分。请核对这两项。"
SIGNED = (
    "「贷款合同签订日」（loan_contract_on）2021-02-01，晚于「贷款发放日」（loan_drawn_on）2021-01-31："
    "先签合同，后放款。请核对这两项。"
)
GRADED_EARLY = (
    "「贷款发放日」（loan_drawn_on）2021-02-01，晚于「首次划为不良的日期」（loan_graded_on）"
    "2021-01-31：贷款发放以后才会划为不良。请核对这两项。"
)
UNPAID = (
    "「未还本金」（unpaid_principal）5.01元，多于「贷款金额」（loan_amount）5元："
    "未还的本金是贷款的一部分。请核对这两项。"
)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"main_revenue": "100.01", "revenue": 100},
            f"「主营业务收入」（main_revenue）100.01元，多于「营业收入」（revenue）100元：{PART}",
        ),
        (
            {"revenue_prior": 1, "main_revenue_prior": 2},
            (
                "「前一年主营业务收入」（main_revenue_prior）2元，"
                f"多于「前一年营业收入」（revenue_prior）1元：{PART}"
            ),
        ),
        (
            {
                "revenue": {"value": 1, "period": 2018},
                "main_revenue": {"value": 2, "period": 2018},
            },
            (
                "「前两年主营业务收入」（main_revenue_prior2）2元，"
                f"多于「前两年营业收入」（revenue_prior2）1元：{PART}"
            ),
        ),
        (
            {"subsidy_received_year": 2, "subsidy_received_life": 1},
            (
                "「本年度已领贴息贴保」（subsidy_received_year）2元，"
                "多于「累计已领贴息贴保」（subsidy_received_life）1元：累计包括本年度。请核对这两项。"
            ),
        ),
        (LOAN | {"loan_drawn_on": "2021-01-31"}, SIGNED),
        (LOAN | {"loan_graded_on": "2021-01-31"}, GRADED_EARLY),
        (LOAN | {"unpaid_principal": "5.01"}, UNPAID),
        (
            {"loans": [LOAN, LOAN | {"loan_drawn_on": "2021-01-31"}]},
            f"「各笔贷款」第 2 项：{SIGNED}",
        ),
        (
            {"titles": [{"kind": "srdi", "granted_on": "2021-01-02", "valid_until": "2021-01-01"}]},
            (
                "「称号与资质」第 1 项：「认定日期」（granted_on）2021-01-02，"
                "晚于「有效期至」（valid_until）2021-01-01：称号不会在认定之前失效。请核对这两项。"
            ),
        ),
        (
            {"titles": [{"kind": "srdi", "granted_on": "1899-12-31"}]},
            (
                "「称号与资质」第 1 项：「认定日期」（granted_on）：「1899-12-31」超出范围，"
                "应在 1900-01-01 与 2199-12-31 之间。"
            ),
        ),
        (
            {"registered_on": "2021-10-21"},
            (
                "「注册日期」（registered_on）2021-10-21，晚于评估日 2021-10-20："
                "这一天企业还没有注册。请核对注册日期和评估日。"
            ),
        ),
    ],
)
def test_values_that_cannot_be_true_together_are_refused(
    given: Mapping[str, object], why: str
) -> None:
    assert refusals(given) == [why]


@pytest.mark.parametrize(
    "given",
    [
        {"main_revenue": 2, "revenue": None},
        {"main_revenue": 2, "revenue_prior": 1},  # of different years
        {"employees": 1, "insured_headcount": 2},  # people sent by an agency
        {"rd_spend": 2, "total_costs": 1},  # part of it is capitalised
        {"high_tech_revenue": 2, "revenue": 1},  # sold patents are counted elsewhere
        {"net_profit": 2, "revenue": 1},
        {"titles": [{"kind": "srdi", "granted_on": "2022-01-01"}]},
        {"awards_paid": [{"programme": "a.b", "year": 2022}]},
    ],
)
def test_what_is_only_unusual_is_not_refused(given: Mapping[str, object]) -> None:
    assert Facts.read(given, ON).on == ON


def test_case_of_the_library_may_vary_one_fact_and_leave_the_others() -> None:
    given = {"main_revenue": 2, "revenue": 1, "registered_on": "2030-01-01", "loans": [LATE]}
    facts = Facts.read(given, ON, consistent=False)
    assert facts.known["main_revenue"] == 200
    assert len(facts.lists["loans"]) == 1
