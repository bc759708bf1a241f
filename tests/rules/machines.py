"""判定方式: one answer of each machine for a batch of rules and subjects, to be compared."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import cast

import duckdb
import numpy as np

from huiqi.rules import expr as x
from huiqi.rules import ir, sql
from huiqi.rules.bits import Bits
from huiqi.rules.columns import Snapshot
from huiqi.rules.facts import Facts
from huiqi.rules.gather import snapshot_of
from huiqi.rules.lower import Lowered, Lowering, Programme
from huiqi.rules.one import Machine
from huiqi.rules.oracle import Oracle

Rule = tuple[x.Truth, x.Num, *tuple[x.Num, ...]]  # the condition; net, gross and outputs
Range = tuple[Fraction, Fraction]
Answer = tuple[int, Range, *tuple[Range, ...]]  # how many rails of it are true; the numbers


def answer(verdict: int, numbers: Iterable[Range]) -> Answer:
    return cast("Answer", (verdict, *numbers))


def lowered(rules: Sequence[Rule]) -> Lowered:
    lowering = Lowering()
    programmes = []
    for place, (test, *numbers) in enumerate(rules):
        net, gross, *outputs = [lowering.number(one) for one in numbers] + [None] * 2
        found = tuple(one for one in outputs if one)
        programmes.append(Programme(str(place), lowering.truth(test), net, gross, found))
    return Lowered(lowering.graph, tuple(programmes))


def by_oracle(rules: Sequence[Rule], subjects: Sequence[Facts]) -> list[list[Answer]]:
    oracles = [Oracle(facts) for facts in subjects]
    return [
        [answer(sum(oracle.truth(test)), map(oracle.number, numbers)) for oracle in oracles]
        for test, *numbers in rules
    ]


def by_python(rules: Sequence[Rule], subjects: Sequence[Facts]) -> list[list[Answer]]:
    return judged(lowered(rules), subjects)


def judged(whole: Lowered, subjects: Sequence[Facts]) -> list[list[Answer]]:
    machine = Machine(whole)
    rows = [machine.prepare(facts) for facts in subjects]
    verdicts = [machine.judge(row) for row in rows]
    answers = []
    for index, one in enumerate(whole.programmes):
        numbers = [machine.numbers(index, row) for row in rows]
        assert [machine.amount(index, row) for row in rows] == [
            found[0] if one.net else None for found in numbers
        ]
        answers.append(
            [
                answer(verdict[index], ranges(one.numbers, ends))
                for verdict, ends in zip(verdicts, numbers, strict=True)
            ]
        )
    return answers


def ranges(numbers: Sequence[ir.Number], ends: Iterable[tuple[int, int]]) -> list[Range]:
    return [
        (Fraction(int(low), number.per), Fraction(int(high), number.per))
        for number, (low, high) in zip(numbers, ends, strict=True)
    ]


def by_bits(
    rules: Sequence[Rule], subjects: Sequence[Facts], chunk: int = 2**17
) -> list[list[Answer]]:
    return counted(lowered(rules), subjects, chunk)


def counted(whole: Lowered, subjects: Sequence[Facts], chunk: int = 2**17) -> list[list[Answer]]:
    return matched(whole, snapshot_of(whole.graph, subjects), chunk)


def matched(whole: Lowered, snapshot: Snapshot, chunk: int = 2**17) -> list[list[Answer]]:
    bits = Bits(whole, chunk)
    everyone = np.arange(snapshot.size)
    answers = []
    found_by_all = bits.match(snapshot)
    assert bits.counts(snapshot) == [(found.yes, found.unknown) for found in found_by_all]
    for index, (one, found) in enumerate(zip(whole.programmes, found_by_all, strict=True)):
        verdicts = np.zeros(snapshot.size, dtype=int)
        verdicts[found.yes_ids] = 2
        verdicts[found.unknown_ids] = 1
        numbers = bits.numbers(snapshot, index, everyone)
        for amounts in numbers:
            assert amounts.totals() == (sum(amounts.low.tolist()), sum(amounts.high.tolist()))
        of_net = bits.amounts(snapshot, index, everyone)
        assert (of_net and of_net.totals()) == (numbers[0].totals() if one.net else None)
        ends = [
            [(amounts.low[row], amounts.high[row]) for amounts in numbers]
            for row in range(snapshot.size)
        ]
        answers.append(
            [
                answer(verdict, ranges(one.numbers, of_row))
                for verdict, of_row in zip(verdicts.tolist(), ends, strict=True)
            ]
        )
    return answers


@cache
def duck() -> duckdb.DuckDBPyConnection:
    """One for all: to open it takes longer than most questions."""
    connected = duckdb.connect()
    connected.execute("SET threads = 1")
    return connected


def by_sql(
    rules: Sequence[Rule], subjects: Sequence[Facts], connection: duckdb.DuckDBPyConnection
) -> list[list[Answer]]:
    return queried(lowered(rules), subjects, connection)


def queried(
    whole: Lowered, subjects: Sequence[Facts], connection: duckdb.DuckDBPyConnection
) -> list[list[Answer]]:
    found = [iter(row) for row in sql.run(connection, whole, subjects)]
    answers = []
    for one in whole.programmes:
        of_rows = []
        for row in found:
            verdict = int(next(row)) + int(next(row))
            ends = [(next(row), next(row)) for _ in one.numbers]
            of_rows.append(answer(verdict, ranges(one.numbers, ends)))
        answers.append(of_rows)
    return answers
