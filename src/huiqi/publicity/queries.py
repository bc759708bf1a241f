"""公示的查询: where each award stands on a day, and against which nothing was left to say."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.publicity.enums import Standing
from huiqi.publicity.models import Objection, PublicAward, Publicity


def standing_of(award: PublicAward, day: date) -> Standing:
    """公示状况: of an award, on a day."""
    found = _told(PublicAward.objects.filter(pk=award.pk)).get()
    return _standing(found, day)


def standings_of(notice: Publicity, day: date) -> list[tuple[PublicAward, Standing]]:
    """公示状况: of every award of a notice, in order."""
    found = _told(PublicAward.objects.filter(publicity=notice)).order_by("place")
    return [(one, _standing(one, day)) for one in found]


def cleared_awards(
    day: date, *, subject_id: int | None = None
) -> dict[tuple[str, str, int], PublicAward]:
    """公示期满的拟资助: by programme, call and subject, with nothing left against any of them.

    Of one subject, or of all. The latest notice that was not withdrawn decides, so a corrected
    one has to end as well.
    """
    key = ("publicity__programme", "publicity__call", "subject_id")
    awards = PublicAward.objects.filter(publicity__withdrawal=None)
    if subject_id is not None:
        awards = awards.filter(subject=subject_id)
    latest = _told(awards).order_by(*key, "-publicity_id").distinct(*key)
    return {
        (one.publicity.programme, one.publicity.call, one.subject_id): one
        for one in latest
        if _standing(one, day) is Standing.ENDED
    }


def _told(awards: QuerySet[PublicAward]) -> QuerySet[PublicAward]:
    """With what was said against each of them, or against the whole of its notice."""
    against = Objection.objects.filter(
        Q(award=OuterRef("pk")) | Q(award=None), publicity=OuterRef("publicity_id")
    )
    return awards.select_related("publicity", "publicity__withdrawal").annotate(
        is_upheld=Exists(against.filter(answer__is_upheld=True)),
        is_disputed=Exists(against.filter(answer=None)),
    )


def _standing(award: PublicAward, day: date) -> Standing:
    notice, told = award.publicity, vars(award)
    if hasattr(notice, "withdrawal"):
        return Standing.WITHDRAWN
    if told["is_upheld"]:
        return Standing.UPHELD
    if day < notice.begins_on:
        return Standing.UPCOMING
    if day < notice.until:
        return Standing.RUNNING
    return Standing.DISPUTED if told["is_disputed"] else Standing.ENDED
