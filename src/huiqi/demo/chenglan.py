"""澄澜: the firm of the demonstration whose owner, accountant and agent may be played."""

from __future__ import annotations

from typing import Any, Final

from huiqi.demo.codes import credit_code

NUMBER: Final = 900_000  # above those of the population


def facts() -> dict[str, Any]:
    """事实: a sensor maker of 龙岗 that may have something of nearly everything."""
    return {
        "name": "深圳市澄澜传感技术有限公司",
        "credit_code": credit_code(NUMBER),
        "entity_kind": "enterprise",
        "registered_on": "2016-06-08",
        "district": "440307",
        "industry": "3983",
        "blacklisted": False,
        "employees": 86,
        "insured_headcount": 84,
        "revenue": 42_860_000,
        "revenue_prior": 37_620_000,
        "revenue_prior2": 33_210_000,
        "main_revenue": 39_800_000,
        "main_revenue_prior": 34_900_000,
        "main_revenue_prior2": 30_850_000,
        "assets": 51_200_000,
        "net_profit": 3_480_000,
        "debt_ratio": "0.42",
        "total_costs": 39_150_000,
        "rd_spend": 2_680_000,
        "rd_spend_prior": 2_180_000,
        "rd_spend_prior2": 1_890_000,
        "high_tech_revenue": 31_500_000,
        "class1_ip": 4,
        "class2_ip": 11,
        "titles": [_title("high_tech_enterprise", "national", "2019-12-09", "2022-12-09")],
        "awards_paid": [],
        "park_kind": "tech_park",
        "park_level": "district",
        "rent_paid_last_year": 462_000,
        "rented_area": 1_180,
        "rent_subsidy_years": 1,
        **_loan(),
    }


def _title(kind: str, level: str, granted_on: str, valid_until: str) -> dict[str, str]:
    return {"kind": kind, "level": level, "granted_on": granted_on, "valid_until": valid_until}


def _loan() -> dict[str, Any]:
    return {
        "loan_contract_on": "2020-08-12",
        "loan_drawn_on": "2020-08-12",
        "loan_amount": 5_000_000,
        "loan_rate": "0.0428",
        "loan_days": 365,
        "loan_settled": True,
        "first_loan": True,
        "pool_applied_year": 2020,
        "interest_paid": 214_000,
        "insurance_premium_paid": 0,
        "guarantee_fee_paid": 75_000,
        "guaranteed_amount": 5_000_000,
        "guarantee_fee_rate": "0.015",
        "bank_rate": "0.0428",
        "subsidy_received_year": 0,
        "subsidy_received_life": 0,
    }
