"""试错，续: more of the faults that engines really have; docs/why/guard-rails.md lists all of them.

Each is planted into the code that runs, and the comparison of every day finds it by itself.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import find
from hypothesis import strategies as st

from huiqi.rules import ir
from huiqi.rules.chunk import Chunk, Values
from huiqi.rules.emit import Emitter
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from huiqi.rules.sql import Layers
from huiqi.rules.strategies import numbers, truths
from huiqi.rules.sweep import block, parts
from huiqi.rules.sweep.portion import ROW, Portion
from tests.rules.machines import Rule, by_bits, by_python
from tests.rules.registers import (
    paying,
    people_of,
    question_of,
    register_of,
    said_by,
    said_one_by_one,
    told,
)
from tests.rules.test_of_the_tests import assert_caught, by_duckdb, search

Ends = tuple[Values, Values]


def test_a_least_of_sql_that_skips_what_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """``least(x, cap)`` of a database is the cap where x is NULL: the full sum for the unknown."""
    right = Layers._number

    def wrong(self: Layers, node: int) -> tuple[str, str]:
        match self.graph.nodes[node]:
            case ir.Pick(True, of):
                known = [f"CASE WHEN l_{part} = h_{part} THEN l_{part} END" for part in of]
                skipping = f"coalesce(least({', '.join(known)}), 0)"
                return skipping, skipping
        return right(self, node)

    monkeypatch.setattr(Layers, "_number", wrong)
    assert_caught(by_duckdb)


def test_a_negation_of_sql_that_does_not_cross_the_rails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Layers._truth

    def wrong(self: Layers, node: ir.Node, words: Sequence[Sequence[str]]) -> tuple[str, str]:
        if isinstance(node, ir.Opposite):
            return f"NOT s_{node.of}", f"NOT p_{node.of}"
        return right(self, node, words)

    monkeypatch.setattr(Layers, "_truth", wrong)
    assert_caught(by_duckdb)


def test_tiers_by_yes_or_no_left_out_of_the_amounts_of_bitmaps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = Chunk._chosen

    def wrong(self: Chunk, node: int, test: int, then: Ends, other: Ends, wide: bool) -> Ends:
        if isinstance(self.graph.nodes[test], ir.Flagged):
            return other
        return right(self, node, test, then, other, wide)

    monkeypatch.setattr(Chunk, "_chosen", wrong)
    assert_caught(by_bits)


def test_an_unknown_that_poisons_the_tier_that_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both tiers count although the test is settled: what is not known of one is asked of all."""

    def both(self: Chunk, node: int, test: int, then: Ends, other: Ends, wide: bool) -> Ends:
        return np.minimum(then[0], other[0]), np.maximum(then[1], other[1])

    right = Emitter._of_node

    def wrong(self: Emitter, node: int) -> Iterator[str]:
        match self.graph.nodes[node]:
            case ir.Choose(_, then, other):
                yield f"l{node} = min({self.low(then)}, {self.low(other)})"
                yield f"h{node} = max({self.high(then)}, {self.high(other)})"
            case _:
                yield from right(self, node)

    monkeypatch.setattr(Emitter, "_of_node", wrong)
    assert_caught(by_python)
    monkeypatch.setattr(Chunk, "_chosen", both)
    assert_caught(by_bits)


# What the sweep, and Spark with it, adds to the kernel

rules = st.lists(st.tuples(truths(2), numbers(2)), min_size=1, max_size=2).map(paying)


def assert_seen_by_the_sweep() -> None:
    """The comparison of blocks with one subject after another finds a difference."""

    def differs(batch: tuple[list[Rule], list[Facts]]) -> bool:
        asked, people = batch
        try:
            question = question_of(asked)
        except Refused:
            return False
        table = register_of(people)
        table = table.append_column(ROW, pa.array(range(len(table)), pa.int64()))
        files = (one.files for one in told(Portion(question, "名册", 9, 4), table.to_batches()))
        return said_by(files) != said_one_by_one(asked, people)

    find(st.tuples(rules, people_of(9)), differs, settings=search)


def test_a_sum_that_is_rounded_up_to_fen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = block._fen
    monkeypatch.setattr(block, "_fen", lambda yuan, per: right(yuan + 1, per))
    assert_seen_by_the_sweep()


def test_those_of_whom_it_is_open_taken_for_those_who_surely_meet_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = block.Pairs

    def wrong(rows: Any, yes: Any, *ends: Any) -> block.Pairs:
        return right(rows, np.ones_like(yes), *ends)

    monkeypatch.setattr(block, "Pairs", wrong)
    assert_seen_by_the_sweep()


def test_a_block_that_leaves_out_its_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    right = block.Judge.matched

    def wrong(self: block.Judge, part: Any) -> Any:
        found = right(self, part)
        for one in found:
            for ids in ("yes_ids", "unknown_ids"):
                kept = getattr(one, ids)
                object.__setattr__(one, ids, kept[kept < part.size - 1])
        return found

    monkeypatch.setattr(block.Judge, "matched", wrong)
    assert_seen_by_the_sweep()


def test_amounts_that_lose_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    right = parts._amounts
    monkeypatch.setattr(parts, "_amounts", lambda fen, mask: right(fen, mask)[::-1])
    assert_seen_by_the_sweep()
