"""标量形状: texts, numbers, money, dates and flags, each read exactly from the text as written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from huiqi.rules.policy import Formula, Lined
from huiqi.rules.shape import Bad, JsonSchema, Log, suggest, wrong_kind
from huiqi.rules.strict_yaml import Node, Text, is_plain_flag, is_plain_number

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_INTEGER: Final = re.compile(r"-?[0-9]{1,30}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_RATIO: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30}|/[0-9]{0,29}[1-9][0-9]{0,29})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Scalar(ABC, Generic[T]):
    """A shape made from one piece of text."""

    kinds: tuple[type, ...] = (Text,)
    wanted = "文本"

    def read(self, node: Node, log: Log, key: str, /) -> T | Bad:
        if type(node) is not Text or node.text is None:
            return wrong_kind(node, log, key, self.wanted)
        return self.parse(node.text, node, log, key)

    @abstractmethod
    def parse(self, text: str, node: Text, log: Log, key: str) -> T | Bad: ...

    def schema(self, _defs: dict[str, JsonSchema], /) -> JsonSchema:
        return self.json()

    @abstractmethod
    def json(self) -> JsonSchema: ...

    def refuse(self, node: Text, log: Log, key: str, fix: str) -> Bad:
        return log.say(
            node.line, f"{key} 应为{self.wanted}，得到「{node.text}」。", fix=fix, key=key
        )


@dataclass(frozen=True)
class Word(_Scalar[str]):
    """文本: not empty; ``pattern`` must match it whole, and ``wanted`` says so in Chinese."""

    pattern: str = ""
    wanted: str = "文本"

    @cached_property
    def _matches(self) -> Callable[[str], object]:
        return re.compile(self.pattern or r"(?s).*\S.*").fullmatch

    def parse(self, text: str, node: Text, log: Log, key: str) -> str | Bad:
        if not self._matches(text):
            return self.refuse(node, log, key, "")
        if node.plain and (is_plain_number(text) or is_plain_flag(text)):
            # Another reader of this file would take it for a number or a flag.
            return self.refuse(node, log, key, f'请加引号："{text}"。')
        return text

    def json(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$" if self.pattern else r"\S"}


@dataclass(frozen=True)
class Reference(_Scalar[Lined]):
    """引用: the name of something defined elsewhere, with its line."""

    word: Word

    def parse(self, text: str, node: Text, log: Log, key: str) -> Lined | Bad:
        read = self.word.parse(text, node, log, key)
        return read if isinstance(read, Bad) else Lined(read, node.line)

    def json(self) -> JsonSchema:
        return self.word.json()


class Expression(_Scalar[Formula]):
    """公式: an expression with its line; numbers need no quotes, for the text is kept as it is."""

    wanted = "公式"

    def parse(self, text: str, node: Text, log: Log, key: str) -> Formula | Bad:
        if not text.strip():
            return self.refuse(node, log, key, "请写出公式。")
        return Formula(text.rstrip(), node.line)

    def json(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


@dataclass(frozen=True)
class Choice(_Scalar[str]):
    """选项: one of a few words."""

    words: tuple[str, ...]
    wanted: str = "选项之一"

    def parse(self, text: str, node: Text, log: Log, key: str) -> str | Bad:
        return (
            text if text in self.words else self.refuse(node, log, key, suggest(text, self.words))
        )

    def json(self) -> JsonSchema:
        return {"enum": list(self.words)}


class Integer(_Scalar[int]):
    """整数: digits, quoted or not."""

    wanted = "整数"

    def parse(self, text: str, node: Text, log: Log, key: str) -> int | Bad:
        return int(text) if _INTEGER.fullmatch(text) else self.refuse(node, log, key, _digits(text))

    def json(self) -> JsonSchema:
        return {"type": ["integer", "string"], "pattern": f"^{_INTEGER.pattern}$"}


@dataclass(frozen=True)
class Decimal(_Scalar[Fraction]):
    """小数: an exact number, quoted or not; ``ratio`` allows 2/37 as well."""

    ratio: bool = False
    wanted: str = "数字"

    def parse(self, text: str, node: Text, log: Log, key: str) -> Fraction | Bad:
        if not (_RATIO if self.ratio else _DECIMAL).fullmatch(text):
            return self.refuse(node, log, key, _digits(text))
        return Fraction(text) if "." in text or "/" in text else Fraction(int(text))

    def json(self) -> JsonSchema:
        pattern = (_RATIO if self.ratio else _DECIMAL).pattern
        return {"type": ["string", "number"], "pattern": f"^{pattern}$"}


class Money(_Scalar[Fraction]):
    """金额: exact 元 with at most two decimals, so a whole number of 分."""

    wanted = "以元计的金额"

    def parse(self, text: str, node: Text, log: Log, key: str) -> Fraction | Bad:
        if not _DECIMAL.fullmatch(text):
            return self.refuse(node, log, key, _digits(text))
        amount = Fraction(text)
        if (amount * 100).denominator != 1:
            return self.refuse(node, log, key, "最多写两位小数（到分）。")
        return amount

    def json(self) -> JsonSchema:
        return {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,30}(?:\.[0-9]{1,30})?$"}


class Day(_Scalar[date]):
    """日期: 2021-10-20, a day that exists."""

    wanted = "日期"

    def parse(self, text: str, node: Text, log: Log, key: str) -> date | Bad:
        if not _DATE.fullmatch(text):
            return self.refuse(node, log, key, "请写成 2021-10-20 的样子。")
        try:
            return date.fromisoformat(text)
        except ValueError:
            return self.refuse(node, log, key, "没有这一天，请核对。")

    def json(self) -> JsonSchema:
        return {"type": "string", "format": "date", "pattern": f"^{_DATE.pattern}$"}


class Flag(_Scalar[bool]):
    """是否: true or false without quotes."""

    wanted = "是否"

    def parse(self, text: str, node: Text, log: Log, key: str) -> bool | Bad:
        if node.plain and text in ("true", "false"):
            return text == "true"
        return self.refuse(node, log, key, "请写 true 或 false，不加引号。")

    def json(self) -> JsonSchema:
        return {"type": "boolean"}


def _digits(text: str) -> str:
    if re.search(r"[,，\s_]", text):
        return "请去掉分隔符和空格。"
    if text.endswith(("%", "％")):
        return "比例请写成小数，例如 5% 写 0.05。"
    if not text.isascii():
        return "请只写半角数字，单位另写。"
    return "请只写数字，例如 0.5 或 200000。"
