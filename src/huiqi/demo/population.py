"""人口: the firms of the demonstration city with believable facts, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from huiqi.demo.archetypes import ARCHETYPES, DISTRICTS, Archetype, Range
from huiqi.demo.codes import credit_code
from huiqi.demo.names import brands

SEED: Final = 20211020
TODAY: Final = date(2021, 10, 20)  # where the city's clock stands
FIRMS: Final = 300
VALID: Final = timedelta(days=3 * 365)
GRADES: Final = {
    "tech_sme": "national",
    "high_tech_enterprise": "national",
    "innovative_sme": "provincial",
    "srdi": "provincial",
    "little_giant": "national",
    "single_champion": "national",
}

Facts = dict[str, Any]


@dataclass(frozen=True)
class Firm:
    """企业: one of the city; ``facts`` as files write them, what is not in them is unknown."""

    facts: Facts

    @property
    def name(self) -> str:
        """名称: as registered."""
        return str(self.facts["name"])


def population(count: int = FIRMS, seed: int = SEED) -> list[Firm]:
    """全部企业: ``count`` of them; equal seeds give equal cities."""
    chance = random.Random(seed)  # nosec B311 -- a city, no secret
    names = brands(chance)
    weights = [one.weight for one in ARCHETYPES]
    kinds = chance.choices(ARCHETYPES, weights, k=count)
    return [Firm(_facts(chance, kind, number, next(names))) for number, kind in enumerate(kinds)]


def _facts(chance: random.Random, kind: Archetype, number: int, brand: str) -> Facts:
    facts: Facts = dict(_registered(chance, kind, number, brand))
    facts |= _accounts(chance, kind)
    if kind.rd:
        facts |= _research(chance, kind.rd, facts)
    facts["titles"] = list(_titles(chance, kind, facts))
    facts["awards_paid"] = []
    if chance.random() < kind.in_park:
        facts |= _premises(chance, facts)
    if chance.random() < kind.borrows:
        facts |= _loan(chance, facts)
    # What the city has not learnt is left out: a tenth of what only the firm itself would say.
    told = ("rd_staff", "niche_years", "equity_raised_2y", "high_tech_revenue", "rented_area")
    return {key: value for key, value in facts.items() if key not in told or chance.random() > 0.1}


def _registered(
    chance: random.Random, kind: Archetype, number: int, brand: str
) -> Iterator[tuple[str, Any]]:
    codes, shares = zip(*DISTRICTS, strict=True)
    sole = kind.kind == "sole_trader"
    yield "name", f"{'' if sole else '深圳市'}{brand}{kind.word}"
    yield "credit_code", credit_code(number, kind="2" if sole else "1")
    yield "entity_kind", kind.kind
    yield "district", chance.choices(codes, shares)[0]
    yield "industry", chance.choice(kind.industries)
    yield "registered_on", TODAY - timedelta(days=chance.randint(200, 18 * 365))
    yield "blacklisted", chance.random() < 0.02


def _accounts(chance: random.Random, kind: Archetype) -> Facts:
    staff = _log_between(chance, kind.staff)
    revenue = round(staff * chance.uniform(*kind.per_head), -3)
    growth = [1 + chance.uniform(*kind.growth) for _ in range(2)]
    prior, prior2 = revenue / growth[0], revenue / growth[0] / growth[1]
    main = chance.uniform(0.75, 1)
    costs = revenue * chance.uniform(0.85, 1.05)
    return {
        "employees": staff,
        "insured_headcount": max(1, round(staff * chance.uniform(0.85, 1))),
        "revenue": int(revenue),
        "revenue_prior": round(prior),
        "revenue_prior2": round(prior2),
        "main_revenue": round(revenue * main),
        "main_revenue_prior": round(prior * main),
        "main_revenue_prior2": round(prior2 * main),
        "assets": int(round(revenue * chance.uniform(0.4, 2.2), -3)),
        "total_costs": round(costs),
        "net_profit": round(revenue - costs),
        "debt_ratio": f"{chance.uniform(0.15, 0.85):.2f}",
    }


def _research(chance: random.Random, share: Range, facts: Facts) -> Facts:
    rd = [
        facts[key] * chance.uniform(*share)
        for key in ("revenue", "revenue_prior", "revenue_prior2")
    ]
    return {
        "rd_spend": round(rd[0]),
        "rd_spend_prior": round(rd[1]),
        "rd_spend_prior2": round(rd[2]),
        "rd_staff": max(1, round(facts["employees"] * chance.uniform(0.08, 0.5))),
        "niche_years": min(_age(facts), chance.randint(1, 9)),
        "high_tech_revenue": round(facts["revenue"] * chance.uniform(0.4, 0.95)),
        "class1_ip": chance.choice((0, 0, 1, 1, 2, 4, 7)),
        "class2_ip": chance.randint(0, 14),
        "equity_raised_2y": chance.choice((0, 0, 0, 5_000_000, 20_000_000, 80_000_000)),
    }


def _age(facts: Facts) -> int:
    return int((TODAY - facts["registered_on"]).days // 365)


def _titles(chance: random.Random, kind: Archetype, facts: Facts) -> Iterator[Facts]:
    for title, likely in kind.titles:
        if chance.random() >= likely or _age(facts) < 1:
            continue
        granted = TODAY - timedelta(days=chance.randint(30, min(1_000, _age(facts) * 365)))
        until = date(granted.year, 12, 31) if title == "tech_sme" else granted + VALID
        yield {
            "kind": title,
            "level": GRADES[title],
            "granted_on": granted.isoformat(),
            "valid_until": until.isoformat(),
        }


def _premises(chance: random.Random, facts: Facts) -> Facts:
    area = round(facts["employees"] * chance.uniform(6, 16))
    return {
        "park_kind": chance.choice(("tech_park", "tech_park", "incubator", "accelerator")),
        "park_level": chance.choice(("district", "district", "city")),
        "rented_area": area,
        "rent_paid_last_year": area * 12 * chance.randint(35, 75),
        "rent_subsidy_years": chance.choice((0, 0, 1, 2)),
    }


def _loan(chance: random.Random, facts: Facts) -> Facts:
    amount = max(100_000, round(facts["revenue"] * chance.uniform(0.02, 0.12), -4))
    drawn = date(2020, 3, 1) + timedelta(days=chance.randint(0, 200))
    rate = chance.randint(380, 560)  # of ten thousand
    days = chance.choice((180, 365, 365))
    fee = chance.random() < 0.3
    return {
        "loan_contract_on": drawn.isoformat(),
        "loan_drawn_on": drawn.isoformat(),
        "loan_amount": int(amount),
        "loan_rate": f"{rate / 10_000:.4f}",
        "loan_days": days,
        "loan_settled": chance.random() < 0.8,
        "first_loan": chance.random() < 0.3,
        "pool_applied_year": chance.choice((2020, 2020, 2021)),
        "interest_paid": int(amount) * rate * days // 365 // 10_000,
        "insurance_premium_paid": 0,
        "guarantee_fee_paid": int(amount) // 100 if fee else 0,
        "guaranteed_amount": int(amount) if fee else 0,
        "guarantee_fee_rate": "0.01" if fee else "0",
        "bank_rate": f"{rate / 10_000:.4f}",
        "subsidy_received_year": 0,
        "subsidy_received_life": 0,
    }


def _log_between(chance: random.Random, ends: Range) -> int:
    """Small firms are many, large ones few: evenly spread in size by ratio."""
    low, high = ends
    ratio: float = (high / low) ** chance.random()
    return round(low * ratio)
