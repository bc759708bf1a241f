"""读取政策库: every programme folder below one folder."""

from __future__ import annotations

from pathlib import Path

from huiqi.rules.book import Library
from huiqi.rules.files import load_policy
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem, Refused


def load_library(folder: Path) -> Library:
    """读取政策库: all programmes in order of id; Refused with the problems of every file."""
    policies: dict[str, Policy] = {}
    problems: list[Problem] = []
    for rules in sorted(folder.glob("*/*/rules.yaml")):
        try:
            policy = load_policy(rules.parent)
            policies[policy.id] = policy
        except Refused as refused:
            problems += refused.problems
    if not policies and not problems:
        problems = [
            Problem(
                f"「{folder}」下没有政策文件。",
                fix="政策库应是「地域/项目/rules.yaml」的文件夹。",
            )
        ]
    if problems:
        raise Refused(problems)
    return Library(dict(sorted(policies.items())))
