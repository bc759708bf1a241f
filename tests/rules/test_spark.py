"""集群: Spark says byte for byte what the bitmaps say, and one by one what each firm is told.

Runs with ``make verify`` where Java and pyspark are there; elsewhere it says that it did not.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from benchmarks.city import city
from huiqi.library import load
from huiqi.rules.audit_sql import query
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Refused
from huiqi.rules.strategies import numbers, truths
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.duck import table_of
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.run import Asked
from huiqi.rules.sweep.session import session_of, why_not
from tests.rules.machines import Rule, by_bits, by_oracle, by_python, by_sql, matched
from tests.rules.registers import (
    paying,
    people_of,
    question_of,
    register_of,
    said_by,
    said_one_by_one,
)
from tests.rules.test_audit_sql import answers_of
from tests.rules.test_sweep import ON, TYPES, code, everything, firms, written

NOT = why_not()
pytestmark = [
    pytest.mark.verify,
    pytest.mark.xdist_group("spark"),  # one session, in one process
    pytest.mark.skipif(NOT is not None, reason=f"没有运行：{NOT and NOT.what.rstrip('，。')}"),
    # Spark leaves sockets to be closed when it is collected; pandas of its own is not ours.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """One session for all; few partitions, as the registers are small."""
    session, _ = session_of("local[2]")
    session.conf.set("spark.sql.shuffle.partitions", "3")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 200 firms in row groups of 30, so that Spark may split it."""
    path = written(tmp_path_factory.mktemp("register") / "名册 [1].parquet", firms(3, 200))
    pq.write_table(pq.read_table(path), path, row_group_size=30)
    return path


def swept(path: Path, out: Path, engine: str, block: int = 64) -> dict[str, Any]:
    how = How(engine, processes=1, shelf=out.parent / "shelf", block=block)
    return sweep(load(), path, ON, out, how=how)


