"""列文件: what is stored narrowly and packed is judged as before, and opened without reading."""

import json
import tempfile
import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.bits import Bits
from huiqi.rules.columns import Codes, Column, Ends, Flags, Halves, Numbers, Packed, Rails, Snapshot
from huiqi.rules.facts import Facts
from huiqi.rules.gather import snapshot_of
from huiqi.rules.lines import lines_of
from huiqi.rules.strategies import ON, numbers, subjects, truths
from huiqi.rules.sweep.mapped import bytes_of, opened
from huiqi.rules.sweep.stored import Writing
from tests.rules.machines import Rule, by_oracle, lowered, matched

rules = st.lists(st.tuples(truths(3), numbers(3), numbers(2)), min_size=1, max_size=3)


def stored(folder: Path, graph: ir.Graph, snapshot: Snapshot, cuts: list[int]) -> Snapshot:
    """The snapshot written in parts that end at ``cuts``, and opened again."""
    writing = Writing(folder, graph, snapshot.size)
    for first, last in zip([0, *cuts], [*cuts, snapshot.size], strict=True):
        writing.add(snapshot.at(slice(first, last)))
    writing.finish()
    return opened(folder, graph).snapshot


@given(rules, subjects(130), st.data())
def test_what_is_stored_is_judged_as_the_oracle_judges(
    rules: list[Rule], people: list[Facts], data: st.DataObject
) -> None:
    whole = lowered(rules)
    snapshot = snapshot_of(whole.graph, people)
    place = st.integers(0, len(people))
    cuts = data.draw(st.lists(place, max_size=3).map(sorted))
    first, last = sorted(data.draw(st.tuples(place, place)))
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(people) - 1), min_size=1))))
    expected = by_oracle(rules, people)
    with tempfile.TemporaryDirectory() as folder:
        found = stored(Path(folder), whole.graph, snapshot, cuts)
        assert matched(whole, found, chunk=64) == expected
        for rows in (slice(first, last), chosen):
            part = [[of[row] for row in np.arange(len(people))[rows]] for of in expected]
            assert matched(whole, found.at(rows), chunk=64) == part


@given(rules, subjects(70), subjects(70))
def test_what_is_done_by_heart_for_one_register_is_told_anew_for_another(
    rules: list[Rule], some: list[Facts], others: list[Facts]
) -> None:
    whole = lowered(rules)
    bits = Bits(whole, chunk=64)
    for people in (some, others, some):
        snapshot = snapshot_of(whole.graph, people)
        assert bits.counts(snapshot) == Bits(whole).counts(snapshot)


@pytest.mark.parametrize("size", [1, 63, 64, 65, 1_000, 4_097])
@pytest.mark.parametrize("share", [0, 0.001, 0.02, 0.5, 1])
def test_the_rows_found_are_those_that_meet_it_however_few(size: int, share: float) -> None:
    chance = np.random.default_rng(20211020)
    held = chance.random(size) < share
    whole = lowered([(x.Flag("blacklisted"), x.Field("revenue", "money"))])
    slots = {slot.kind: slot for slot in whole.graph.slots}
    columns: dict[ir.Slot, Column] = {
        slots["flag"]: Flags(held.astype(np.uint8)),
        slots["number"]: Numbers(np.zeros(size, np.int64), None),
    }
    (found,) = Bits(whole, chunk=1_024).match(Snapshot(size, columns))
    assert found.yes_ids.tolist() == np.flatnonzero(held).tolist()
    assert found.unknown_ids.tolist() == []


# How it is stored


def graph_of(*slots: tuple[ir.Slot, tuple[int, int]]) -> ir.Graph:
    graph = ir.Graph()
    for slot, bounds in slots:
        graph.slot(slot, bounds)
    return graph


WIDE = (0, 2**80)
SLOTS = graph_of(
    (ir.Slot("number", "employees"), (0, 10**7)),
    (ir.Slot("number", "registered_on"), (693_596, 803_168)),
    (ir.Slot("number", "net_profit"), (-(10**14), 10**14)),
    (ir.Slot("code", "district"), (0, 1)),
    (ir.Slot("flag", "blacklisted"), (0, 1)),
    (ir.Slot("rails", "titles"), (0, 1)),
    (ir.Slot("range", "loans"), WIDE),
)


def some_columns(size: int) -> Snapshot:
    chance = np.random.default_rng(7)
    null = chance.random(size) < 0.1
    days = np.where(null, 0, 737_000 + chance.integers(0, 9_000, size)).astype(np.int32)
    profit = chance.integers(-(10**13), 10**13, size)
    sure = chance.random(size) < 0.3
    high = np.zeros(size, dtype=object)
    high[::50] = 2**70 + 3
    of: list[Column] = [
        Numbers(np.where(null, 0, chance.integers(0, 250, size)).astype(np.int32), null),
        Numbers(days, null),
        Numbers(profit, None),
        Codes(chance.integers(0, 3, size).astype(np.uint8), ("440305", "440307")),
        Flags(chance.integers(0, 3, size).astype(np.uint8)),
        Rails(sure, sure | null),
        Ends(np.zeros(size, dtype=object), high),
    ]
    return Snapshot(size, dict(zip(SLOTS.slots, of, strict=True)))


