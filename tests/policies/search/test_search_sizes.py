"""规模筛选: a policy is hidden from no class of firms that the engine does not surely refuse."""

from hypothesis import given
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.library.size import classify
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.sizes import SIZES, sizes_of
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Oracle

POLICIES = load().policies
NARROW = {"shenzhen.guarantee_fee", "shenzhen.srdi_subsidy"}
NUMBERS = st.one_of(st.none(), st.sampled_from([0, 1, 5, 15, 25, 60, 150, 250, 500, 2_000]))
YUAN = st.one_of(st.none(), st.sampled_from([0, 10**6, 10**7, 10**8, 10**9, 10**10]))


@st.composite
def firms(draw: st.DrawFn) -> dict[str, object]:
    """A firm with a class, and sometimes with more that is known of it."""
    found = {
        "industry": draw(st.sampled_from(["C39", "I65", "F52", "E47", "A01", "L72", "M74"])),
        "employees": draw(NUMBERS),
        "revenue": draw(YUAN),
        "assets": draw(YUAN),
        "entity_kind": draw(st.sampled_from([None, "enterprise", "maker_team"])),
    }
    return {key: value for key, value in found.items() if value is not None}


@given(told=firms())
def test_no_policy_is_hidden_from_a_firm_that_may_have_it(told: dict[str, object]) -> None:
    for name in sorted(NARROW | {"shenzhen.voucher_allowance", "shenzhen.interest_subsidy"}):
        policy = POLICIES[name]
        last = policy.editions[-1]
        facts = Facts.read(told, last.from_)
        size = classify(load(), facts)[0]["class"]
        rules = load().compiled(policy, last, facts.on, facts.on)
        may_have = Oracle(facts).truth(rules.verdict)[1]
        if size in SIZES and may_have:
            assert size in sizes_of(policy)


def test_only_what_every_way_in_refuses_is_left_out() -> None:
    told = {name: sizes_of(policy) for name, policy in POLICIES.items()}
    assert {name for name, sizes in told.items() if sizes != SIZES} == NARROW
    assert {told[name] for name in NARROW} == {("small", "micro")}


def test_a_second_way_in_keeps_the_policy_for_every_size() -> None:
    # A team of makers may have vouchers, and of a large firm nobody has said that it is none.
    assert "large" in sizes_of(POLICIES["shenzhen.voucher_allowance"])


def test_the_filter_shows_what_the_engine_says(built: Finder) -> None:
    offered = {entry.id: entry.sizes for entry in built.entries}
    assert offered == {name: sizes_of(policy) for name, policy in POLICIES.items()}