def without_names(folder: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """All files but the manifest, and what the manifest tells but for the engine's name."""
    found = everything(folder)
    manifest = json.loads(found.pop("manifest.json"))
    return found, {key: value for key, value in manifest.items() if key != "engine"}


def test_the_result_is_that_of_the_bitmaps_byte_for_byte(
    spark: Any, register: Path, tmp_path: Path
) -> None:
    manifest = swept(register, tmp_path / "spark", "spark")
    swept(register, tmp_path / "bitmap", "bitmap")
    assert without_names(tmp_path / "spark") == without_names(tmp_path / "bitmap")
    assert manifest["engine"] == "spark"
    assert not (tmp_path / "spark.unfinished").exists()


def test_a_dataframe_is_the_file_of_its_rows_in_the_order_of_their_codes(
    spark: Any, register: Path, tmp_path: Path
) -> None:
    from huiqi.rules.sweep.spark import sweep_frame

    # The codes of ``firms`` are in order; the DataFrame is not.
    mixed = spark.read.parquet(str(register).replace("[", "\\[").replace("]", "\\]"))
    mixed = mixed.repartition(5, "employees").orderBy("revenue")
    sorted_ = tmp_path / "sorted.parquet"
    table = pq.read_table(register)
    pq.write_table(table.sort_by("credit_code"), sorted_)
    swept(sorted_, tmp_path / "file", "bitmap")
    hashes = set()
    for name, frame in (("one", mixed), ("other", mixed.repartition(2))):
        sweep_frame(load(), frame, ON, tmp_path / name, how=How(block=64))
        files, manifest = without_names(tmp_path / name)
        expected, told = without_names(tmp_path / "file")
        hashes.add(manifest["population"].pop("sha256"))
        del told["population"]["sha256"]
        assert (files, manifest) == (expected, told)
    assert [len(one) for one in hashes] == [64]
    with pytest.raises(Refused, match="已有另一次全库匹配的结果，不会覆盖。"):
        sweep_frame(load(), mixed, ON, tmp_path / "one", how=How(block=64))


def test_a_folder_of_files_is_one_register(spark: Any, register: Path, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    table = pq.read_table(register)
    for number, first in enumerate((120, 0, 60)):
        pq.write_table(table.slice(first, 60), folder / f"{number}.parquet")
    whole = tmp_path / "whole.parquet"
    pq.write_table(table.slice(0, 180), whole)
    swept(folder, tmp_path / "spark", "spark")
    swept(whole, tmp_path / "bitmap", "bitmap")
    assert without_names(tmp_path / "spark")[0] == without_names(tmp_path / "bitmap")[0]


def test_everything_wrong_with_a_register_is_told_in_the_same_words(
    spark: Any, tmp_path: Path
) -> None:
    wrong = [code(n)[:17] + ("0" if code(n)[17] != "0" else "1") for n in range(7)]
    columns = {
        "credit_code": pa.array([code(1), code(2), code(1), *wrong, None, code(2), None]),
        "revenue": pa.array([1.5] * 13),
        "employes": pa.array([1] * 13),
        "blacklisted": pa.nulls(13),
    }
    path = tmp_path / "bad.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=2)
    told = []
    for engine in ("bitmap", "spark"):
        with pytest.raises(Refused) as refused:
            sweep(load(), path, ON, tmp_path / "out", how=How(engine, shelf=tmp_path / "s"))
        told.append([str(one) for one in refused.value.problems])
    assert told[1] == told[0]
    assert len(told[0]) == 5
    assert list(tmp_path.iterdir()) == [path]


def test_a_column_that_is_null_throughout_is_unknown_as_elsewhere(
    spark: Any, tmp_path: Path
) -> None:
    table = pa.Table.from_pylist(firms(2, 20), schema=pa.schema(TYPES))
    for key in ("revenue", "registered_on", "titles"):
        table = table.set_column(table.schema.get_field_index(key), key, pa.nulls(20))
    path = tmp_path / "register.parquet"
    pq.write_table(table, path)
    for engine in ("spark", "bitmap"):
        swept(path, tmp_path / engine, engine)
    assert without_names(tmp_path / "spark") == without_names(tmp_path / "bitmap")


def test_values_that_cannot_be_are_told_over_all_blocks_and_nothing_is_kept(
    spark: Any, tmp_path: Path
) -> None:
    people = firms(8, 200)
    people[2] |= {"employees": -1}
    people[150] |= {"loan_drawn_on": None, "industry": "没有的行业"}
    path = written(tmp_path / "register.parquet", people)
    with pytest.raises(Refused) as refused:
        swept(path, tmp_path / "out", "spark")
    assert [str(one).removeprefix(f"{path}：") for one in refused.value.problems] == [
        "「从业人员」一列第 3 行超出允许范围。请核对数值和单位（元、比例）。",
        "「行业」一列有不认识的代码「没有的行业」。请用代码或规范名称。",
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_done_before_is_not_done_again(spark: Any, register: Path, tmp_path: Path) -> None:
    swept(register, tmp_path / "whole", "spark")
    heard: list[tuple[str, int]] = []

    class Stopped(Exception):
        pass

    def stop(what: str, done: int, of: int) -> None:
        if what == "逐段匹配" and done >= 64:
            raise Stopped

    how = How("spark", block=64, told=stop)
    with pytest.raises(Stopped):
        sweep(load(), register, ON, tmp_path / "out", how=how)
    parts = tmp_path / "out.unfinished" / "parts"
    kept = {one.name: one.stat().st_mtime_ns for one in parts.iterdir()}
    assert kept
    going_on = replace(how, told=lambda what, done, _: heard.append((what, done)))
    sweep(load(), register, ON, tmp_path / "out", how=going_on)
    assert heard == [
        ("读取名册", 0),
        *(("逐段匹配", done) for done in (128, 192, 200)),
        ("汇总", 0),
    ]
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")


def test_a_register_that_the_cluster_cannot_read_is_told(spark: Any, tmp_path: Path) -> None:
    for path in ("nowhere://registers/2026", tmp_path):
        with pytest.raises(Refused, match="集群读不到这份名册，"):
            sweep(load(), path, ON, tmp_path / "out", how=How("spark"))


def test_a_worker_that_dies_is_told(spark: Any) -> None:
    from huiqi.rules.sweep.session import told_in_words

    def dying(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import os

        os._exit(9)
        yield from batches

    with pytest.raises(Refused, match="一个工作进程意外结束了。"), told_in_words("名册"):
        spark.range(3).mapInArrow(dying, "id bigint").collect()


def test_the_exported_sql_says_on_spark_what_the_bitmaps_say(spark: Any, tmp_path: Path) -> None:
    small = city(300, 12)
    path = tmp_path / "subjects.parquet"
    pq.write_table(table_of(small.lowered.graph, small.snapshot), path)
    spark.read.parquet(str(path)).createOrReplaceTempView("subjects")
    rows = spark.sql(query(small.lowered, "spark")).collect()
    assert answers_of(small.lowered, rows) == matched(small.lowered, small.snapshot)


# Random rules and subjects: one firm, bitmaps, DuckDB and Spark


rules = st.lists(st.tuples(truths(3), numbers(3)), min_size=4, max_size=6).map(paying)


@settings(
    max_examples=5,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
    deadline=None,
)
@given(rules, people_of(300), st.integers(40, 301))
def test_random_rules_say_the_same_in_every_way(
    spark: Any,
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[Rule],
    people: list[Facts],
    block: int,
) -> None:
    expected = by_oracle(rules, people)
    try:
        question = question_of(rules)
        with duckdb.connect() as connection:
            assert by_sql(rules, people, connection) == expected
    except Refused:
        assume(False)
    assert by_python(rules, people) == expected
    assert by_bits(rules, people) == expected
    folder = tmp_path_factory.mktemp("random")
    path = folder / "register.parquet"
    pq.write_table(register_of(people), path, row_group_size=70)
    assert said_by(parts_of(question, path, block)) == said_one_by_one(rules, people)


def parts_of(question: Any, path: Path, block: int) -> list[dict[str, bytes]]:
    """The parts that Spark judges a register into."""
    from huiqi.rules.sweep.spark import Cluster

    parts = path.parent / "unfinished" / "parts"
    parts.mkdir(parents=True)
    with Cluster.working(How("spark")) as cluster:
        found: Population = cluster.population(path)
        cluster.judge(Asked(found, question, block), parts, lambda *_: None)
    return [
        {one.name: one.read_bytes() for one in part.iterdir()} for part in sorted(parts.iterdir())
    ]
