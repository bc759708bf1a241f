"""存句: sentences that are kept with what is particular in them, and said anew to each reader.

A to-do or a message that was kept as text speaks the language in which it was kept. One that is
kept as a sentence of the catalogue and the values in it speaks that of whoever reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.words import on_record

COUNT: Final = "count"
WRONG_GAPS: Final = (KeyError, TypeError, ValueError)


@dataclass(frozen=True)
class Saying:
    """存句: a sentence with ``%(name)s`` gaps, and what stands in each of them.

    ``is_counted`` where the form of the sentence depends on the number called ``count``. It is
    said, in the language that is in force, whenever it is called or made a string.
    """

    sentence: str
    named: Mapping[str, object]
    is_counted: bool = False

    def __call__(self) -> str:
        """说: in the language in force."""
        if self.is_counted:
            said = ngettext(self.sentence, self.sentence, int(str(self.named[COUNT])))
        else:
            said = gettext(self.sentence)
        try:
            return said % self.named
        except WRONG_GAPS:  # English of another day, with gaps that were not filled in then
            return self.sentence % self.named

    def __str__(self) -> str:
        return self()

    def kept(self) -> list[Any]:
        """存法: as JSON: the sentence, its values, and whether it is counted."""
        named = {name: _kept(value) for name, value in self.named.items()}
        return [self.sentence, named, self.is_counted]


Kept = str | Saying


def saying(sentence: str, /, **named: object) -> Saying:
    """存句: to be kept; a value that is itself a saying is said in the reader's language too."""
    return Saying(sentence, named)


def counting(sentence: str, count: int, /, **named: object) -> Saying:
    """计数存句: to be kept, in the form that ``count`` asks for; it is filled in as itself."""
    return Saying(sentence, {COUNT: count} | named, is_counted=True)


def label_kept(label: object) -> Saying:
    """选项存句: the label of a choice, which the catalogue has from where it is written."""
    return Saying(on_record(label), {})


def amount_kept(fen: int) -> Saying:
    """金额存句: in yuan to the last 分, as ``kernel.money.exact`` writes it; from 分."""
    yuan, rest = divmod(abs(fen), 100)
    return saying("%(yuan)s 元", yuan=f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}")


def _kept(value: object) -> object:
    if isinstance(value, Saying):
        return value.kept()
    return value if isinstance(value, int) else str(value)


def _read(told: Any) -> object:
    return read(told) if isinstance(told, list) else told


def read(told: Any) -> Saying | None:
    """读出存句: None for what is none: an old row, or one that somebody else has written."""
    if not (isinstance(told, list) and len(told) == 3 and isinstance(told[0], str)):
        return None
    sentence, named, is_counted = told
    if not isinstance(named, dict):
        return None
    return Saying(sentence, {name: _read(one) for name, one in named.items()}, bool(is_counted))


def kept_of(**fields: object) -> dict[str, list[Any]]:
    """各栏的存句: for the column ``said``; fields that are plain text are left out."""
    return {name: one.kept() for name, one in fields.items() if isinstance(one, Saying)}


def plainly(words: object) -> str:
    """存档文字: the same in the city's own language, for the column beside it."""
    return on_record(words) if isinstance(words, Saying) else str(words)


class SaidAnew(models.Model):
    """说给读者: a row with texts, and in ``said`` those of them that are said anew to a reader.

    Rows that are older than the column, and texts that are the words of a person, are read as
    they stand.
    """

    said = models.JSONField(_("存句"), default=dict, blank=True)

    class Meta:
        abstract = True

    def is_said(self, field: str) -> bool:
        """是否存句: the field is said anew."""
        return read(self.said.get(field)) is not None

    def told(self, field: str) -> str:
        """读法: the field as the reader in whose language we speak is to read it."""
        found = read(self.said.get(field))
        if found is not None:
            try:
                return found()
            except WRONG_GAPS:  # a row that somebody else has written
                pass
        return str(getattr(self, field))
