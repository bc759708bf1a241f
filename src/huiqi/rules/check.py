"""检查政策库: every file, every rule of every edition, every case; all problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiqi.rules.book import Library
from huiqi.rules.files import CASES_FILE, load_cases, load_policy, programme_folders
from huiqi.rules.library_checks import spanning_problems
from huiqi.rules.lint import lint
from huiqi.rules.lower import lower
from huiqi.rules.policy import Edition, Policy
from huiqi.rules.policy_checks import case_problems, clause_problems
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.testing import check


@dataclass(frozen=True)
class Report:
    """检查报告: how much was looked at and every problem found."""

    programmes: int
    cases: int
    problems: tuple[Problem, ...]


def check_library(folder: Path) -> Report:
    """检查政策库: forms, citations, rules of all editions, suspicious rules and cases.

    A file that is wrong in form keeps the others from nothing: they are checked all the same.
    """
    policies: dict[str, Policy] = {}
    problems: list[Problem] = []
    count = 0
    folders = programme_folders(folder)
    if not folders:
        fix = "政策库应是「地域/项目/rules.yaml」的文件夹。"
        problems.append(Problem(f"「{folder}」下没有政策文件。", fix=fix))
    for one in folders:
        try:
            policy = load_policy(one)
            policies[policy.id] = policy
        except Refused as refused:
            problems += refused.problems
        if (one / CASES_FILE).is_file():  # else the policy has told of it
            try:
                cases = load_cases(one)
                count += len(cases.cases)
            except Refused as refused:
                problems += refused.problems
    ids = [f"{one.parent.name}.{one.name}" for one in folders]
    problems += spanning_problems(policies, ids)
    library = Library(policies)
    for policy in policies.values():
        problems += _deeper(library, policy)
    return Report(len(policies), count, tuple(dict.fromkeys(problems)))


def days_of(policy: Policy, edition: Edition) -> list[date]:
    """变动的日子: on which the numbers of an edition change, its first day included."""
    dated = (one.from_ for name in policy.parameters.values() for one in name.values)
    return sorted({edition.from_, *(day for day in dated if edition.covers(day))})


def _deeper(library: Library, policy: Policy) -> Iterator[Problem]:
    yield from clause_problems(policy)
    try:
        yield from rule_problems(library, policy)
        yield from case_problems(load_cases(policy.path), policy)
        yield from check(library, policy)
    except Refused as refused:
        yield from refused.problems


def rule_problems(library: Library, policy: Policy) -> Iterator[Problem]:
    """规则的问题: of every edition, on every day on which its numbers change.

    Raises Refused with all rules that cannot be read.
    """
    for edition in policy.editions:
        for day in days_of(policy, edition):
            rules = library.compiled(policy, edition, day, day)
            yield from lint(rules)
            # Integers must hold every product before a register is judged by them.
            yield from lower([rules]).problems
