"""试错: faults that engines really have, planted one by one, are seen by the comparisons."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from huiqi.rules import expr as x
from huiqi.rules import ir, lists, one, sql
from huiqi.rules.chunk import Chunk
from huiqi.rules.columns import Column, Ends
from huiqi.rules.emit import Emitter
from huiqi.rules.facts import Facts
from huiqi.rules.gather import Gathering
from huiqi.rules.lower import Lowering
from huiqi.rules.problems import Refused
from huiqi.rules.sql import Sql
from huiqi.rules.strategies import ON, numbers, subjects, truths
from tests.rules.machines import Answer, Rule, by_bits, by_oracle, by_python, by_sql, duck

Way = Callable[[list[Rule], list[Facts]], list[list[Answer]]]
batches = st.tuples(st.lists(st.tuples(truths(3), numbers(3)), max_size=2, min_size=1), subjects(9))
search = settings(max_examples=3_000, database=None, derandomize=True, phases=[Phase.generate])


def assert_caught(way: Way) -> None:
    """The comparison finds a difference; ``find`` fails where it does not."""

    def differs(batch: tuple[list[Rule], list[Facts]]) -> bool:
        rules, people = batch
        try:
            return way(rules, people) != by_oracle(rules, people)
        except Refused:
            return False

    find(batches, differs, settings=search)


def by_duckdb(rules: list[Rule], people: list[Facts]) -> list[list[Answer]]:
    return by_sql(rules, people, duck())


def test_a_least_that_skips_what_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Emitter._ends

    def wrong(self: Emitter, node: int) -> tuple[str, str]:
        match self.graph.nodes[node]:
            case ir.Pick(True, of):
                ends = ", ".join(f"({self.low(part)}, {self.high(part)})" for part in of)
                known = f"min([l for l, h in ({ends},) if l == h] or [0])"
                return known, known
        return right(self, node)

    monkeypatch.setattr(Emitter, "_ends", wrong)
    assert_caught(by_python)


def test_a_case_that_falls_through_on_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(test: int, then: int, other: int) -> tuple[str, str]:
        low, high = (f"CASE WHEN s_{test} THEN {e}_{then} ELSE {e}_{other} END" for e in "lh")
        return low, high

    monkeypatch.setattr(sql, "_chosen", wrong)
    assert_caught(by_duckdb)


def test_a_negation_that_does_not_cross_the_rails(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Emitter._inline

    def wrong(self: Emitter, node: int, *, sure: bool) -> str:
        match self.graph.nodes[node]:
            case ir.Opposite(of):
                return f"(not {self.rail(of, sure=sure)})"
        return right(self, node, sure=sure)

    monkeypatch.setattr(Emitter, "_inline", wrong)
    assert_caught(by_python)


def test_at_least_instead_of_more_than(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Lowering._not_less

    def wrong(self: Lowering, left: int, right_side: int, by: int) -> int:
        return right(self, left, right_side, 0 * by)

    monkeypatch.setattr(Lowering, "_not_less", wrong)
    assert_caught(by_python)
    assert_caught(by_bits)


def test_a_limit_rounded_the_wrong_way(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Lowering._atom

    def wrong(self: Lowering, factor: int, slot: int, plus: int, limit: int) -> int:
        if factor > 0:
            return self.graph.add(ir.AtLeast(slot, (limit - plus) // factor))
        return right(self, factor, slot, plus, limit)

    monkeypatch.setattr(Lowering, "_atom", wrong)
    # 1/3 of a fen: the edge is between two whole numbers.
    third = x.Compare(">=", x.Field("revenue", "money"), x.Const(Fraction(1, 3)))
    people = [Facts.read({"revenue": "0.33"}, ON)]
    rules: list[Rule] = [(third, x.Const(Fraction(0)))]
    assert by_python(rules, people) != by_oracle(rules, people)


def test_the_wrong_rail_of_a_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Chunk._not_less

    def wrong(self: Chunk, node: int, left: int, right_side: int, by: int) -> tuple:
        possible = right(self, node, left, right_side, by)[1]
        return possible, possible

    monkeypatch.setattr(Chunk, "_not_less", wrong)
    assert_caught(by_bits)


def test_bits_beyond_the_last_row_that_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chunk, "masked", lambda _, words: words)
    # The helper compares counts with rows: an opposite sets the bits behind the last one.
    with pytest.raises(AssertionError):
        assert_caught(by_bits)


def test_an_unknown_taken_as_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sql, "_rails", lambda test: (f"coalesce({test}, FALSE)", f"coalesce({test}, FALSE)")
    )
    assert_caught(by_duckdb)


def test_a_floor_towards_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "_floor", lambda number, by: f"({number} // {by})")
    assert_caught(by_duckdb)


def test_terms_of_opposite_sign_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Lowering._not_less

    def wrong(self: Lowering, left: int, right_side: int, by: int) -> int:
        if left == right_side:
            return self.graph.add(ir.Always(not by))
        return right(self, left, right_side, by)

    monkeypatch.setattr(Lowering, "_not_less", wrong)
    assert_caught(by_python)


def test_loans_that_nobody_told_of_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lists.loans
    monkeypatch.setattr(lists, "loans", lambda facts: [one for one in right(facts) if one[1]])
    assert_caught(by_python)
    assert_caught(by_bits)
    assert_caught(by_duckdb)


def test_a_loan_that_nobody_told_of_taken_for_one_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lowering, "_told", lambda self: self.graph.add(ir.Always(True)))
    assert_caught(by_python)


def test_a_sum_over_loans_of_the_lower_ends_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_low(ends: list[tuple[int, int]]) -> tuple[int, int]:
        return (sum(low for low, _ in ends),) * 2

    def only_low_columns(self: Gathering) -> dict[ir.Slot, Column]:
        found = columns(self).items()
        return {k: Ends(v.low, v.low) if isinstance(v, Ends) else v for k, v in found}

    columns, ends = Gathering.columns, Sql._sum
    monkeypatch.setattr(one, "total", only_low)
    assert_caught(by_python)
    monkeypatch.setattr(Gathering, "columns", only_low_columns)
    assert_caught(by_bits)
    monkeypatch.setattr(
        Sql, "_sum", lambda self, *of: (part.replace("(h_", "(l_") for part in ends(self, *of))
    )
    assert_caught(by_duckdb)


def test_a_subject_without_loans_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Sql._table

    def wrong(self: Sql, words: Sequence[Sequence[Sequence[str]]]) -> str:
        return right(self, words).replace("LEFT JOIN", "JOIN")

    monkeypatch.setattr(Sql, "_table", wrong)
    assert_caught(by_duckdb)


def test_all_loans_where_any_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(rails: list[tuple[bool, bool]]) -> tuple[bool, bool]:
        return all(sure for sure, _ in rails), all(possible for _, possible in rails)

    monkeypatch.setattr(one, "any_of", wrong)
    assert_caught(by_python)
