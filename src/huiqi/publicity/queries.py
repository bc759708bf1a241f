"""公示的查询: where each award stands on a day, and against which nothing was left to say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.publicity.enums import Standing
from huiqi.publicity.models import Objection, PublicAward, Publicity

# Programme, call and subject: what a notice says about whom.
Key = tuple[str, str, int]


def standing_of(award: PublicAward, day: date) -> Standing:
    """公示状况: of an award, on a day."""
    found = _told(PublicAward.objects.filter(pk=award.pk)).get()
    return _standing(found, day)


def standings_of(notice: Publicity, day: date) -> list[tuple[PublicAward, Standing]]:
    """公示状况: of every award of a notice, in order."""
    found = _told(PublicAward.objects.filter(publicity=notice)).order_by("place")
    return [(one, _standing(one, day)) for one in found]


def latest_awards(
    day: date, *, subjects: Collection[int] | None = None
) -> dict[Key, tuple[PublicAward, Standing]]:
    """最近一次公示: by programme, call and subject, with where each award stands on a day.

    Of some subjects, or of all. The latest notice that was not withdrawn decides, so a corrected
    one has to end as well.
    """
    key = ("publicity__programme", "publicity__call", "subject_id")
    awards = PublicAward.objects.filter(publicity__withdrawal=None)
    if subjects is not None:
        awards = awards.filter(subject__in=subjects)
    latest = _told(awards).order_by(*key, "-publicity_id").distinct(*key)
    return {
        (one.publicity.programme, one.publicity.call, one.subject_id): (one, _standing(one, day))
        for one in latest
    }


def cleared_awards(day: date, *, subject_id: int | None = None) -> dict[Key, PublicAward]:
    """公示期满的拟资助: by programme, call and subject, with nothing left against any of them.

    Of one subject, or of all; as ``latest_awards``.
    """
    subjects = None if subject_id is None else (subject_id,)
    return {
        key: award
        for key, (award, standing) in latest_awards(day, subjects=subjects).items()
        if standing is Standing.ENDED
    }


def _told(awards: QuerySet[PublicAward]) -> QuerySet[PublicAward]:
    """With what was said against each of them, or against the whole of its notice."""
    against = Objection.objects.filter(
        Q(award=OuterRef("pk")) | Q(award=None), publicity=OuterRef("publicity_id")
    )
    return awards.select_related("publicity__department", "publicity__withdrawal").annotate(
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
