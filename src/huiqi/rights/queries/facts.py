"""我的事实: every fact of a firm by group, with who says so, and what the missing ones settle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, FactCorrection, Subject
from huiqi.parties.queries import KnownFacts, Provenance, facts_of, history_of
from huiqi.rights.models import CorrectionFile
from huiqi.rights.saying import value_text
from huiqi.rules.dictionary import FACTS, GROUPS
from huiqi.rules.questions import Question

GROUP_NAMES: Final = {
    "identity": _("登记信息"),
    "size": _("规模和经营"),
    "innovation": _("创新和荣誉"),
    "premises": _("场地"),
    "upgrade": _("技术改造和项目"),
    "loans": _("贷款和融资"),
    "support": _("已领扶持"),
    "guarantee": _("担保业务"),
    "bid": _("政府采购"),
    "platform": _("服务平台"),
}
# Facts of a bid or of a guarantor's own business are told when they are used, not kept of a firm.
OF_A_MATTER: Final = ("bid", "guarantee", "platform")


@dataclass(frozen=True)
class FactRow:
    """一项事实: its value and where it comes from, or what knowing it would settle."""

    key: str
    label: str
    value: str
    provenance: Provenance | None = None
    is_asked: bool = False
    programmes: int = 0
    possible_fen: int = 0

    @property
    def is_own_word(self) -> bool:
        """是否自报: nobody else has confirmed it."""
        return self.provenance is not None and self.provenance.source == Source.SELF_DECLARED


@dataclass(frozen=True)
class FactGroup:
    """一组事实: those on file first, then those that are missing and matter."""

    key: str
    title: str
    known: list[FactRow]
    missing: list[FactRow]

    @property
    def total(self) -> int:
        """项数: of the group, on file or asked for by a policy."""
        return len(self.known) + len(self.missing)


def fact_groups(
    subject: Subject, known: KnownFacts, questions: tuple[Question, ...]
) -> list[FactGroup]:
    """分组的事实: of a firm; missing are only those that some policy asks of it."""
    asked = set(
        FactCorrection.objects.filter(fact__subject=subject, status="open")
        .order_by("id")
        .values_list("fact_id", flat=True)
    )
    wanted = {one.fact: one for one in questions}
    groups = (
        FactGroup(
            key,
            str(title),
            list(_known(key, known, asked)),
            [_missing(fact, wanted[fact]) for fact in _keys(key) if fact in wanted],
        )
        for key, title in GROUP_NAMES.items()
    )
    return [one for one in groups if one.known or (one.missing and one.key not in OF_A_MATTER)]


def _keys(group: str) -> Iterator[str]:
    assert group in GROUPS
    return (key for key, fact in FACTS.items() if fact.group == group)


def _known(group: str, known: KnownFacts, asked: set[int]) -> Iterator[FactRow]:
    for key in _keys(group):
        found = known.provenance.get(key)
        if found is None or (key not in known.known and key not in known.lists):
            continue
        yield FactRow(key, FACTS[key].label, value_text(key, known), found, found.fact_id in asked)


def _missing(key: str, question: Question) -> FactRow:
    return FactRow(
        key,
        FACTS[key].label,
        "",
        programmes=len(question.programmes),
        possible_fen=int(question.possible * 100),
    )


@dataclass(frozen=True)
class Story:
    """来龙去脉: what each source said of one fact and when, and what was asked to be corrected."""

    key: str
    label: str
    current: Fact | None
    value: str
    rows: list[Fact]
    corrections: list[FactCorrection]

    @property
    def is_own_word(self) -> bool:
        """是否自报: it is changed by saying it anew, not by a correction."""
        return self.current is None or self.current.source == Source.SELF_DECLARED

    @property
    def open_correction(self) -> FactCorrection | None:
        """在办的更正: None when nothing is asked."""
        return next((one for one in self.corrections if one.status == "open"), None)


def corrections_of(subject: Subject) -> QuerySet[FactCorrection]:
    """更正申请: of a firm, decided or not, the latest first."""
    found = FactCorrection.objects.filter(fact__subject=subject)
    evidence = Prefetch(
        "evidence", CorrectionFile.objects.select_related("file__blob").order_by("id")
    )
    found = found.select_related("fact").prefetch_related(evidence)
    return found.order_by("-asked_at", "-id")


def story_of(subject: Subject, key: str, on: date) -> Story:
    """一项事实的全部: the latest record first; LookupError for a key that nobody registered."""
    known = facts_of(subject, on)
    rows = list(history_of(subject, key).order_by("-id"))
    found = known.provenance.get(key)
    current = next((one for one in rows if found and one.pk == found.fact_id), None)
    corrections = (
        FactCorrection.objects.filter(fact__in=[one.pk for one in rows])
        .select_related("fact")
        .prefetch_related("evidence__file__blob")
        .order_by("-id")
    )
    return Story(key, FACTS[key].label, current, value_text(key, known), rows, list(corrections))
