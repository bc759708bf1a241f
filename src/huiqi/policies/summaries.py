"""政策说明的查询: what is published, every version of it, and what is being written."""

from __future__ import annotations

from django.db.models import QuerySet

from huiqi.policies.models import Summary
from huiqi.policies.models.reviewed import OPEN

S = Summary.State
PUBLIC = (S.PUBLISHED, S.REPLACED)


def _all() -> QuerySet[Summary]:
    return Summary.objects.select_related("made_by", "saved_by", "reviewed_by")


def published_summary(programme: str) -> Summary | None:
    """已发布的说明: of a programme, with who answers for it."""
    return _all().filter(programme=programme, state=S.PUBLISHED).first()


def published_summaries(programmes: set[str]) -> dict[str, Summary]:
    """已发布的说明: by programme; left out where there is none."""
    found = _all().filter(programme__in=programmes, state=S.PUBLISHED).order_by("programme")
    return {one.programme: one for one in found}


def public_versions_of(programme: str) -> QuerySet[Summary]:
    """公开过的版本: of a programme, the latest first."""
    return _all().filter(programme=programme, state__in=PUBLIC).order_by("-version")


def versions_of(programme: str) -> QuerySet[Summary]:
    """所有版本: drafts and withdrawn ones too, the latest first; for its keepers only."""
    return _all().filter(programme=programme).order_by("-version")


def open_version(programme: str) -> Summary | None:
    """在办的一稿: of a programme, if there is one."""
    return _all().filter(programme=programme, state__in=OPEN).first()
