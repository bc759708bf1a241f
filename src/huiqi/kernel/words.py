"""说法: a sentence in the reader's language, with what is particular filled in afterwards."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, override

UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


def worded(sentence: str, /, **named: object) -> str:
    """成句: the sentence as the catalogue has it, with ``%(name)s`` filled in by name.

    By name, for another language may want another order. KeyError for one that is not given.
    """
    return gettext(sentence) % named


def on_record(words: object) -> str:
    """存档的说法: in the city's own language, whoever asks: what is kept speaks one language."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


def legible(text: str) -> str:
    """可存的文字: stripped, and without what no database keeps: NUL and halves of characters."""
    return UNKEPT.sub("", text).strip()
