"""说法: a sentence in the reader's language, with what is particular filled in afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from huiqi.kernel.refusals import Refused

# As they stand, or said anew for each reader in that reader's language.
Words = str | Callable[[], str]

UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


def worded(sentence: str, /, **named: object) -> str:
    """成句: the sentence as the catalogue has it, with ``%(name)s`` filled in by name.

    By name, for another language may want another order. KeyError for one that is not given.
    """
    return gettext(sentence) % named


def counted(sentence: str, count: int, /, **named: object) -> str:
    """计数成句: as ``worded``, in the form that ``count`` asks for; it is filled in as itself.

    Chinese has one form for every number, other languages have not.
    """
    return ngettext(sentence, sentence, count) % ({"count": count} | named)


def on_record(words: object) -> str:
    """存档的说法: in the city's own language, whoever asks: what is kept speaks one language."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


def said_in(language: str, words: Words) -> str:
    """用某种语言说: for somebody else than whoever asks; words that stand are left as they are."""
    with override(language):
        return words() if callable(words) else words


def can_be_kept(text: str) -> bool:
    """能否存下: no NUL and no half of a character, which no database keeps."""
    return UNKEPT.search(text) is None


def kept(text: str) -> str:
    """存得下的文字: without what no database keeps: NUL and halves of characters."""
    return UNKEPT.sub("", text)


def legible(text: str) -> str:
    """可存的文字: stripped as well, as what somebody typed."""
    return kept(text).strip()


def flaws_of_words(text: str, what: str, most: int, *, least: int = 1) -> Iterator[str]:
    """文字的问题: of a field called ``what``, from ``least`` to ``most`` characters, included."""
    count = len(legible(text))
    if count < least:
        yield worded("请写明%(what)s", what=what)
    if count > most:
        yield worded(
            "%(what)s最多 %(most)s 个字，现在有 %(count)s 个，请写短一些",
            what=what,
            most=most,
            count=count,
        )


def in_words(text: str, what: str, most: int) -> str:
    """写明: stripped; Refused when there is nothing or too much of it."""
    if problems := list(flaws_of_words(text, what, most)):
        raise Refused(problems)
    return legible(text)
