"""政策文件夹: rules.yaml, cases.yaml and source.md of one programme, read and checked.

A folder is refused with all its problems; nothing half-read ever reaches the engine.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from huiqi.rules.cases import ABSENT, CASES, Absent, Case, Cases, Expect
from huiqi.rules.policy_checks import cases_alone_problems, policy_problems
from huiqi.rules.policy_shape import POLICY
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.shape import Bad, Log, Shape
from huiqi.rules.strict_yaml import read_path

if TYPE_CHECKING:
    from pathlib import Path

    from huiqi.rules.policy import Policy

__all__ = [
    "ABSENT",
    "Absent",
    "Case",
    "Cases",
    "Expect",
    "Refused",
    "load_cases",
    "load_policy",
    "programme_folders",
]

T = TypeVar("T")

RULES: Final = "rules.yaml"
CASES_FILE: Final = "cases.yaml"
SOURCE: Final = "source.md"


def programme_folders(root: Path) -> tuple[Path, ...]:
    """项目文件夹: every ``<jurisdiction>/<programme>`` under ``root`` with a rules.yaml, sorted."""
    return tuple(sorted(path.parent for path in root.glob(f"*/*/{RULES}")))


def load_policy(folder: Path) -> Policy:
    """读取政策: the checked policy of one folder; Refused with all problems."""
    path = folder / RULES
    problems = _companion_problems(folder)
    policy, data = _read(path, POLICY, problems)
    if policy is not None:
        policy = replace(policy, file=str(path), path=folder, sha256=_sha256(data))
        problems.extend(policy_problems(policy))
    if policy is None or problems:
        raise Refused(_in_order(problems))
    return policy


def load_cases(folder: Path) -> Cases:
    """读取用例: the checked cases of one folder, at least one; Refused with all problems."""
    path = folder / CASES_FILE
    problems: list[Problem] = []
    cases, _ = _read(path, CASES, problems)
    if cases is not None:
        cases = replace(cases, file=str(path))
        problems.extend(cases_alone_problems(cases))
    if cases is None or problems:
        raise Refused(_in_order(problems))
    return cases


def _read(path: Path, shape: Shape[T], problems: list[Problem]) -> tuple[T | None, bytes]:
    document = read_path(path)
    log = Log(str(path), document.problems)
    value: Any = shape.read(document.root, log, path.name)
    problems.extend(log.problems)
    return (None if isinstance(value, Bad) else value), document.data


def _sha256(data: bytes) -> str:
    # Line ends differ between checkouts of the same text.
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _companion_problems(folder: Path) -> list[Problem]:
    wanted = {
        CASES_FILE: ("没有用例的政策不能使用。", "请在同一文件夹补写 cases.yaml，至少一个用例。"),
        SOURCE: ("每项政策须附来源摘录。", "请在同一文件夹补写 source.md。"),
    }
    return [
        Problem(f"缺少 {name}。", why, fix, file=str(folder / name))
        for name, (why, fix) in wanted.items()
        if not (folder / name).is_file()
    ]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.file, problem.line))
