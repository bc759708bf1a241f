"""群服务的删除: who took part for the firm goes; that it was met and promised is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.network.models import Visit
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import ARCHIVE_LAW, Line, gone, kept


def erase_person(_person: Person, _now: datetime) -> list[Line]:
    """删除个人的: nothing here is about a person for herself."""
    return []


@transaction.atomic
def erase_firm(subject: Subject, now: datetime) -> list[Line]:
    """删除企业的: the names of its people at contacts."""
    del now
    named = Visit.objects.filter(subject=subject).exclude(people_of_firm="")
    count = named.update(people_of_firm="")
    return [
        gone("联系企业时的企业参加人", f"已删除 {count} 次联系里企业参加人的姓名"),
        kept("联系企业、承诺和转介的经过", "作为办理档案保留，不再用于别的", ARCHIVE_LAW),
    ]
