"""待算的查询: which firms wait to be judged anew, and of which a register knows all there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from huiqi.citywide.models import DirtyFirm, FirmStanding
from huiqi.parties.models import Organization, Subject
from huiqi.policies.charge import firms_on_file, subjects_of_firms


def waiting_firms(on: date) -> int:
    """待算户数: of those whose day has come."""
    found = DirtyFirm.objects.filter(since__lte=on)
    return found.values("subject_id").distinct().count()


def covered(codes: Sequence[str], known_at: datetime) -> dict[str, int]:
    """名册所知: by credit code the subjects that are on file and were not judged since."""
    older = FirmStanding.objects.filter(subject=OuterRef("subject_id"), known_at__lt=known_at)
    found = firms_on_file().filter(Exists(older), credit_code__in=codes).order_by("pk")
    return {str(code): subject for code, subject in found.values_list("credit_code", "subject_id")}


def uncovered(known_at: datetime) -> QuerySet[Subject]:
    """名册不知: subjects on file that were judged since, or that have no credit code there."""
    newer = FirmStanding.objects.filter(subject=OuterRef("pk"), known_at__gte=known_at)
    coded = Organization.objects.filter(
        subject=OuterRef("pk"), credit_code__isnull=False, closed_until=None
    )
    return subjects_of_firms().filter(Exists(newer) | ~Exists(coded))


def waiting_of(firms: Sequence[int], on: date) -> set[int]:
    """其中待算的: those whose day has come."""
    found = DirtyFirm.objects.filter(since__lte=on, subject_id__in=firms)
    return set(found.values_list("subject_id", flat=True))
