"""公示状况的查询: where each award stands on a day, and against which nothing is left to say."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiqi.publicity.enums import Standing
from huiqi.publicity.models import Objection, PublicAward, Publicity


def standing_of(award: PublicAward, day: date) -> Standing:
    """公示状况: of an award, on a day."""
    found = told_of(PublicAward.objects.filter(pk=award.pk)).get()
    return _standing(found, day)


def standings_of(notice: Publicity, day: date) -> list[tuple[PublicAward, Standing]]:
    """公示状况: of every award of a notice, in order."""
    return [(one, _standing(one, day)) for one in awards_of(notice)]


def awards_of(notice: Publicity) -> QuerySet[PublicAward]:
    """名单: the awards of a notice in order, with what was said against each of them."""
    return told_of(PublicAward.objects.filter(publicity=notice)).order_by("place")


def standing_told(award: PublicAward, day: date) -> Standing:
    """公示状况: of an award that ``awards_of`` found, without asking again."""
    return _standing(award, day)


def cleared_awards(
    day: date, *, subject_id: int | None = None
) -> dict[tuple[str, str, int], PublicAward]:
    """公示期满的拟资助: by programme, call and subject, with nothing left against any of them.

    Of one subject, or of all. The latest notice that was not withdrawn decides, so a corrected
    one has to end as well. An award that was taken out of it by itself is not cleared, whatever
    an earlier notice said of it.
    """
    key = ("publicity__programme", "publicity__call", "subject_id")
    awards = PublicAward.objects.filter(publicity__withdrawal=None)
    if subject_id is not None:
        awards = awards.filter(subject=subject_id)
    latest = told_of(awards).order_by(*key, "-publicity_id").distinct(*key)
    return {
        (one.publicity.programme, one.publicity.call, one.subject_id): one
        for one in latest
        if _standing(one, day) is Standing.ENDED
    }


def not_upheld(awards: QuerySet[PublicAward]) -> QuerySet[PublicAward]:
    """没有被异议推翻的: awards against which no objection was upheld."""
    return awards.filter(~Exists(_against().filter(answer__is_upheld=True)))


def _against() -> QuerySet[Objection]:
    """What was said against an award, or against the whole of its notice."""
    return Objection.objects.filter(
        Q(award=OuterRef("pk")) | Q(award=None), publicity=OuterRef("publicity_id")
    )


def told_of(awards: QuerySet[PublicAward]) -> QuerySet[PublicAward]:
    """说过的: awards with what was said against each of them, or against all of its notice."""
    against = _against()
    found = awards.select_related("publicity", "publicity__withdrawal", "withdrawal")
    return found.prefetch_related("publicity__extensions").annotate(
        is_upheld=Exists(against.filter(answer__is_upheld=True)),
        is_disputed=Exists(against.filter(answer=None)),
        upheld_at=Subquery(
            against.filter(answer__is_upheld=True)
            .order_by("answer__answered_at")
            .values("answer__answered_at")[:1]
        ),
    )


def _standing(award: PublicAward, day: date) -> Standing:
    notice, told = award.publicity, vars(award)
    if hasattr(notice, "withdrawal") or hasattr(award, "withdrawal"):
        return Standing.WITHDRAWN
    if told["is_upheld"]:
        return Standing.UPHELD
    if day < notice.begins_on:
        return Standing.UPCOMING
    if day < notice.ends:
        return Standing.RUNNING
    return Standing.DISPUTED if told["is_disputed"] else Standing.ENDED
