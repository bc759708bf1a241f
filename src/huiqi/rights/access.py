"""数据权利的权限: a firm's own people ask, those who keep the city safe and the sources answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, is_system
from huiqi.parties.access import (
    is_audit_admin,
    is_auditor,
    is_officer,
    is_owner,
    is_security_admin,
    is_signed_in,
    stands_for_firm,
)
from huiqi.parties.enums import Kind
from huiqi.parties.models import FactCorrection
from huiqi.rights.models import DataRequest, SourceDesk

FIRMS = (Kind.ENTERPRISE, Kind.SOLE_TRADER, Kind.MAKER_TEAM)

answers_looks = is_security_admin | is_auditor | is_audit_admin


def _answers_for_source(actor: Actor, correction: FactCorrection) -> bool:
    desk = SourceDesk.objects.filter(source=correction.fact.source).first()
    return desk is None or desk.organization_id == actor.organization_id


# The department that sent a fact knows whether it is right; who governs the firm does not.
answers_for_source = Check(_answers_for_source, _("须由提供这项数据的主管部门答复")) & Check(
    lambda actor, _obj: not is_officer.refusal(actor), _("须由主管部门经办人员办理")
)

is_asker = Check(
    lambda actor, request: actor.person_id is not None and actor.person_id == request.asked_by_id,
    _("须由提出请求的人办理"),
)


def may_ask(actor: Actor, subject: object) -> str:
    """可否请求: of oneself anybody signed in; of a firm its owner. The reason when not."""
    return (is_signed_in if subject is None else is_owner).refusal(actor, subject)


__all__ = [
    "DataRequest",
    "answers_for_source",
    "answers_looks",
    "is_asker",
    "is_security_admin",
    "is_system",
    "may_ask",
    "stands_for_firm",
]
