"""提醒: what somebody should know before a concern is handed in; nothing is refused here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import yaml

from huiqi.triage.items import FOLDER

CautionKind = Literal["emergency", "secret", "abuse", "ground", "strange"]

LONGEST: Final = 100_000  # characters looked at
MUCH: Final = 5_000  # more than anybody reads with care
IDENTITY: Final = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9Xx])")
CARD: Final = re.compile(r"(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2,3}[ -]?[0-9]{1,4}(?![0-9])")
PHONE: Final = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
PASSWORD: Final = re.compile(
    r"(?:密码|口令|password|验证码)(?:是|为|:|：|=|\s){1,3}[!-~]{4,40}", re.IGNORECASE
)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECKS: Final = "10X98765432"
HIDDEN: Final = frozenset("\u200b\u200e\u200f\u2060\ufeff")
BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Span:
    """位置: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caution:
    """提醒: a sentence in Chinese; ``ground`` is 1–7 where one of the lawful grounds may apply.

    ``code`` names what was found («identity», «litigation»); ``spans`` tell where: what a
    «secret» marks is offered to be removed.
    """

    kind: CautionKind
    code: str
    sentence: str
    spans: tuple[Span, ...] = ()
    ground: int = 0


def warnings(text: str) -> tuple[Caution, ...]:
    """提醒: everything to say about a text, gravest first, in bounded time."""
    looked = text[:LONGEST]
    told = {row["code"]: row for row in _phrases()}
    found = [*_said(looked, "emergency"), *_secrets(looked), *_said(looked, "abuse")]
    found += _said(looked, "ground")
    found += [
        Caution("strange", code, told[code]["sentence"]) for code in _strange(looked, len(text))
    ]
    return tuple(found)


@lru_cache(maxsize=1)
def _phrases() -> tuple[Mapping[str, Any], ...]:
    rows = yaml.load((FOLDER / "cautions.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(rows)


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        row["code"]: re.compile("|".join(re.escape(one) for one in row["words"]), re.IGNORECASE)
        for row in _phrases()
        if row.get("words")
    }


def _said(text: str, kind: CautionKind) -> Iterator[Caution]:
    for row in _phrases():
        if row["kind"] != kind:
            continue
        spans = tuple(Span(*one.span()) for one in _patterns()[row["code"]].finditer(text))
        if spans:
            yield Caution(kind, row["code"], row["sentence"], spans[:20], row.get("ground", 0))


def _secrets(text: str) -> Iterator[Caution]:
    """A number is told once: what is an identity number is no bank card."""
    told = {row["code"]: row["sentence"] for row in _phrases()}
    taken: list[Span] = []
    for code, pattern, right in SECRETS:
        spans = tuple(
            span
            for one in pattern.finditer(text)
            if right(one.group()) and not _within(span := Span(*one.span()), taken)
        )
        taken += spans
        if spans:
            yield Caution("secret", code, told[code], spans)


def _within(span: Span, taken: list[Span]) -> bool:
    return any(span.start < one.end and one.start < span.end for one in taken)


def _identity(number: str) -> bool:
    """身份证号: its last character agrees with the others, and its month and day exist."""
    check = sum(int(one) * by for one, by in zip(number, WEIGHTS, strict=False)) % 11
    month, day = int(number[10:12]), int(number[12:14])
    return CHECKS[check] == number[-1].upper() and 1 <= month <= 12 and 1 <= day <= 31


def _card(number: str) -> bool:
    """银行卡号: Luhn."""
    digits = [int(one) for one in number if one.isdigit()][::-1]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
    return 15 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _any(_: str) -> bool:
    return True


SECRETS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("identity", IDENTITY, _identity),
    ("card", CARD, _card),
    ("phone", PHONE, _any),
    ("password", PASSWORD, _any),
)


def _strange(text: str, length: int) -> Iterator[str]:
    kinds = {unicodedata.category(one) for one in set(text)}
    if not text.strip():
        yield "empty"
    elif not any(one[0] in "LN" for one in kinds):
        yield "no-words"
    elif len(set(text)) < 4 and len(text) > 10:
        yield "repeated-character"
    if length > MUCH:
        yield "long"
    if any(one in BIDI or one in HIDDEN for one in set(text)):
        yield "hidden"
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\r\t" for one in set(text)):
        yield "control"
