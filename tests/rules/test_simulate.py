"""政策沙盘: what changing a programme would come to, equal to a sheet worked out by hand."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.assumed import assumed
from huiqi.rules.book import Library
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Refused
from huiqi.rules.simulate import Affected, Simulated, Texts, simulate
from huiqi.rules.sweep.block import Tally
from tests.rules.test_sweep import ON, code, firms, written

RENT = "shenzhen_longgang.park_rent"
LOAN = "shenzhen.first_loan_interest"
HIGH_TECH = [{"kind": "high_tech_enterprise", "granted_on": date(2021, 12, 1)}]


def a_tenant(number: int, rent: int | None, **others: Any) -> dict[str, Any]:
    """A high-tech enterprise in one of Longgang's parks, which paid ``rent`` yuan last year."""
    usual = {
        "credit_code": code(number),
        "district": "440307",
        "industry": "39",
        "employees": 20,
        "blacklisted": False,
        "rent_subsidy_years": 0,
        "park_kind": "accelerator",
        "park_level": "district",
        "titles": [{**HIGH_TECH[0], "valid_until": date(2024, 12, 1)}],
    }
    return {**usual, **({} if rent is None else {"rent_paid_last_year": rent}), **others}


# Yuan for each at one half and at two fifths of the rent, at most 200,000 a year.
TENANTS = [
    a_tenant(0, 100_001),  # 50,000 (the half, rounded down), 40,000
    a_tenant(1, 300_000),  # 150,000, 120,000
    a_tenant(2, 450_000),  # 200,000 (of 225,000), 180,000
    a_tenant(3, 900_000),  # 200,000 both times
    a_tenant(4, 0),  # paid no rent: no
    a_tenant(5, 500_000, district="440311"),  # another district: no
    a_tenant(6, None),  # nobody knows: 0 to 200,000 both times
]


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def tried(library: Library, path: Path, *settings: str, programme: str = RENT) -> Simulated:
    policy = library.policy(programme)
    texts = Texts(library, policy, assumed(policy, ON, settings), ON)
    return simulate(texts, path, path.parent / "shelf")


def test_a_smaller_share_of_the_rent_costs_what_the_sheet_says(
    library: Library, tmp_path: Path
) -> None:
    found = tried(library, written(tmp_path / "r.parquet", TENANTS), "rate=40%")
    before, after = found.sides["before"], found.sides["after"]
    assert before.tally == Tally(4, 1, sure=60_000_000, possible=80_000_000)
    assert after.tally == Tally(4, 1, sure=54_000_000, possible=74_000_000)
    assert (before.no, after.no, found.winners, found.losers) == (2, 2, 0, 0)
    assert (found.raised, found.gain, found.lowered, found.loss) == (0, 0, 3, 6_000_000)
    assert found.affected == [
        Affected(0, code(0), "yes", "yes", 5_000_000, 4_000_000),
        Affected(1, code(1), "yes", "yes", 15_000_000, 12_000_000),
        Affected(2, code(2), "yes", "yes", 20_000_000, 18_000_000),
    ]
    assert after.groups["district", "440307"] == after.tally
    assert after.groups["industry", "C"] == after.tally
    assert found.firms["district", "440307"] == 6


def test_where_a_third_of_the_firms_apply_a_year_costs_a_third_rounded_outwards(
    library: Library, tmp_path: Path
) -> None:
    found = tried(library, written(tmp_path / "r.parquet", TENANTS), "rate=0.4")
    assert found.sides["after"].cost() == (54_000_000, 74_000_000)
    assert found.sides["after"].cost(Fraction(1, 3)) == (18_000_000, 24_666_667)


def test_fewer_years_lose_firms_and_more_years_win_them(library: Library, tmp_path: Path) -> None:
    people = [a_tenant(number, 100_000, rent_subsidy_years=number) for number in range(5)]
    path = written(tmp_path / "r.parquet", people)
    fewer, more = (tried(library, path, f"max_years={years}") for years in ("2", "4年"))
    assert (fewer.winners, fewer.losers, fewer.loss) == (0, 1, 5_000_000)
    assert (more.winners, more.losers, more.gain) == (1, 0, 5_000_000)
    assert fewer.moves == {("yes", "yes"): 2, ("yes", "no"): 1, ("no", "no"): 2}


