"""易读: how long the sentences are that people read, and which words they may have to look up.

The same measure for what ships with huiqi (tests/texts) and for what officers write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

# What ends a thought for a reader; a comma does not.
END: Final = re.compile(r"[。！？；：\n]")
CHARACTER: Final = re.compile(r"[\u4e00-\u9fff]")
ABBREVIATION: Final = re.compile(r"(?<![A-Za-z_])[A-Z][A-Z0-9]+(?![A-Za-z_])")
LONGEST: Final = 45  # Chinese characters: two lines of a phone in large type
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
# Abbreviations that the page itself explains, and names and sizes of files people handle.
KNOWN_ABBREVIATIONS: Final = frozenset(
    {
        *("PDF", "CSV", "JSON", "ICS", "ZIP", "XLSX"),
        *("UTF", "GBK", "GB", "GB18030", "SHA", "MB"),
        # Kinds of files, and the licence that goes by these letters.
        *("PNG", "JPEG", "HTML", "XML", "CC", "BY"),
    }
)


@dataclass(frozen=True)
class Finding:
    """读不顺的地方: which sentence, and what to do about it."""

    sentence: str
    advice: str


def sentences(texts: Iterable[str]) -> list[str]:
    """句子: the thoughts of the texts that hold at least one Chinese character."""
    return [part for text in texts for part in END.split(text) if CHARACTER.search(part)]


def length(sentence: str) -> int:
    """字数: Chinese characters; figures, letters and marks are not read out one by one."""
    return len(CHARACTER.findall(sentence))


def findings(text: str) -> Iterator[Finding]:
    """读不顺的地方: sentences that are too long, words of the office, abbreviations."""
    for one in sentences([text]):
        told = one.strip()
        if length(told) > LONGEST:
            yield Finding(
                told,
                _("有 %(have)d 个字，超过 %(most)d 个；拆成两句")
                % {"have": length(told), "most": LONGEST},
            )
        for word, instead in OFFICIAL.items():
            if word in told:
                yield Finding(
                    told, _("「%(word)s」：%(instead)s") % {"word": word, "instead": instead}
                )
        for word in sorted({*ABBREVIATION.findall(told)} - KNOWN_ABBREVIATIONS):
            yield Finding(told, _("缩写 %(word)s 要写出全称") % {"word": word})
