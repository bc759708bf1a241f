"""群服务的权限: whose firm it is, who keeps the lists, who may see what a visit found out.

Officers who serve firms see when every department met a firm, for nobody is to come twice; what
was found out there is seen by the unit that was there, by the firm's commissioners, by the
office and by the supervisors.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, is_system
from huiqi.network.enums import OrganKind
from huiqi.network.models import Organ
from huiqi.parties.access import is_officer, stands_for_firm
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization

SERVERS: Final = (
    Role.COMMISSIONER,
    Role.DISTRICT_OFFICER,
    Role.BUREAU_OFFICER,
    Role.SECTION_CHIEF,
)
KEEPERS: Final = (Role.BUREAU_OFFICER, Role.SECTION_CHIEF, Role.SUPERVISOR)


def _serves(actor: Actor, *roles: Role) -> bool:
    return (
        actor.person_id is not None
        and actor.organization_id is not None
        and actor.has(*(roles or (*SERVERS, Role.SUPERVISOR)))
    )


def _keeps(actor: Actor) -> bool:
    return (
        _serves(actor, *KEEPERS)
        and Organ.objects.filter(
            kind=OrganKind.OFFICE, until=None, organization=actor.organization_id
        ).exists()
    )


def _is_of(actor: Actor, officer: Any) -> bool:
    return (
        officer is not None
        and actor.person_id is not None
        and officer.person_id == actor.person_id
        and officer.organization_id == actor.organization_id
    )


def _owns(actor: Actor, thing: Any) -> bool:
    """One's own, or of one's unit for its chief: nothing waits for somebody who is away."""
    return (
        _serves(actor)
        and actor.organization_id == thing.unit_id
        and (actor.person_id == thing.owner_id or actor.has(Role.SECTION_CHIEF))
    )


def reaches(body: Organization, firm: Organization) -> bool:
    """是否管得到: a district's office serves the firms of its own district, any other body all."""
    return body.kind != Kind.DISTRICT_OFFICE or body.district == firm.district


def unit_of(actor: Actor) -> int:
    """办理人的单位: whoever passed a check here has one; LookupError for the system."""
    if actor.organization_id is None:
        raise LookupError("actor of no organization")
    return actor.organization_id


is_server = Check(lambda actor, _obj: _serves(actor), _("群服务由服务专员、主管部门和督办人员办理"))
may_read_firm = is_server & is_officer
is_office = Check(lambda actor, _obj: _keeps(actor), _("须由领导小组办公室的人员办理"))
is_planner = Check(
    lambda actor, _obj: _serves(actor, *SERVERS), _("须由服务专员或主管部门的经办人员办理")
)
is_carer = Check(
    lambda actor, key_firm: _is_of(actor, key_firm.officer), _("须由这家企业的服务专员办理")
)
is_taker = Check(lambda actor, handover: _is_of(actor, handover.taker), _("须由接手的专员本人办理"))
is_owner_here = Check(_owns, _("须由登记的人或本单位的处室负责人办理"))
is_of_unit = Check(
    lambda actor, thing: _serves(actor) and actor.organization_id == thing.unit_id,
    _("须由责任单位的人员办理"),
)
is_of_organ = Check(
    lambda actor, organ: _serves(actor) and actor.organization_id == organ.organization_id,
    _("须由这个组织所在单位的人员办理"),
)
may_meet = is_of_organ | is_office

__all__ = [
    "is_carer",
    "is_of_organ",
    "is_of_unit",
    "is_office",
    "is_officer",
    "is_owner_here",
    "is_planner",
    "is_server",
    "is_system",
    "is_taker",
    "may_meet",
    "may_read_firm",
    "reaches",
    "stands_for_firm",
    "unit_of",
]
