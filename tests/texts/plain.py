"""易读: how long the sentences are that people read, and which words they may have to look up.

``python -m tests.texts.plain`` prints the figures that docs/reference/benchmarks.md names.
"""

from __future__ import annotations

from statistics import median

from huiqi.config.words import collected, key_of
from huiqi.library import load
from huiqi.policies.readability import (
    ABBREVIATION,
    KNOWN_ABBREVIATIONS,
    OFFICIAL,
    length,
    sentences,
)

__all__ = ["ABBREVIATION", "KNOWN_ABBREVIATIONS", "OFFICIAL", "length", "sentences", "spoken"]


def spoken() -> dict[str, list[str]]:
    """说给人听的话: sentences of the pages, summaries of programmes, names of conditions."""
    policies = load().policies.values()
    conditions = (one.text for policy in policies for one in policy.when)
    return {
        "界面": sentences(key_of(message)[0] for message in collected() if message.id),
        "一句话": sentences(policy.summary for policy in policies if policy.summary),
        "条件": sentences(conditions),
    }


def figures() -> list[tuple[str, int, float, int]]:
    """字数一览: kind, number of sentences, median and longest."""
    told = {kind: [length(one) for one in there] for kind, there in spoken().items()}
    return [(kind, len(them), median(them), max(them)) for kind, them in told.items()]


if __name__ == "__main__":
    for kind, count, middle, longest in figures():
        print(f"{kind}：{count} 句，字数中位数 {middle:g}，最长 {longest}")  # noqa: T201 -- a command
