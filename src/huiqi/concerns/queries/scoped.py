"""可见的诉求: whose case an actor may see; what is not seen is not found."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiqi.concerns.access import OFFICERS, has_chief, is_supervisor
from huiqi.concerns.enums import Confidentiality
from huiqi.concerns.models import CoHandling, Concern
from huiqi.kernel.access import Actor
from huiqi.kernel.now import Now
from huiqi.parties.enums import FIRM_ROLES, Power, Role
from huiqi.parties.queries.scoped import subject_ids_in_sight


def cases_of_asker(actor: Actor) -> QuerySet[Concern]:
    """自己的诉求: of the firm one stands for, or of the person where it is of no firm."""
    mine = Q(pk=None)
    if actor.subject_id is not None and (actor.has(*FIRM_ROLES) or actor.may(Power.VIEW)):
        own = Q(subject_id__in=subject_ids_in_sight(actor))
        mine |= own if actor.has(*FIRM_ROLES) else own & _ordinary()
    if actor.person_id is not None:
        mine |= Q(subject=None, filed_by=actor.person_id, is_behalf=False)
    return _rows().filter(mine)


def cases_in_sight(actor: Actor) -> QuerySet[Concern]:
    """办理端可见的诉求: of the desk, of the units that handle or help, and of the supervisors.

    A confidential one only of the desk, of its officer and of the chief of the unit; where the
    unit has none, of all its officers.
    """
    if actor.person_id is None or actor.organization_id is None:
        return Concern.objects.none()
    own = actor.organization_id
    seen = Q(pk=None)
    if actor.has(*OFFICERS):
        at_desk = Q(desk=own)
        of_unit = Q(lead=own) | Q(unit=own)
        helps = Q(pk__in=CoHandling.objects.filter(unit=own).order_by().values("concern"))
        seen |= at_desk | ((of_unit | helps) & _ordinary())
        leads = actor.has(Role.SECTION_CHIEF) or not has_chief(own, None, Now())
        seen |= of_unit if leads else of_unit & Q(officer=actor.person_id)
    if not is_supervisor.refusal(actor, None):
        seen |= _ordinary()
    return _rows().filter(seen)


def cases_of_desk(actor: Actor) -> QuerySet[Concern]:
    """受理台的诉求: those of the desk where the actor works."""
    if not actor.has(*OFFICERS) or actor.organization_id is None:
        return Concern.objects.none()
    return _rows().filter(desk=actor.organization_id)


def _ordinary() -> Q:
    return Q(confidentiality=Confidentiality.ORDINARY)


def _rows() -> QuerySet[Concern]:
    found = Concern.objects.select_related(
        "organization", "desk", "lead", "unit", "officer", "problem"
    )
    return found.order_by("-submitted_at", "-id")
