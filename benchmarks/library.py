"""政策库检查: reading, compiling and running every case, beside loading the same YAML only.

PyYAML checks nothing: no duplicate keys, no types, no names, no citations, no cases. It stands
here as the floor below which a library kept in YAML cannot go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import yaml

import huiqi.library
from huiqi.rules import parse
from huiqi.rules.book import Library
from huiqi.rules.check import check_library
from huiqi.rules.files import load_cases, load_policy
from huiqi.rules.load import load_library
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem
from huiqi.rules.testing import check

FOLDER: Final = Path(huiqi.library.__file__).parent
ROUNDS: Final = 5


def report() -> None:
    """报告: one row per programme and one for the whole library; medians in milliseconds."""
    print("    全部案例    仅读 YAML      比值  案例  项目（毫秒）")
    library = load_library(FOLDER)
    for policy in library.policies.values():
        files = sorted(policy.path.glob("*.yaml"))
        count = len(load_cases(policy.path).cases)
        problems = _all_cases(library, policy)
        told = policy.id + (f"，{len(problems)} 个问题" if problems else "")
        _row(partial(_all_cases, library, policy), files, count, told)
    found = check_library(FOLDER)
    told = f"library check：{found.programmes} 个项目，{len(found.problems)} 个问题"
    files = sorted(FOLDER.glob("*/*/*.yaml"))
    _row(partial(check_library, FOLDER), files, found.cases, told)


def _all_cases(library: Library, policy: Policy) -> list[Problem]:
    """Both files of one programme read and its cases judged; nothing compiled beforehand.

    The other programmes are there already: a programme may use their values.
    """
    return check(Library({**library.policies, policy.id: load_policy(policy.path)}), policy)


def _row(work: Callable[[], object], files: Sequence[Path], count: int, name: str) -> None:
    pairs = [(_spent(work), _spent(partial(_plain, files))) for _ in range(ROUNDS)]
    ours, plain = (median(of) for of in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    print(f"{ours:>12.1f}{plain:>13.2f}{ratio:>8.1f} 倍{count:>6}  {name}")


def _plain(files: Sequence[Path]) -> None:
    for file in files:
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _spent(work: Callable[[], object]) -> float:
    parse._tree.cache_clear()  # noqa: SLF001  a cold start, as on the command line
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1e3
