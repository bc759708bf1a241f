"""Spark 会话: what is missing, and what Spark fails with, is said in Chinese; no Java needed."""

import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from huiqi.library import load
from huiqi.rules.problems import Refused
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.session import _is_configured, java_version, meant, read_by, why_not
from tests.rules.test_sweep import firms, written

ON = date(2022, 10, 20)
INSTALL = "请安装 Java 17 或更新的版本，把 JAVA_HOME 指向它，或用 --engine bitmap。"
OPENJDK = 'openjdk version "{}" 2025-04-15\nOpenJDK Runtime Environment'


@pytest.mark.parametrize(
    ("told", "version"),
    [
        (OPENJDK.format("17.0.15"), 17),
        (OPENJDK.format("1.8.0_452"), 8),
        ('java version "21"', 21),
        ("Picked up JAVA_TOOL_OPTIONS: -Xmx1g\n" + OPENJDK.format("11.0.2"), 11),
        ("Unrecognized option: -version", None),
    ],
)
def test_the_version_of_java_is_read_from_what_it_says(told: str, version: int | None) -> None:
    assert java_version(told) == version


def java_that_says(folder: Path, said: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.fixture
def with_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is installed or not: Java is asked for before anything of it is used."""
    monkeypatch.setitem(sys.modules, "pyspark", sys)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('openjdk version "11.0.2"', "Java 的版本是 11，Spark 至少要 17。"),
        ("Segmentation fault", "Java 没有说出自己的版本，它可能没有装好。"),
        ('openjdk version "17.0.15"', None),
    ],
)
@pytest.mark.usefixtures("with_pyspark")
def test_a_java_that_is_too_old_or_broken_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, why: str | None
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java_that_says(tmp_path, said)))
    problem = why_not()
    told = None if problem is None else f"{problem.what}{problem.why}"
    assert told == why


@pytest.mark.usefixtures("with_pyspark")
def test_without_java_the_sweep_says_so_with_all_else_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = written(tmp_path / "register.parquet", firms(1, 3))
    with pytest.raises(Refused) as refused:
        sweep(load(), path, ON, tmp_path / "out", ("shenzhen.no_such",), How("spark"))
    assert [str(one) for one in refused.value.problems] == [
        "政策库里没有「shenzhen.no_such」。是否为「shenzhen.srdi」？",
        f"没有 Java，Spark 在 Java 上运行。{INSTALL}",
    ]
    monkeypatch.setenv("JAVA_HOME", "/no/such/java")
    problem = why_not()
    assert problem is not None
    assert problem.what == "没有 Java（JAVA_HOME 是 /no/such/java），"
    assert list(tmp_path.iterdir()) == [path]


def test_without_pyspark_the_sweep_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    path = written(tmp_path / "register.parquet", firms(1, 3))
    told = "没有安装 pyspark。请安装 huiqi\\[spark\\]，或用 --engine bitmap。"
    with pytest.raises(Refused, match=told):
        sweep(load(), path, ON, tmp_path / "out", how=How("spark"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("[PATH_NOT_FOUND] Path does not exist: file:/data/x", "集群读不到这份名册，"),
        ("java.io.FileNotFoundException: File file:/data/x", "集群读不到这份名册，"),
        ("ModuleNotFoundError: No module named 'huiqi'", "集群的机器上没有惠企或它所需的软件，"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker", "集群机器上的 Python 与这里的版本不同。"),
        (
            "Python worker exited unexpectedly (crashed)\nCaused by: java.io.EOFException",
            "集群上的一个工作进程意外结束了。",
        ),
        ("ExecutorLostFailure (executor 1 exited)", "集群的一个执行器意外结束了，"),
        ("java.lang.OutOfMemoryError: Java heap space", "集群的一个执行器意外结束了，"),
        ("Could not parse Master URL: 'sparrow'", "连不上这个 Spark 集群。"),
        ("[PACKAGE_NOT_INSTALLED] Pandas >= 2.2.0", "pyspark 所需的软件没有装全。"),
    ],
)
def test_what_spark_fails_with_is_told_in_chinese(said: str, what: str) -> None:
    problem = meant(said, "名册.parquet")
    assert (problem.what, problem.file) == (what, "名册.parquet")
    assert problem.fix


def test_what_is_not_known_is_told_by_its_first_line() -> None:
    said = str(meant("\n  [NEW_ERROR] Something else.\n\tat org.apache.spark", "名册"))
    assert said == (
        "名册：Spark 没有做完。（Spark 报告：[NEW_ERROR] Something else.）"
        "请看集群的日志，再执行同一条命令：已完成的各段不会重做。"
    )


def test_a_cluster_that_spark_is_set_to_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MASTER", "PYSPARK_SUBMIT_ARGS", "SPARK_HOME", "SPARK_CONF_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert not _is_configured()
    defaults = tmp_path / "conf" / "spark-defaults.conf"
    defaults.parent.mkdir()
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    assert not _is_configured()
    defaults.write_text("# spark.master yarn\nspark.ui.port 4041\n", encoding="utf-8")
    assert not _is_configured()
    defaults.write_text("spark.ui.port 4041\nspark.master  yarn\n", encoding="utf-8")
    assert _is_configured()
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    assert not _is_configured()
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master yarn pyspark-shell")
    assert _is_configured()


def test_a_file_is_one_file_and_an_address_is_left_as_it_is() -> None:
    assert read_by(Path("/data/名册[1] *.parquet")) == "file:/data/名册\\[1\\] \\*.parquet"
    assert read_by("hdfs://name/registers/2026") == "hdfs://name/registers/2026"
