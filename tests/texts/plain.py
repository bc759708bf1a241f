"""易读: how long the sentences are that people read, and which words they may have to look up.

``python -m tests.texts.plain`` prints the figures that docs/reference/benchmarks.md names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Final

from huiqi.config.words import collected, key_of
from huiqi.library import load

# What ends a thought for a reader; a comma does not.
END: Final = re.compile(r"[。！？；：\n]")
CHARACTER: Final = re.compile(r"[\u4e00-\u9fff]")
ABBREVIATION: Final = re.compile(r"(?<![A-Za-z_])[A-Z][A-Z0-9]+(?![A-Za-z_])")

# Words of the office and what an owner would say instead.
OFFICIAL: Final[Mapping[str, str]] = {
    "之日起": "「从……那天算」",
    "予以": "去掉",
    "该等": "「这些」",
    "上述": "说出是哪些",
    "前述": "说出是哪些",
    "拟于": "「打算在」",
    "孰高": "「哪个高按哪个」",
    "孰低": "「哪个低按哪个」",
    "轧差": "「相抵以后」",
    "核减": "「减去」",
    "逾期视为": "说出过了哪天会怎样",
    "不予受理": "说出缺什么、去哪里",
    "兹": "去掉",
    "贵司": "「你」或企业名称",
    "届时": "说出哪天",
    "如需": "「要……就……」",
    "敬请": "去掉",
}
# Abbreviations that the page itself explains or that name a file people receive.
KNOWN_ABBREVIATIONS: Final = frozenset(
    {
        *("PDF", "CSV", "JSON", "ICS", "ZIP", "XLSX"),
        *("UTF", "GBK", "GB", "SHA"),
    }
)


def sentences(texts: Iterable[str]) -> list[str]:
    """句子: the thoughts of the texts that hold at least one Chinese character."""
    return [part for text in texts for part in END.split(text) if CHARACTER.search(part)]


def length(sentence: str) -> int:
    """字数: Chinese characters; figures, letters and marks are not read out one by one."""
    return len(CHARACTER.findall(sentence))


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
