"""写法说明: a named value is told in words on a page, and as it is written between versions."""

import pytest

from huiqi.library import load
from huiqi.rules.say_policy import computation


@pytest.mark.parametrize(
    ("programme", "value", "told"),
    [
        (
            "national.sme_size",
            "industry_staff",
            "从业人员：达到 1,000 人为大型；达到 300 人为中型；达到 20 人为小型；其余为微型",
        ),
        (
            "national.finance_size",
            "other_bank_class",
            (
                "四个季度末平均资产：达到 1,000 亿元为大型；达到 200 亿元为中型；"
                "达到「银行业非存款类金融机构的小型下限」为小型；其余为微型"
            ),
        ),
        (
            "national.innovative_sme",
            "debt_points",
            "资产负债率：超过 75% 得 0；超过 55% 得 5；其余得 10",
        ),
        (
            "national.tech_sme",
            "rd_points",
            "取最高：研发费用占销售收入的得分；研发费用占成本费用的得分",
        ),
        (
            "national.high_tech_enterprise",
            "review",
            "`CASE WHEN recognition_points > pass_score THEN passed ELSE not_passed END`",
        ),
    ],
)
def test_names_are_told_by_what_they_stand_for(programme: str, value: str, told: str) -> None:
    policy = load().policy(programme)
    assert computation(policy.values[value], policy) == told


def test_between_versions_formulas_stand_as_they_are_written() -> None:
    policy = load().policy("national.tech_sme")
    assert computation(policy.values["rd_points"]) == "取最高：rd_by_revenue；rd_by_costs"
