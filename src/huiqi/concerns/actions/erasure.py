"""诉求的删除: who can be reached goes; what was asked and answered is kept, with its ground."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiqi.concerns.enums import OVER
from huiqi.concerns.models import Concern
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import ARCHIVE_LAW, KEEP_LAW, Line, gone, kept


@transaction.atomic
def erase_person(person: Person, now: datetime) -> list[Line]:
    """删除个人的: the contact of what she brought for herself and what is over."""
    del now
    return _erased(Q(subject=None, filed_by=person, is_behalf=False))


@transaction.atomic
def erase_firm(subject: Subject, now: datetime) -> list[Line]:
    """删除企业的: the contacts of what is over."""
    del now
    return _erased(Q(subject=subject, filed_by__isnull=False))


def _erased(of: Q) -> list[Line]:
    cases = Concern.objects.filter(of)
    still = cases.exclude(state__in=OVER).count()
    count = cases.filter(state__in=OVER).update(
        contact_name="", contact_phone="", contact_email="", contact_checked_at=None
    )
    found = [
        gone("诉求的联系方式", f"已删除 {count} 件了结的诉求的联系人、电话和邮箱"),
        kept("诉求的内容、答复和经过", "作为办理档案保留，不再用于别的", ARCHIVE_LAW),
    ]
    if still:
        found.append(kept("在办诉求的联系方式", f"{still} 件还在办，办结后再删", KEEP_LAW))
    return found
