"""群服务的文字: what forms hand in, looked at field by field, every flaw at once."""

from __future__ import annotations

from datetime import date, timedelta

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import flaws_of_words, legible, worded


class Flaws:
    """问题: collected while a form is read; ``end`` refuses with all of them."""

    def __init__(self) -> None:
        """Without any."""
        self.found: list[str] = []

    def add(self, is_wrong: bool, sentence: str) -> None:
        """记下: where it is so."""
        if is_wrong:
            self.found.append(sentence)

    def text(self, told: str, what: str, most: int, *, least: int = 1) -> str:
        """写明: stripped; nothing where it is not as long as it must or longer than it may."""
        self.found += flaws_of_words(told, what, most, least=least)
        return legible(told)

    def day(self, told: date | None, what: str, first: date, days: int) -> date:
        """日期: from ``first`` on, at most so many days later, both included; else ``first``."""
        last = first + timedelta(days=days)
        if told is not None and first <= told <= last:
            return told
        self.found.append(
            worded("%(what)s从 %(first)s 到 %(last)s 选", what=what, first=first, last=last)
        )
        return first

    def end(self) -> None:
        """了结: Refused with every flaw that was found."""
        if self.found:
            raise Refused(self.found)
