"""生成条款: 200 seeded clauses in our own language, and random firms to judge with them.

The families are those of real programmes (rent, tiers, loans, R&D, size, upgrade, procurement).
Money is drawn in whole 万元 and shares in 0.0001, so that every engine can hold them exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.lower import Lowered, Lowering, Programme
from huiqi.rules.one import Machine
from huiqi.rules.parse import Scope, parse_truth
from huiqi.rules.vocabulary import code_of

ON: Final = date(2021, 10, 20)
SEED: Final = 20210370
CLAUSES: Final = 200
FIRMS: Final = 200
UNKNOWN: Final = 0.05
FLAGS: Final = ("blacklisted", "invention_patent", "in_catalogue", "second_order", "first_loan")
TITLES: Final = ("high_tech_enterprise", "tech_sme", "innovative_sme", "srdi", "little_giant")
DISTRICTS: Final = ("440303", "440304", "440305", "440306", "440307", "440308", "440309")
INDUSTRIES: Final = ("1310", "2710", "3484", "3670", "3841", "3921", "3990", "6513", "6540", "7320")
PREFIXES: Final = ("13", "27", "34", "36", "38", "39", "392", "65", "651", "73")
WAN: Final = 10_000
Limits = Mapping[str, tuple[int, ...]]

# Family -> the facts it asks about, each with the limits it is compared with.
MONEY: Final[Mapping[str, Limits]] = {
    "rent": {"rent_paid_last_year": (1, 5, 20, 50)},
    "tiers": {"revenue": (300, 2000, 10000, 40000), "main_revenue": (500, 2000)},
    "loans": {"loan_amount": (100, 300, 1000), "interest_paid": (5, 10, 30)},
    "research": {"rd_spend": (50, 100, 500), "high_tech_revenue": (500, 2000)},
    "size": {"assets": (300, 4000, 40000), "revenue": (300, 2000, 10000)},
    "upgrade": {"upgrade_investment": (200, 500, 1000), "brand_spend": (10, 50)},
    "procurement": {"lot_budget": (100, 200, 400), "first_sales_net": (100, 500)},
}
COUNTS: Final[Mapping[str, Limits]] = {
    "rent": {"rent_subsidy_years": (1, 2, 3)},
    "tiers": {"employees": (10, 20, 100, 300, 1000)},
    "loans": {"loan_days": (30, 90, 180, 365)},
    "research": {"rd_staff": (5, 10, 20), "class1_ip": (1, 3), "class2_ip": (3, 10)},
    "size": {"employees": (10, 20, 100, 300, 1000)},
    "upgrade": {"maturity_level": (1, 2, 3, 4)},
    "procurement": {"partners": (5, 10), "smes_served": (50, 100)},
}
SHARES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "rent": {"debt_ratio": ("0.6", "0.7", "0.8")},
    "tiers": {"debt_ratio": ("0.5", "0.6", "0.7")},
    "loans": {"loan_rate": ("0.0435", "0.05", "0.06"), "guarantee_fee_rate": ("0.01", "0.02")},
    "research": {"localisation_share": ("0.5", "0.7")},
    "size": {"debt_ratio": ("0.65", "0.75")},
    "upgrade": {"equipment_share": ("0.6", "0.7", "0.8"), "fixed_asset_share": ("0.5", "0.6")},
    "procurement": {"first_paid_share": ("0.3", "0.5"), "deduction_rate": ("0.06", "0.1")},
}
DAYS: Final = ("registered_on", "loan_contract_on", "loan_drawn_on", "service_contract_on")
RATIOS: Final = (
    *(("rd_spend", share, "revenue") for share in ("0.03", "0.04", "0.05", "0.06", "0.1")),
    *(("revenue", growth, "revenue_prior") for growth in ("1.05", "1.1", "1.2", "1.3")),
    *(("rd_staff", share, "employees") for share in ("0.1", "0.2", "0.25", "0.3")),
    *(("high_tech_revenue", share, "revenue") for share in ("0.5", "0.6", "0.7")),
    *(("main_revenue", share, "revenue") for share in ("0.5", "0.7", "0.9")),
)
CODES: Final = ("park_kind", "park_level", "first_kind", "loan_grade", "service_kind", "lot_kind")


@dataclass(frozen=True)
class Work:
    """工作量: the clauses as text and typed trees, our machine, and the firms.

    ``complete`` are firms with every fact, ``partial`` the same with 5 % of them unknown.
    """

    texts: tuple[str, ...]
    trees: tuple[x.Truth, ...]
    machine: Machine
    complete: tuple[Facts, ...]
    partial: tuple[Facts, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """所读事实: the scalar facts that the clauses read, in order."""
        found = {key: None for tree in self.trees for key in x.fact_keys(tree)}
        return tuple(key for key in found if key != "titles")


def work() -> Work:
    """工作: the same clauses and firms each time."""
    chance = Random(SEED)
    texts = tuple(clause(chance) for _ in range(CLAUSES))
    scope = Scope(FACTS, code_of, ON)
    trees = tuple(parse_truth(text, scope) for text in texts)
    lowering = Lowering()
    programmes = tuple(Programme(str(i), lowering.truth(t)) for i, t in enumerate(trees))
    machine = Machine(Lowered(lowering.graph, programmes, tuple(lowering.problems)).checked())
    complete = tuple(_firm(chance) for _ in range(FIRMS))
    partial = tuple(_forgetful(chance, firm) for firm in complete)
    return Work(texts, trees, machine, complete, partial)


# Clauses


def clause(chance: Random) -> str:
    """条款: of 3 to 13 atoms: conditions that all hold, some of them «any one of»."""
    family = chance.choice(tuple(MONEY))
    wanted = min(13, max(3, round(chance.gauss(7, 2.5))))
    parts: list[str] = []
    while wanted > 0:
        size = chance.choice((2, 3)) if wanted > 2 and chance.random() < 0.3 else 1
        atoms = [_atom(chance, family) for _ in range(size)]
        parts.append(atoms[0] if size == 1 else f"({_either(chance, atoms)})")
        wanted -= size
    return " AND ".join(parts)


def _either(chance: Random, atoms: list[str]) -> str:
    if len(atoms) == 3 and chance.random() < 0.4:
        return f"{atoms[0]} OR ({atoms[1]} AND {atoms[2]})"
    return " OR ".join(atoms)


def _atom(chance: Random, family: str) -> str:
    kinds = (_limit, _limit, _limit, _limit, _share, _ratio, _flag, _code, _place, _title, _day)
    return chance.choice(kinds)(chance, family)


def _limit(chance: Random, family: str) -> str:
    table = chance.choice((MONEY, COUNTS))
    key = chance.choice(tuple(table[family]))
    limit = chance.choice(table[family][key]) * (WAN if table is MONEY else 1)
    return f"{key} {chance.choice(('>=', '>=', '<', '<='))} {limit}"


def _share(chance: Random, family: str) -> str:
    key = chance.choice(tuple(SHARES[family]))
    return f"{key} {chance.choice(('>=', '<='))} {chance.choice(SHARES[family][key])}"


def _ratio(chance: Random, _: str) -> str:
    left, share, right = chance.choice(RATIOS)
    return f"{left} >= {share} * {right}"


def _flag(chance: Random, _: str) -> str:
    return chance.choice(("", "NOT ")) + chance.choice(FLAGS)


def _code(chance: Random, _: str) -> str:
    key = chance.choice(CODES)
    codes = tuple(FACTS[key].vocabulary)
    first = chance.randrange(len(codes))
    if chance.random() < 0.5:
        return f"{key} = '{codes[first]}'"
    return f"{key} IN ('{codes[first]}', '{codes[first - 1]}')"


def _place(chance: Random, _: str) -> str:
    first = chance.randrange(len(DISTRICTS))
    if chance.random() < 0.5:
        return f"district = '{DISTRICTS[first]}'"
    first = chance.randrange(len(PREFIXES))
    return f"within(industry, '{PREFIXES[first]}', '{PREFIXES[first - 3]}')"


def _title(chance: Random, _: str) -> str:
    return f"holds('{chance.choice(TITLES)}')"


def _day(chance: Random, _: str) -> str:
    if chance.random() < 0.2:
        return f"loan_drawn_on - loan_contract_on <= {chance.choice((30, 60, 90))}"
    months = chance.choice((12, 24, 36))
    return f"{chance.choice(DAYS)} {chance.choice(('<=', '>'))} as_of - INTERVAL '{months}' MONTH"


# Firms


def _firm(chance: Random) -> Facts:
    known: dict[str, object] = {key: chance.random() < 0.5 for key in FLAGS}
    known |= {key: chance.choice(tuple(FACTS[key].vocabulary)) for key in CODES}
    known |= {"district": chance.choice(DISTRICTS), "industry": chance.choice(INDUSTRIES)}
    known |= {key: ON.toordinal() - chance.randrange(2400) for key in DAYS}
    for table, per in ((MONEY, 100 * WAN), (COUNTS, 1)):
        for facts in table.values():
            known |= {key: chance.randint(1, 2 * max(of)) * per for key, of in facts.items()}
    for shares in SHARES.values():
        for key, limits in shares.items():
            high = int(float(max(limits)) * 15_000)
            known[key] = chance.randint(1, min(10_000, high)) * 10**5
    known["revenue_prior"] = chance.randint(1, 80_000) * 100 * WAN
    day = ON.toordinal()
    held = [kind for kind in TITLES if chance.random() < 0.4]
    titles = tuple({"kind": k, "granted_on": day - 90, "valid_until": day + 900} for k in held)
    return Facts(ON, known, {"titles": titles})


def _forgetful(chance: Random, firm: Facts) -> Facts:
    """The same firm with each fact, and its list of titles, unknown once in twenty times."""
    known = {key: value for key, value in firm.known.items() if chance.random() >= UNKNOWN}
    return Facts(firm.on, known, firm.lists if chance.random() >= UNKNOWN else {})