@pytest.mark.parametrize(
    ("programme", "setting"), [(RENT, "rate=0.4"), (RENT, "max_years=1"), (LOAN, "")]
)
def test_every_firm_moves_as_it_is_told_one_by_one(
    library: Library, tmp_path: Path, programme: str, setting: str
) -> None:
    people = firms(7, 60)
    policy = library.policy(programme)
    settings = [setting] if setting else []
    found = tried(library, written(tmp_path / "r.parquet", people), *settings, programme=programme)
    changed = Library({**library.policies, programme: assumed(policy, ON, settings)})
    told = [[verdict(book, programme, one) for book in (library, changed)] for one in people]
    assert found.moves == Counter((before, after) for before, after in told)
    sure = [side.tally.sure for side in found.sides.values()]
    assert sure[1] - sure[0] == found.gain - found.loss


def verdict(library: Library, programme: str, firm: dict[str, Any]) -> str:
    known = {key: value for key, value in firm.items() if key != "credit_code"}
    found = library.answer(programme, Facts.read(known, ON))
    return found.verdict if isinstance(found, Answer) else "not_in_force"


def test_only_so_many_affected_firms_are_listed_as_asked_and_all_are_counted(
    library: Library, tmp_path: Path
) -> None:
    path = written(tmp_path / "r.parquet", TENANTS)
    policy = library.policy(RENT)
    texts = Texts(library, policy, assumed(policy, ON, ["rate=0.4"]), ON)
    found = simulate(texts, path, tmp_path / "shelf", most=2)
    assert ([one.row for one in found.affected], found.lowered) == ([0, 1], 3)


def test_all_settings_that_cannot_be_read_are_told_at_once(library: Library) -> None:
    wrong = ["rat=0.4", "rate=40", "annual_cap=20人", "max_years=2.5", "rate", "annual_cap=-1元"]
    with pytest.raises(Refused) as refused:
        assumed(library.policy(RENT), ON, [*wrong, "annual_cap=100000000000"])
    assert [str(one) for one in refused.value.problems] == [
        "没有参数「rat」。是否为「rate」？",
        "参数「rate」不能是「40」，比例超过了 1。请写 0.4 或 40% 这样的数。",
        (
            "参数「annual_cap」不能是「20人」，它的单位是「元」。"
            "请写不小于零的数，单位可以是「元」、「万元」或不写。"
        ),
        "参数「max_years」不能是「2.5」，单位「年」只能是整数。请写 0 至 1,000,000 的整数。",
        "看不懂「rate」。请写成「参数=值」，例如 rate=0.4。",
        (
            "参数「annual_cap」不能是「-1元」，它的单位是「元」。"
            "请写不小于零的数，单位可以是「元」、「万元」或不写。"
        ),
        "参数「annual_cap」不能是「100000000000」，数太大，没有意义。请核对是否多写了几个零。",
    ]


def test_a_parameter_is_set_in_its_unit_however_it_is_written(library: Library) -> None:
    policy = library.policy(RENT)
    found = assumed(policy, ON, ["rate=37.5%", "annual_cap=30万元"])
    assert held(found, "rate", "annual_cap") == [Fraction(3, 8), 300_000]
    with pytest.raises(Refused, match="不止一次"):
        assumed(policy, ON, ["rate=0.4", "rate=0.3"])


def held(policy: Policy, *names: str) -> list[Fraction | None]:
    return [policy.parameters[name].value_on(ON) for name in names]


def test_a_text_without_an_edition_on_the_day_is_refused(library: Library, tmp_path: Path) -> None:
    policy = library.policy(RENT)
    ended = replace(policy, editions=policy.editions[:1])
    path = written(tmp_path / "r.parquet", TENANTS)
    with pytest.raises(Refused, match="没有生效的版本"):
        simulate(Texts(library, policy, ended, ON), path, tmp_path / "shelf")
    pq.write_table(pa.table({"district": ["440307"]}), path)
    with pytest.raises(Refused, match="credit_code"):
        tried(library, path)
