"""变化的说法: each cause of a difference in one sentence, facts as old, new and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.follow.differences import Difference, FactChange
from huiqi.follow.enums import Target
from huiqi.follow.queries.changing import Changes
from huiqi.follow.queries.covering import called
from huiqi.follow.values import told_value
from huiqi.parties.enums import Source
from huiqi.rules.dictionary import FACTS

SENTENCES: Final = {
    "new": gettext_lazy("政策库新收录"),
    "gone": gettext_lazy("政策库不再收录"),
    "began": gettext_lazy("换了一个有效的版本"),
    "ended": gettext_lazy("现在不在有效期"),
    "text": gettext_lazy("政策内容有新版本"),
    "day": gettext_lazy("日子到了，按日期算的条件变了"),
    "combination": gettext_lazy("条件没有变，是同时能拿的组合变了"),
}


@dataclass(frozen=True)
class Row:
    """一行: of a programme: its name, what it adds more or less (分), and why."""

    programme: str
    title: str
    fen: int
    why: tuple[str, ...]

    @property
    def size_fen(self) -> int:
        """多少: without its sign."""
        return abs(self.fen)


@dataclass(frozen=True)
class Told:
    """变化的全文: as the page shows it; its rows add up to the difference of the totals."""

    changes: Changes
    rows: tuple[Row, ...]

    @property
    def size_fen(self) -> int:
        """相差多少: without its sign."""
        return abs(self.changes.fen)


def told(changes: Changes) -> Told:
    """写明: every row in words."""
    rows = tuple(
        Row(one.programme, called(Target.PROGRAMME, one.programme), one.fen, tuple(_why(one)))
        for one in changes.rows
    )
    return Told(changes, rows)


def _why(one: Difference) -> Iterator[str]:
    for cause in one.causes:
        if cause == "facts":
            yield from (_of_fact(change) for change in one.facts)
        else:
            yield str(SENTENCES[cause])


def _of_fact(change: FactChange) -> str:
    source = change.new_source or change.old_source
    return _("%(fact)s 原为 %(old)s，现为 %(new)s（来源：%(source)s）") % {
        "fact": FACTS[change.key].label if change.key in FACTS else change.key,
        "old": told_value(change.key, change.old) or _("不知道"),
        "new": told_value(change.key, change.new) or _("不知道"),
        "source": Source(source).label if source in Source.values else "",
    }
