"""Spark 会话: opened where Java and pyspark are there, and what may go wrong, in words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404 - asks Java for its version
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from huiqi.rules.problems import Problem, Refused

LEAST_JAVA: Final = 17  # Spark 4 runs on nothing older
LOCAL: Final = "local[*]"
BATCH: Final = 2**16  # rows that a worker is handed at a time
SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    "spark.ui.showConsoleProgress": "false",  # we tell how far it is
    "spark.log.level": "ERROR",
}
# On one machine nobody else is listened to.
ON_ONE_MACHINE: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}
AGAIN: Final = "再执行同一条命令：已完成的各段不会重做。"


def why_not() -> Problem | None:
    """为何不能: what is missing before Spark can run on this machine; None when nothing is."""
    try:
        import pyspark  # noqa: F401 - whether it is there
    except ImportError:
        return Problem("没有安装 pyspark。", fix="请安装 huiqi[spark]，或用 --engine bitmap。")
    return _of_java()


def _of_java() -> Problem | None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    fix = f"请安装 Java {LEAST_JAVA} 或更新的版本，把 JAVA_HOME 指向它，或用 --engine bitmap。"
    if java is None or not Path(java).is_file():
        where = f"（JAVA_HOME 是 {home}）" if home else ""
        return Problem(f"没有 Java{where}，", "Spark 在 Java 上运行。", fix)
    told = subprocess.run(  # nosec B603 - the user's own Java
        [java, "-version"], capture_output=True, text=True, check=False
    )
    version = java_version(told.stderr)
    if version is None:
        return Problem("Java 没有说出自己的版本，", "它可能没有装好。", fix)
    if version < LEAST_JAVA:
        return Problem(f"Java 的版本是 {version}，", f"Spark 至少要 {LEAST_JAVA}。", fix)
    return None


def java_version(told: str) -> int | None:
    """Java 版本: of what ``java -version`` says; before 9 it called 8 «1.8»."""
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None


def session_of(master: str | None) -> tuple[Any, bool]:
    """会话: the active one, unless a ``master`` is named, else a new one; and whether it is new.

    Without a name, Spark's own settings say which cluster; where they do not, it is this machine.
    Refused where Spark cannot run.
    """
    problem = why_not()
    if problem:
        raise Refused([problem])
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None and master in (None, active.sparkContext.master):
        return active, False
    wanted = master or ("" if _is_configured() else LOCAL)
    settings = dict(SETTINGS)
    if wanted:
        settings["spark.master"] = wanted
    if wanted.startswith("local"):
        settings |= ON_ONE_MACHINE
        # The workers run in this very environment, whatever «python3» is.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("huiqi")
    for name, value in settings.items():
        builder = builder.config(name, value)
    # Nothing of pandas is used; pyspark looks only whether it is there.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    with told_in_words(wanted or "Spark"):
        return builder.getOrCreate(), True


def _is_configured() -> bool:
    """Whether Spark's own settings name a cluster: its environment, or its file of defaults."""
    if os.environ.get("MASTER") or "--master" in os.environ.get("PYSPARK_SUBMIT_ARGS", ""):
        return True
    home = os.environ.get("SPARK_HOME")
    folder = os.environ.get("SPARK_CONF_DIR") or (f"{home}/conf" if home else "")
    defaults = Path(folder) / "spark-defaults.conf"
    if not folder or not defaults.is_file():
        return False
    return bool(
        re.search(r"^\s*spark\.master\b", defaults.read_text(encoding="utf-8"), re.MULTILINE)
    )


def read_by(path: Path | str) -> str:
    """Spark 读的路径: of this machine, which every other has to see too, or an address as it is.

    Spark reads ``*`` and brackets as patterns; a file is one file.
    """
    if "://" in str(path):
        return str(path)
    escaped = re.sub(r"([\\*?\[\]{}])", r"\\\1", str(Path(path).absolute()))
    return f"file:{escaped}"


UNREADABLE: Final = "|".join(
    (
        *("PATH_NOT_FOUND", "FileNotFound", "does not exist", "AccessControl", "UnknownHost"),
        *("UnsupportedFileSystem", "FAILED_READ_FILE", "UNABLE_TO_INFER_SCHEMA"),
    )
)

# What Spark says (in English, over hundreds of lines) and what it means. The first that fits.
_MEANT: Final = (
    (
        "PACKAGE_NOT_INSTALLED",
        Problem("pyspark 所需的软件没有装全。", fix="请安装 huiqi[spark]，再执行同一条命令。"),
    ),
    (
        "No module named",
        Problem(
            "集群的机器上没有惠企或它所需的软件，",
            "判断在那里进行。",
            "请把同一个虚拟环境发到各台机器，并设置 PYSPARK_PYTHON（docs/howto/spark.md）。",
        ),
    ),
    (
        "PYTHON_VERSION_MISMATCH",
        Problem(
            "集群机器上的 Python 与这里的版本不同。",
            fix="请设置 PYSPARK_PYTHON，使两处是同一个版本。",
        ),
    ),
    (
        "OutOfMemoryError|exit code 137|ExecutorLostFailure|MEMORY_LIMIT",
        Problem(
            "集群的一个执行器意外结束了，",
            "多半是内存不够。",
            f"请给执行器更多内存或更少的核（docs/howto/spark.md），{AGAIN}",
        ),
    ),
    (
        "Python worker exited|Python worker failed|Connection reset|EOFException",
        Problem(
            "集群上的一个工作进程意外结束了。",
            fix=f"请检查各台机器的内存和磁盘，{AGAIN}",
        ),
    ),
    (
        "Could not parse Master URL|MASTER_URL|Connection refused|All masters are unresponsive",
        Problem(
            "连不上这个 Spark 集群。", fix="请核对 --master，例如 local[4]、spark://主机:7077。"
        ),
    ),
    (
        UNREADABLE,
        Problem(
            "集群读不到这份名册，",
            "各台机器都要在同一路径看到它，而且是完整的 Parquet。",
            "请放到共享存储，核对路径和权限，再执行一次。",
        ),
    ),
)


@contextmanager
def told_in_words(file: str) -> Iterator[None]:
    """说成中文: what Spark fails with within becomes Refused; ``file`` is what was being read."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise Refused([meant(str(error), file)]) from error


def meant(said: str, file: str = "") -> Problem:
    """意思: of what Spark said; where it is not known, its first line."""
    for pattern, problem in _MEANT:
        if re.search(pattern, said):
            return Problem(problem.what, problem.why, problem.fix, file)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    why = f"（Spark 报告：{lines[0][:200]}）" if lines else ""
    return Problem("Spark 没有做完。", why, f"请看集群的日志，{AGAIN}", file)
