"""诉求的文字: what is handed in is looked at before it is kept, and every flaw is said at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.concerns.models.cases import LONGEST_TEXT, LONGEST_TITLE
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.triage import Caution, warnings

# What somebody has to have seen before it is handed in; everything else is said beside it.
GRAVE: Final = ("emergency", "secret", "abuse")
UNREADABLE: Final = ("empty", "no-words", "repeated-character")
SURE: Final = gettext_lazy("看过提醒、仍要这样提交的，请勾选「我已看过提醒」再提交")
ENDS: Final = re.compile(r"[。！？!?\n\r]")
SHORT: Final = 40


class Cautioned(Refused):
    """提醒: nothing was handed in yet; ``cautions`` are to be seen first, then it may be."""

    def __init__(self, cautions: tuple[Caution, ...]) -> None:
        """Every sentence, and what to do."""
        self.cautions = cautions
        super().__init__([*(one.sentence for one in cautions), SURE])


def flaws_of(text: str) -> Iterator[str]:
    """内容的问题: for which it cannot be taken."""
    if len(text) > LONGEST_TEXT:
        yield worded(
            "内容最多 %(most)s 个字，现在有 %(count)s 个：请写要点，其余放进附件",
            most=LONGEST_TEXT,
            count=len(text),
        )
        return
    for one in warnings(text):
        if one.kind == "strange" and one.code in UNREADABLE:
            yield one.sentence


def cautions_of(text: str) -> tuple[Caution, ...]:
    """要先看的提醒: emergencies, secrets and abuse."""
    return tuple(one for one in warnings(text) if one.kind in GRAVE)


def title_of(text: str) -> str:
    """标题: the first sentence, cut, without the numbers that should not be read by many."""
    shown = list(text)
    for caution in warnings(text):
        if caution.kind == "secret":
            for span in caution.spans:
                shown[span.start : span.end] = "*" * (span.end - span.start)
    first = next((one.strip() for one in ENDS.split("".join(shown)) if one.strip()), "")
    if len(first) > SHORT:
        first = f"{first[: SHORT - 1]}…"
    return (first or _("诉求"))[:LONGEST_TITLE]


def fingerprint_of(text: str) -> str:
    """内容指纹: the same whatever spaces, line ends and full or half width were typed."""
    plain = "".join(text.split()).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()
