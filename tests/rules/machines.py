"""判定方式: one answer of each machine for a batch of rules and subjects, to be compared."""

from collections.abc import Sequence
from fractions import Fraction

import duckdb
import numpy as np

from huiqi.rules import expr as x
from huiqi.rules import sql
from huiqi.rules.bits import Bits
from huiqi.rules.columns import Snapshot
from huiqi.rules.facts import Facts
from huiqi.rules.lower import Lowered, Lowering, Programme
from huiqi.rules.one import Machine
from huiqi.rules.oracle import Oracle

Rule = tuple[x.Truth, x.Num]
Range = tuple[Fraction, Fraction]
Answer = tuple[int, Range]  # how many rails of the condition are true; the amount


def lowered(rules: Sequence[Rule]) -> Lowered:
    lowering = Lowering()
    programmes = tuple(
        Programme(str(number), lowering.truth(test), lowering.number(amount))
        for number, (test, amount) in enumerate(rules)
    )
    return Lowered(lowering.graph, programmes)


def by_oracle(rules: Sequence[Rule], subjects: Sequence[Facts]) -> list[list[Answer]]:
    oracles = [Oracle(facts) for facts in subjects]
    return [
        [(sum(oracle.truth(test)), oracle.number(amount)) for oracle in oracles]
        for test, amount in rules
    ]


def by_python(rules: Sequence[Rule], subjects: Sequence[Facts]) -> list[list[Answer]]:
    machine = Machine(lowered(rules))
    rows = [machine.prepare(facts) for facts in subjects]
    verdicts = [machine.judge(row) for row in rows]
    answers = []
    for index, programme in enumerate(machine.programmes):
        assert programme.net is not None
        per = programme.net.per
        amounts = [machine.amount(index, row) or (0, 0) for row in rows]
        answers.append(
            [
                (int(of_row[index]), (Fraction(low, per), Fraction(high, per)))
                for of_row, (low, high) in zip(verdicts, amounts, strict=True)
            ]
        )
    return answers


def by_bits(
    rules: Sequence[Rule], subjects: Sequence[Facts], chunk: int = 2**17
) -> list[list[Answer]]:
    whole = lowered(rules)
    machine = Machine(whole)
    snapshot = Snapshot.of(whole.graph, [machine.prepare(facts) for facts in subjects])
    bits = Bits(whole, chunk)
    everyone = np.arange(len(subjects))
    answers = []
    matched = bits.match(snapshot)
    assert bits.counts(snapshot) == [(found.yes, found.unknown) for found in matched]
    for index, found in enumerate(matched):
        verdicts = np.zeros(len(subjects), dtype=int)
        verdicts[found.yes_ids] = 2
        verdicts[found.unknown_ids] = 1
        amounts = bits.amounts(snapshot, index, everyone)
        assert amounts is not None
        ranges = [
            (Fraction(int(low), amounts.per), Fraction(int(high), amounts.per))
            for low, high in zip(amounts.low, amounts.high, strict=True)
        ]
        assert amounts.totals() == (sum(amounts.low.tolist()), sum(amounts.high.tolist()))
        answers.append(list(zip(verdicts.tolist(), ranges, strict=True)))
    return answers


def by_sql(
    rules: Sequence[Rule], subjects: Sequence[Facts], connection: duckdb.DuckDBPyConnection
) -> list[list[Answer]]:
    whole = lowered(rules)
    machine = Machine(whole)
    found = sql.run(connection, whole, [machine.prepare(facts) for facts in subjects])
    answers = []
    for index, programme in enumerate(whole.programmes):
        assert programme.net is not None
        per = programme.net.per
        columns = [row[4 * index : 4 * index + 4] for row in found]
        answers.append(
            [
                (int(sure) + int(possible), (Fraction(low, per), Fraction(high, per)))
                for sure, possible, low, high in columns
            ]
        )
    return answers
