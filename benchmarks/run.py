"""基准测试: prints how fast we are beside others, on this machine, in one process.

``python benchmarks/run.py [AREA]`` from the repository; without an area, all but those that take
minutes: ``engine``, which writes its tables into docs/reference/benchmarks.md, ``sandbox``, and
``spark``, which needs Java and requirements/spark.txt. Nothing is timed before every engine has
given the same verdict as ours on every clause of every firm; otherwise the run stops with status
1. A goal that is missed is said and does not change the status, so that a slow machine breaks
nothing.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

# Run as a file, Python looks for modules beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Every part imports its peers itself: the processes of «engine» begin by importing this module.

PEERS: Final = (
    "common-expression-language",
    "zen-engine",
    "OpenFisca-Core",
    "PyYAML",
    "ortools",
    "numpy",
)


def concerns() -> int:
    """分派建议: the half of the labelled concerns that was kept apart."""
    from benchmarks import triage

    print("\n分派建议")
    return triage.main()


def main(area: str = "") -> int:
    """运行: the tables of an area, or of all; 1 when an engine disagrees with ours, 2 unknown."""
    if area not in ("", *AREAS):
        print(f"没有「{area}」这个部分。可用：{'、'.join(AREAS)}。", file=sys.stderr)
        return 2
    wanted = [area] if area else [name for name in AREAS if name not in ALONE]
    return max(AREAS[name]() for name in wanted)


def one() -> int:
    """一户: all clauses for one firm, beside CEL, ZEN and OpenFisca."""
    from benchmarks import clauses, one_firm

    peers = "，".join(f"{name} {version(name)}" for name in PEERS)
    print(f"Python {platform.python_version()}，{os.cpu_count()} 核，{platform.machine()}；{peers}")
    work = clauses.work()
    atoms, firms = len(work.machine.atoms), len(work.complete)
    print(f"\n一户 × {len(work.trees)} 条（{atoms} 个不同的原子条件），{firms} 户随机企业")
    try:
        runners = one_firm.runners(work)
    except one_firm.Disagreement as differs:
        print(f"停止：{differs}", file=sys.stderr)
        return 1
    print("核对：每条每户结论一致；CEL 的每个原子条件也一致，未知的同样核对\n")
    all_reached = one_firm.report(one_firm.timed(runners))
    print("\n全部目标达到" if all_reached else "\n有目标未达到")
    return 0


def check() -> int:
    """政策库: a cold check beside PyYAML alone."""
    from benchmarks import library

    print("\n政策库：冷启动检查与只用 PyYAML（CSafeLoader）读同样的文件")
    library.report()
    return 0


def best() -> int:
    """最优组合: beside CP-SAT."""
    from benchmarks import choose

    print("\n最优组合：惠企的完整答复与只求合计的 CP-SAT")
    choose.report()
    return 0


def find() -> int:
    """检索: quality, beside PostgreSQL."""
    from benchmarks import search

    print("\n检索质量：与 PostgreSQL 全文检索比")
    search.report()
    return 0


def whole() -> int:
    """规则引擎: the whole city."""
    from benchmarks import engine

    return engine.main()


def edit() -> int:
    """政策沙盘: one edited rule over four million firms."""
    from benchmarks import sandbox

    return sandbox.main()


def cluster() -> int:
    """集群匹配: by Spark on this machine, beside the bitmaps; needs Java."""
    from benchmarks import spark

    return spark.main()


AREAS: Final[Mapping[str, Callable[[], int]]] = {
    "one": one,
    "library": check,
    "choose": best,
    "search": find,
    "engine": whole,
    "sandbox": edit,
    "spark": cluster,
    "triage": concerns,
}
ALONE: Final = ("engine", "sandbox", "spark")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
