"""字组: what a text is made of: two and three characters that stand together, and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from typing import Final

import yaml

from huiqi.triage.items import FOLDER, items

LONGEST: Final = 2_000  # characters looked at; who writes more has said it by then
RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+")
# Said in every concern, of whatever item.
FILLERS: Final = re.compile(
    r"我们|你们|公司|企业|请问|怎么办?|什么|可以|能不能|是不是|有没有|要不要|现在|一个|这个|那个"
    r"|想问一?下?|一家|一百多|听说|没有|需要|合理|想在|咨询|如何|多少|多久|已经|还是|就是|因为|说是|一直"
)


def plain(text: str) -> str:
    """归一: half-width, lower case, simplified; the beginning and the end of what is too long."""
    if len(text) > LONGEST:
        text = text[: LONGEST * 3 // 4] + " " + text[-LONGEST // 4 :]
    return unicodedata.normalize("NFKC", text).lower()[: LONGEST * 2].translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    told = yaml.load((FOLDER / "traditional.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {ord(old): new for line in told["pairs"] for old, new in map(tuple, line.split())}


def runs(text: str) -> list[str]:
    """连续的字: of Chinese, and of Latin letters and digits; without what is said in every one."""
    return RUN.findall(FILLERS.sub(" ", plain(text)))


def grams(text: str) -> frozenset[str]:
    """字组: of Chinese every two and three characters, of others whole words."""
    found: set[str] = set()
    for run in runs(text):
        if run.isascii():
            found.add(run)
        for size in (2, 3) if not run.isascii() else ():
            found.update(run[at : at + size] for at in range(len(run) - size + 1))
    return frozenset(found)


@lru_cache(maxsize=1)
def rarity() -> Mapping[str, float]:
    """稀有度: of every character group the taxonomy knows; the rarer, the more it decides."""
    counts: dict[str, int] = {}
    leaves = [one for one in items().values() if one.level == 3]
    for one in leaves:
        for gram in grams(" ".join((one.title, *one.keywords))):
            counts[gram] = counts.get(gram, 0) + 1
    return {gram: log(1 + len(leaves) / count) for gram, count in counts.items()}


def weights(told: Iterable[str]) -> dict[str, float]:
    """权重: of character groups, as a vector of length one; in one order, so that sums agree."""
    known, rare = rarity(), log(1 + 200)
    found = {gram: known.get(gram, rare * 0.6) for gram in sorted(told)}
    length = sqrt(sum(one * one for one in found.values()))
    return {gram: one / length for gram, one in found.items()} if length else {}
