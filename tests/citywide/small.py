"""小城: a few programmes of every shape, and firms of whom things become known in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from huiqi.citywide.actions.checking import stored_matches
from huiqi.citywide.alone import told_alone
from huiqi.library import load, put, shipped
from huiqi.parties.enums import Kind, Source
from huiqi.parties.models import Fact, Organization
from huiqi.parties.queries import facts_of
from huiqi.policies.charge import subjects_of_firms
from huiqi.rules.book import Library
from huiqi.rules.policy import Policy
from tests.cast import NOW, TODAY

# Classes, titles, yearly payments, editions that a loan's day selects, tiers, an end to come.
PROGRAMMES: Final = (
    "national.sme_size",
    "national.above_scale",
    "shenzhen_longgang.park_rent",
    "shenzhen.voucher_allowance",
    "shenzhen.first_loan_interest",
    "shenzhen.interest_subsidy",
    "shenzhen.srdi_award",
    "shenzhen_longhua.above_scale_award",
)
FAR: Final = (date(2020, 12, 31), TODAY, date(2021, 12, 31), date(2022, 10, 20), date(2023, 2, 1))


def small_library() -> Library:
    """政策库: those programmes, and whatever they use."""
    policies = shipped().policies
    wanted = {*PROGRAMMES, *(used for name in PROGRAMMES for used in policies[name].uses.values())}
    return Library({name: policies[name] for name in policies if name in wanted})


def with_another_number(policy: Policy, by: int) -> Policy:
    """改数: the same programme with its first number a little larger; another text."""
    if not policy.parameters:
        return replace(policy, sha256=f"{by:064x}")
    name, parameter = next(iter(policy.parameters.items()))
    values = tuple(
        replace(one, value=None if one.value is None else one.value + Fraction(by))
        for one in parameter.values
    )
    parameters = {**policy.parameters, name: replace(parameter, values=values)}
    return replace(policy, parameters=parameters, sha256=f"{by:064x}")


VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    "district": st.sampled_from(["440307", "440309", "440305"]),
    "industry": st.sampled_from(["3921", "65", "C", "F"]),
    "entity_kind": st.sampled_from(["enterprise", "sole_trader"]),
    "employees": st.sampled_from([3, 19, 20, 150, 2000]),
    "revenue": st.sampled_from([1, 10**6, 19_999_999, 4 * 10**8]),
    "assets": st.sampled_from([1, 10**8]),
    "registered_on": st.sampled_from(["2015-06-01", "2020-01-15", "2021-10-19"]),
    "blacklisted": st.booleans(),
    "rent_paid_last_year": st.sampled_from([0, 300_001, 10**6]),
    "rent_subsidy_years": st.sampled_from([0, 2, 3]),
    "park_kind": st.sampled_from(["tech_park", "incubator"]),
    "park_level": st.sampled_from(["district", "city"]),
    "voucher_balance": st.sampled_from([0, 1]),
    "rd_spend": st.sampled_from([1, 800_000]),
    "loan_drawn_on": st.sampled_from(["2020-05-20", "2022-06-15", "2023-01-20"]),
    "loan_contract_on": st.sampled_from(["2020-05-01", "2022-06-01"]),
    "loan_amount": st.sampled_from([10**5, 10**7]),
    "loan_rate": st.sampled_from(["0.04", "0.08"]),
    "loan_days": st.sampled_from([29, 30, 365]),
    "loan_settled": st.booleans(),
    "first_loan": st.booleans(),
    "interest_paid": st.sampled_from([1, 90_000]),
    "above_scale_years": st.sampled_from([0, 1, 2]),
    "titles": st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["high_tech_enterprise", "srdi", "little_giant"]),
                "level": st.sampled_from(["national", "provincial"]),
                "granted_on": st.sampled_from(["2019-12-01", "2021-11-01"]),
                "valid_until": st.sampled_from(["2021-12-01", "2022-11-30", "2024-11-30"]),
            }
        ),
        max_size=2,
    ),
    "awards_paid": st.lists(
        st.fixed_dictionaries(
            {
                "programme": st.sampled_from(list(PROGRAMMES[2:])),
                "amount": st.sampled_from([1, 50_000]),
                "year": st.sampled_from([2019, 2021, 2022]),
            }
        ),
        max_size=2,
    ),
    "loans": st.lists(
        st.fixed_dictionaries(
            {"loan_drawn_on": st.sampled_from(["2020-05-20", "2022-06-15", "2023-01-20"])},
            optional={
                "loan_amount": st.sampled_from([10**5, 10**7]),
                "loan_days": st.sampled_from([29, 365]),
                "first_loan": st.booleans(),
            },
        ),
        max_size=2,
    ),
    "titles_complete": st.booleans(),
    "loans_complete": st.booleans(),
}
ANNUAL: Final = {"revenue", "rd_spend", "rent_paid_last_year", "assets", "employees"}


@dataclass(frozen=True)
class Recorded:
    """A fact that becomes known of one of the firms; None takes it back."""

    firm: int
    key: str
    value: Any
    as_of: date
    source: str


@dataclass(frozen=True)
class Filed:
    """A firm closes (or opens again)."""

    firm: int


@dataclass(frozen=True)
class Published:
    """One of the programmes in another text, or away; 0 is the one that ships."""

    programme: str
    by: int | None


@dataclass(frozen=True)
class Came:
    """Another day."""

    on: date


@dataclass(frozen=True)
class Worked:
    """The worker refreshes the table; killed before its nth writing, unless None."""

    killed: int | None


@st.composite
def recorded(draw: st.DrawFn) -> Recorded:
    key = draw(st.sampled_from([*VALUES]))
    value = draw(st.none() | VALUES[key] | VALUES[key])
    as_of = draw(st.sampled_from(FAR) | st.dates(date(2020, 1, 1), date(2023, 12, 31)))
    source = draw(st.sampled_from([Source.TAX, Source.SELF_DECLARED, Source.DEPARTMENT]))
    return Recorded(draw(st.integers(0, 3)), key, value, as_of, source)


STEPS: Final = st.one_of(
    recorded(),
    recorded(),
    recorded(),
    st.builds(Filed, st.integers(0, 3)),
    st.builds(Published, st.sampled_from(PROGRAMMES[1:]), st.sampled_from([0, 1, 2, None])),
    st.builds(
        Came,
        st.sampled_from(FAR) | st.builds(lambda n: TODAY + timedelta(n), st.integers(-40, 40)),
    ),
    st.builds(Worked, st.none() | st.integers(1, 4)),
)


def record(firm: Organization, step: Recorded) -> None:
    """记录: as any writer does, past every check."""
    fact = {"subject": firm.subject, "key": step.key, "value": step.value, "as_of": step.as_of}
    Fact.objects.create(**fact, source=step.source, recorded_at=NOW)


def close(firm: Organization) -> None:
    """注销或恢复."""
    firm.closed_until = None if firm.closed_until else date(2021, 1, 1)
    firm.save()


def publish(step: Published) -> None:
    """发布: the library of this process is another one from now on."""
    policies, base = dict(load().policies), small_library().policies
    if step.by is None:
        # What others use stays.
        if step.programme not in {one for p in base.values() for one in p.uses.values()}:
            policies.pop(step.programme, None)
    else:
        policy = base[step.programme]
        policies[step.programme] = with_another_number(policy, step.by) if step.by else policy
    order = [name for name in base if name in policies]
    put(Library({name: policies[name] for name in order}))


def firms_of_the_city() -> list[Organization]:
    """Four firms, one of them without a credit code, one a sole trader."""
    from tests.cast import an_organization, credit_code

    return [
        an_organization("澄一", code=credit_code("000000001")),
        an_organization("澄二", code=credit_code("000000002")),
        an_organization("澄三"),
        an_organization("澄四", Kind.SOLE_TRADER, code=credit_code("000000004")),
    ]


def alone(on: date) -> dict[int, Any]:
    """What each firm on file is told one by one."""
    found = {}
    for subject in subjects_of_firms():
        found[subject.pk] = told_alone(load(), facts_of(subject, on))
    return found


def stored() -> dict[int, Any]:
    """What the table says of every firm that it was judged, and of any other with a row."""
    from huiqi.citywide.models import FirmStanding, Match

    firms = {*FirmStanding.objects.values_list("pk", flat=True)}
    firms |= {*Match.objects.values_list("subject_id", flat=True)}
    return stored_matches(sorted(firms))
