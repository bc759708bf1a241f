"""一部分名册: what runs on a worker of a cluster says what the bitmaps say, however rows are cut.

No Java here: plain Arrow batches go in. That Spark hands over the same is in ``test_spark``.
"""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huiqi.library import load
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from huiqi.rules.strategies import numbers, truths
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.portion import ROW, Portion
from huiqi.rules.sweep.question import asked
from huiqi.rules.sweep.run import Asked, answered
from tests.rules.machines import Rule
from tests.rules.registers import (
    Cut,
    batches_of,
    paying,
    people_of,
    question_of,
    register_of,
    said_by,
    said_one_by_one,
    told,
)
from tests.rules.test_sweep import ON, TYPES, everything, firms, written

rules = st.lists(st.tuples(truths(3), numbers(3)), min_size=1, max_size=3).map(paying)
cuts = st.lists(st.integers(0, 2**16), max_size=8)


def with_places(table: pa.Table) -> pa.Table:
    return table.append_column(ROW, pa.array(range(len(table)), pa.int64()))


# Each example sweeps a register in two ways: a quarter of the usual number.
@given(rules, people_of(40), st.integers(1, 41), cuts)
@settings(max_examples=max(10, settings().max_examples // 4))
def test_random_rules_say_of_any_batches_what_they_say_of_each_subject(
    rules: list[Rule], people: list[Facts], block: int, cuts: list[int]
) -> None:
    try:
        question = question_of(rules)
    except Refused:
        assume(False)
    portion = Portion(question, "名册", len(people), block)
    found = list(told(portion, batches_of(with_places(register_of(people)), cuts)))
    assert [one.number for one in found] == list(range(-(-len(people) // block)))
    assert said_by(one.files for one in found) == said_one_by_one(rules, people)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A register and the result of the bitmaps for it, in blocks of 64."""
    folder = tmp_path_factory.mktemp("whole")
    path = written(folder / "register.parquet", firms(3, 150))
    sweep(load(), path, ON, folder / "out", how=How(processes=1, shelf=folder / "s", block=64))
    return path, folder / "out"


@given(st.integers(1, 4), cuts)
@settings(max_examples=max(2, settings().max_examples // 15))
def test_the_result_is_the_same_bytes_in_whatever_portions(
    whole: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
    portions: int,
    cuts: list[int],
) -> None:
    path, expected = whole
    engine, out = Cut(portions, cuts), tmp_path_factory.mktemp("cut") / "out"
    task = Asked(engine.population(path), asked(load(), ON), 64)
    answered(engine, task, out, How(block=64))
    assert everything(out) == everything(expected)


def portion_of(people: list[dict], block: int = 4) -> tuple[Portion, pa.Table]:
    """The whole library over some firms."""
    columns = {key: [one.get(key) for one in people] for key in TYPES}
    table = pa.table(columns, schema=pa.schema(TYPES))
    return Portion(asked(load(), ON), "名册", len(people), block), with_places(table)


def test_values_that_cannot_be_are_told_with_their_row_in_the_register() -> None:
    people = firms(8, 9)
    people[6] |= {"employees": -1, "industry": "没有的行业"}
    portion, table = portion_of(people)
    found = list(told(portion, batches_of(table, [3, 7])))
    assert [(one.number, bool(one.files)) for one in found] == [(0, True), (1, False), (2, True)]
    assert [str(one) for one in found[1].problems] == [
        "名册：「行业」一列有不认识的代码「没有的行业」。请用代码或规范名称。",
        "名册：「从业人员」一列第 7 行超出允许范围。请核对数值和单位（元、比例）。",
    ]


DIFFERENT = "段的企业与核对时不同，读到的不是同一份名册。"


@pytest.mark.parametrize("fault", ["missing", "twice", "shuffled"])
def test_rows_that_are_not_those_that_were_counted_are_refused(fault: str) -> None:
    portion, table = portion_of(firms(9, 8))
    wrong = {
        "missing": table.filter(pc.not_equal(table.column(ROW), 5)),
        "twice": pa.concat_tables([table.slice(0, 6), table.slice(5)]),
        "shuffled": table.take(pa.array([0, 1, 2, 3, 5, 4, 6, 7])),
    }[fault]
    first, second = told(portion, batches_of(wrong, []))
    assert first.files
    assert [str(one) for one in second.problems] == [
        f"名册：第 2 {DIFFERENT}请核对各台机器上是同一个文件，判断期间没有改动，再执行一次。"
    ]


def test_rows_passed_over_by_what_a_programme_says_of_itself_are_missed_by_spark_too() -> None:
    """A filter pushed down to the reading, by the district that a programme is of."""
    portion, table = portion_of(firms(10, 12))
    there = pc.equal(table.column("district"), "440307")
    assert not pc.all(pc.fill_null(there, False)).as_py()
    found = list(told(portion, batches_of(table.filter(there), [])))
    assert all(DIFFERENT in str(one.problems[0]) for one in found)


def test_the_digest_is_of_what_was_read_and_not_of_how_it_was_cut() -> None:
    portion, table = portion_of(firms(11, 12))
    portion = replace(portion, digested=True)
    digests = [[one.digest for one in told(portion, batches_of(table, cuts))] for cuts in ([], [5])]
    assert digests[0] == digests[1]
    assert len(set(digests[0])) == 3
    people = firms(11, 12)
    people[0]["employees"] = 77
    (changed, *same) = (one.digest for one in told(portion, batches_of(portion_of(people)[1], [])))
    assert changed != digests[0][0]
    assert same == digests[0][1:]
