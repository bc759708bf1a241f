"""同意的办理: a firm lets its data be used for one purpose, and takes that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.parties.access import is_owner, person_of
from huiqi.parties.enums import Use
from huiqi.parties.models import Consent, Subject


@transaction.atomic
def give_consent(*, subject: Subject, use: Use, actor: Actor, now: datetime) -> Consent:
    """同意: to one use, until it is withdrawn."""
    require(is_owner, actor, subject)
    new = rows.save(Consent(subject=subject, use=use, given_by_id=person_of(actor), given_at=now))
    record_write(actor, "同意使用数据", new, subject_id=subject.pk, detail={"用途": use})
    return new


@transaction.atomic
def withdraw_consent(*, consent: Consent, actor: Actor, now: datetime) -> Consent:
    """撤回同意: from now on the data is not used for it any more."""
    found = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require(is_owner, actor, found)
    if found.withdrawn_at is not None:
        raise Refused([_("这项同意已经撤回")])
    found.withdrawn_at = now
    rows.save(found, only=("withdrawn_at",))
    record_write(actor, "撤回同意", found, subject_id=found.subject_id, detail={"用途": found.use})
    return found
