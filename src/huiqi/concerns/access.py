"""诉求的权限: who asks, who dispatches, who handles, who supervises; and what stays close.

A case is of the firm, or of the person, that filed it. Of the city those see it who dispatch it,
handle it, help with it or supervise it; a confidential one only the first, its officer and its
chief. Where a unit has no chief, all of its officers stand for one: nothing is nobody's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Level
from huiqi.kernel.access import Actor, Check, anybody, is_system
from huiqi.kernel.now import Now
from huiqi.parties.access import is_of_firm, may_edit_for, stands_for_firm
from huiqi.parties.enums import Role
from huiqi.parties.queries.acting import memberships_at

OFFICERS: Final = (
    Role.BUREAU_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.SECTION_CHIEF,
    Role.COMMISSIONER,
)
CASE: Final = "concern:"  # of whoever has shown that the contact of a case is theirs


def key_of(number: str) -> str:
    """案件凭证: the role of an actor without login who may act in one case, and in no other."""
    return f"{CASE}{number}"


def has_chief(unit_id: int | None, barred_id: int | None, now: datetime | Now) -> bool:
    """是否有处室负责人: of a unit, who may handle it."""
    held = memberships_at(now).filter(organization=unit_id, role=Role.SECTION_CHIEF)
    return held.exclude(person=barred_id).exists()


def _is_officer(actor: Actor, *roles: Role) -> bool:
    return (
        actor.person_id is not None
        and actor.organization_id is not None
        and actor.has(*(roles or OFFICERS))
    )


def _asks(actor: Actor, case: Any) -> bool:
    if actor.has(key_of(case.number)):
        return True
    if case.subject_id is not None:
        return not is_of_firm.refusal(actor, case)
    return (
        actor.person_id is not None and actor.person_id == case.filed_by_id and not case.is_behalf
    )


def _handles(actor: Actor, case: Any) -> bool:
    """Once signed, its officer and the chief; gone up, the chief; never who must stand aside.

    Where the officer has left, any officer of the unit; where there is no chief, so too.
    """
    if not _is_officer(actor) or actor.organization_id != case.lead_id:
        return False
    if actor.person_id == case.barred_id:
        return False
    if actor.has(Role.SECTION_CHIEF):
        return True
    if case.level == Level.CHIEF and has_chief(case.lead_id, case.barred_id, Now()):
        return False
    return case.officer_id in {None, actor.person_id} or not _is_at_work(case)


def _is_at_work(case: Any) -> bool:
    """Whether its officer still works in the unit; where not, any other officer takes it on."""
    held = memberships_at(Now()).filter(organization=case.lead_id, role__in=OFFICERS)
    return held.filter(person=case.officer_id).exists()


def _answers_for(actor: Actor, case: Any) -> bool:
    if not _is_officer(actor) or actor.organization_id != case.lead_id:
        return False
    return actor.has(Role.SECTION_CHIEF) or not has_chief(case.lead_id, None, Now())


is_asker = Check(_asks, _("须由提出诉求的企业或个人办理"))
may_supply = is_asker | may_edit_for
is_desk = Check(
    lambda actor, case: (
        _is_officer(actor) and (case is None or actor.organization_id == case.desk_id)
    ),
    _("须由诉求受理台的人员办理"),
)
is_of_lead = Check(
    lambda actor, case: (
        _is_officer(actor)
        and actor.organization_id == case.lead_id
        and actor.person_id != case.barred_id
    ),
    _("须由主办单位里没有办过这一轮的人员办理"),
)
is_handler = Check(_handles, _("须由经办人或主办单位的处室负责人办理；提级以后由处室负责人办理"))
is_chief = Check(
    lambda actor, case: (
        _is_officer(actor, Role.SECTION_CHIEF) and actor.organization_id == case.lead_id
    ),
    _("须由主办单位的处室负责人办理"),
)
answers_for_unit = Check(
    _answers_for, _("须由主办单位的处室负责人办理；没有处室负责人的，由经办人员办理")
)
is_supervisor = Check(lambda actor, _case: _is_officer(actor, Role.SUPERVISOR), _("须由督办员办理"))
is_officer = Check(
    lambda actor, _case: _is_officer(actor), _("诉求由受理台、承办单位和协办单位的人员查看")
)
may_look = is_officer | is_supervisor
is_co_officer = Check(
    lambda actor, co: _is_officer(actor) and actor.organization_id == co.unit_id,
    _("须由协办单位的人员办理"),
)
is_filing_officer = Check(
    lambda actor, _case: _is_officer(actor), _("代填须由窗口、热线或服务专员的人员办理")
)
# A confidential one no supervisor sees.
may_call_back = Check(
    lambda actor, case: not (is_desk if case.is_close else is_supervisor).refusal(actor, case),
    _("须由督办员回访；保密的由受理台回访"),
)
may_make_common = is_chief | is_desk
may_supervise = is_supervisor
keeps_seats = Check(
    lambda actor, _thing: _is_officer(actor, Role.SUPERVISOR),
    _("席位、责任清单和代班由督办员登记"),
)

__all__ = [
    "answers_for_unit",
    "anybody",
    "has_chief",
    "is_asker",
    "is_chief",
    "is_co_officer",
    "is_desk",
    "is_filing_officer",
    "is_handler",
    "is_of_lead",
    "is_officer",
    "is_supervisor",
    "is_system",
    "keeps_seats",
    "key_of",
    "may_call_back",
    "may_look",
    "may_make_common",
    "may_supervise",
    "may_supply",
    "stands_for_firm",
]