def test_values_come_back_as_they_were_in_the_narrowest_types(tmp_path: Path) -> None:
    given_ = some_columns(1_003)
    found = stored(tmp_path, SLOTS, given_, [128, 700])
    types = []
    for slot in SLOTS.slots:
        one, two = given_.columns[slot], found.columns[slot]
        match two:
            case Numbers(values, null):
                assert isinstance(one, Numbers)
                marks = np.zeros(1_003, dtype=bool) if one.null is None else np.asarray(one.null)
                assert (null is None) == (one.null is None)
                assert null is None or np.asarray(null).tolist() == marks.tolist()
                assert two.whole()[~marks].tolist() == one.whole()[~marks].tolist()
                assert not values[marks].any()
                types.append(values.dtype.name)
            case Codes(codes, words):
                assert isinstance(one, Codes)
                assert (codes.tolist(), words) == (one.codes.tolist(), one.words)
            case Flags(values):
                assert isinstance(one, Flags)
                assert values.tolist() == one.values.tolist()
            case Rails(sure, possible):
                assert isinstance(one, Rails)
                assert isinstance(sure, Packed)
                assert np.asarray(sure).tolist() == np.asarray(one.sure).tolist()
                assert np.asarray(possible).tolist() == np.asarray(one.possible).tolist()
            case Ends(low, high):
                assert isinstance(one, Ends)
                assert np.asarray(low).tolist() == np.asarray(one.low).tolist()
                assert np.asarray(high).tolist() == np.asarray(one.high).tolist()
    assert types == ["uint8", "uint16", "int64"]


def test_what_is_the_same_in_every_row_takes_no_room(tmp_path: Path) -> None:
    graph = graph_of((ir.Slot("number", "revenue"), (0, 10**14)))
    nobody = {graph.slots[0]: Numbers(np.zeros(50_000, np.int64), np.ones(50_000, dtype=bool))}
    found = stored(tmp_path, graph, Snapshot(50_000, nobody), [])
    column = found.columns[graph.slots[0]]
    assert isinstance(column, Numbers)
    assert np.asarray(column.null).all()
    assert bytes_of(tmp_path) < 1_000
    told = json.loads((tmp_path / "snapshot.json").read_text(encoding="utf-8"))
    assert told["arrays"] == {
        "0-values": {"type": "|u1", "is": 0},
        "0-null": {"type": "|u1", "is": 255},
    }


def test_opening_makes_no_array_of_the_rows(tmp_path: Path) -> None:
    size = 200_000
    stored(tmp_path, SLOTS, some_columns(size), [])
    tracemalloc.start()
    try:
        found = opened(tmp_path, SLOTS).snapshot
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < size
    ends = found.columns[SLOTS.slots[-1]]
    assert isinstance(ends, Ends)
    assert isinstance(ends.high, Halves)
    assert np.asarray(ends.high[49:52]).tolist() == [0, 2**70 + 3, 0]


def test_a_limit_beyond_what_a_narrow_type_holds_is_settled(tmp_path: Path) -> None:
    staff = x.Field("employees", "number")
    ways: tuple[x.Op, ...] = (">=", "<=", "<", ">")
    asked: list[Rule] = [
        (x.Compare(way, staff, x.Const(Fraction(limit))), x.Const(Fraction(0)))
        for limit in (1, 5, 254, 255, 256, 70_000, 5_000_000)
        for way in ways
    ]
    whole = lowered(asked)
    counts = (0, 1, 4, 5, 6, 254, 255, None)
    people = [Facts(ON, {} if one is None else {"employees": one}) for one in counts]
    snapshot = snapshot_of(whole.graph, people)
    found = stored(tmp_path, whole.graph, snapshot, [])
    assert matched(whole, found) == by_oracle(asked, people)


# Lines


MONEY = ("revenue", "rd_spend", "net_profit", "revenue_prior")
shares = st.sampled_from([Fraction(n, d) for n in (-7, -1, 1, 3, 5) for d in (1, 2, 100)])
constants = st.sampled_from([Fraction(n) for n in (-5_000_000, -1, 0, 1, 2_000_000)])
sides = st.builds(
    lambda share, key, plus: x.Sum((x.Scale(share, x.Field(key, "money")), x.Const(plus))),
    shares,
    st.sampled_from(MONEY),
    constants,
)
comparisons = st.builds(x.Compare, st.sampled_from([">=", ">", "<=", "<"]), sides, sides)


@given(st.lists(comparisons, min_size=1, max_size=4), subjects(70), st.integers(0, 2**32))
def test_two_lines_are_compared_as_the_oracle_compares_them(
    asked: list[x.Compare], people: list[Facts], seed: int
) -> None:
    nothing = x.Const(Fraction(0))
    rules: list[Rule] = [(one, nothing) for one in asked]
    whole = lowered(rules)
    found = [lines_of(whole.graph, one.verdict) for one in whole.programmes]
    assert all(found) or any(isinstance(node, ir.Always) for node in whole.graph.nodes)
    chance = np.random.default_rng(seed)
    near = [told_near(one, chance) for one in people]
    expected = by_oracle(rules, near)
    snapshot = snapshot_of(whole.graph, near)
    assert matched(whole, snapshot, chunk=64) == expected
    with tempfile.TemporaryDirectory() as folder:
        stored_ = stored(Path(folder), whole.graph, snapshot, [])
        assert matched(whole, stored_, chunk=64) == expected


def told_near(facts: Facts, chance: np.random.Generator) -> Facts:
    """The same firm with small round sums or none told, so that sides meet and limits are met."""
    values = {
        key: int(chance.integers(-3 if key == "net_profit" else 0, 4)) * 10**8
        for key in MONEY
        if chance.random() < 0.7
    }
    others = {key: value for key, value in facts.known.items() if key not in MONEY}
    return Facts(facts.on, {**others, **values}, facts.lists, facts.complete)
