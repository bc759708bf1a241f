"""合计的差: whatever changed, the differences of the programmes add up to that of the totals."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiqi.follow.differences import Difference, Standing, State, differences

KEYS = ("revenue", "employees", "titles")
NAMES = ("a.one", "a.two", "b.one", "b.two")


def standing(fen: int = 0, **changed: Any) -> Standing:
    told = {"verdict": "yes", "version": "v1", "edition": "2021-01-01", "reads": ("revenue",)}
    return Standing(fen, **(told | changed))


standings = st.builds(
    Standing,
    fen=st.integers(0, 10**12),
    verdict=st.sampled_from(("yes", "no", "unknown", "")),
    version=st.sampled_from(("v1", "v2")),
    edition=st.sampled_from(("", "2021-01-01", "2022-01-01")),
    reads=st.lists(st.sampled_from(KEYS), unique=True).map(tuple),
)
kept = st.tuples(st.none() | st.integers(0, 9) | st.text(max_size=3), st.sampled_from(("tax", "")))
states = st.builds(
    State,
    programmes=st.dictionaries(st.sampled_from(NAMES), standings),
    facts=st.dictionaries(st.sampled_from(KEYS), kept),
)


@given(states, states)
def test_differences_add_up_to_that_of_the_totals(before: State, after: State) -> None:
    found = differences(before, after)
    assert sum(one.fen for one in found) == after.total_fen - before.total_fen


@given(states, states)
def test_every_difference_has_a_cause_and_a_fact_where_it_says_so(
    before: State, after: State
) -> None:
    for one in differences(before, after):
        assert one.causes
        # A programme that is new or gone is explained by that alone.
        if not {"new", "gone"} & set(one.causes):
            assert ("facts" in one.causes) == bool(one.facts)


@given(states)
def test_nothing_changes_while_nothing_changed(state: State) -> None:
    assert differences(state, state) == []


@given(states)
def test_state_that_was_kept_is_read_back_as_it_was(state: State) -> None:
    assert State.of(state.to_dict()) == state


def only(before: Standing | None, after: Standing | None, **facts: Any) -> Difference:
    """The one difference; ``facts`` are (old, new) of a key."""
    then = {key: (old, "tax") for key, (old, _new) in facts.items() if old is not None}
    now = {key: (new, "audit") for key, (_old, new) in facts.items() if new is not None}
    (found,) = differences(
        State({"a.one": before} if before else {}, then),
        State({"a.one": after} if after else {}, now),
    )
    return found


def test_each_cause_is_told_apart() -> None:
    told = {
        "new": only(None, standing(5)),
        "gone": only(standing(5), None),
        "began": only(standing(), standing(5, edition="2022-01-01")),
        "ended": only(standing(5), standing(verdict="", edition="")),
        "text": only(standing(5), standing(6, version="v2")),
        "facts": only(standing(5), standing(6), revenue=(1, 2)),
        "day": only(standing(5), standing(verdict="no")),
        "combination": only(standing(5), standing(6), employees=(1, 2)),
    }
    assert {name: one.causes for name, one in told.items()} == {name: (name,) for name in told}


def test_fact_that_changed_is_told_with_both_values_and_sources() -> None:
    (fact,) = only(standing(5), standing(6), revenue=(1, 2)).facts
    assert (fact.old, fact.old_source, fact.new, fact.new_source) == (1, "tax", 2, "audit")


def test_several_causes_are_all_told() -> None:
    found = only(standing(5), standing(6, version="v2"), revenue=(None, 2))
    assert found.causes == ("text", "facts")
