"""单位: of a figure, in the reader's language, as it stands beside the number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

WORDS: Final[Mapping[str, Promise]] = {
    "元": pgettext_lazy("单位", "元"),
    "人": pgettext_lazy("单位", "人"),
    "人次": pgettext_lazy("单位", "人次"),
    "家": pgettext_lazy("单位", "家"),
    "项": pgettext_lazy("单位", "项"),
    "年": pgettext_lazy("单位", "年"),
    "天": pgettext_lazy("单位", "天"),
    "分": pgettext_lazy("单位", "分"),
    "级": pgettext_lazy("单位", "级"),
    "平方米": pgettext_lazy("单位", "平方米"),
}


def unit_word(unit: str) -> str:
    """单位的说法: of a fact's unit; one that has no word of its own stays as it is."""
    return str(WORDS.get(unit, unit))
