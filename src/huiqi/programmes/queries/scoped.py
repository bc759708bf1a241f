"""可见的申报: what a firm sees of its own, and an officer of those that are handled here."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.parties.enums import Role
from huiqi.parties.queries.scoped import subject_ids_in_sight
from huiqi.programmes.enums import ApplicationState, CallState
from huiqi.programmes.models import Application, Call
from huiqi.programmes.whole import RELATED, UNREAD


def calls_published() -> QuerySet[Call]:
    """已发布的申报通知: for everybody, the latest first."""
    found = Call.objects.filter(state__in=(CallState.PUBLISHED, CallState.FINISHED))
    found = found.select_related("department", "version").defer(UNREAD)
    return found.prefetch_related("extensions")


def calls_open(now: datetime) -> list[Call]:
    """受理中的申报通知: at a moment, those that end soonest first."""
    found = calls_published().filter(state=CallState.PUBLISHED, opens_at__lte=now)
    return sorted((one for one in found if one.is_open(now)), key=lambda one: one.ends_at)


def calls_of_department(actor: Actor) -> QuerySet[Call]:
    """本部门的申报通知: drafts as well."""
    found = Call.objects.filter(department=actor.organization_id)
    found = found.select_related("department", "version", "budget").defer(UNREAD)
    return found.prefetch_related("extensions")


def applications_of_firm(actor: Actor) -> QuerySet[Application]:
    """本企业的申报: of its subject and whatever was merged into it."""
    found = Application.objects.filter(subject__in=subject_ids_in_sight(actor))
    found = found.select_related(*RELATED).defer(UNREAD).order_by("-id")
    return found.prefetch_related("stages", "call__extensions")


def applications_to_handle(actor: Actor) -> QuerySet[Application]:
    """可办理的申报: handed in, under calls of one's department or at one's own office.

    Finance officers and auditors look at all of them.
    """
    found = Application.objects.exclude(state=ApplicationState.DRAFT).exclude(number="")
    if not actor.has(Role.FINANCE_OFFICER, Role.AUDITOR):
        here = Q(call__department=actor.organization_id) | Q(stages__office=actor.organization_id)
        found = found.filter(here).distinct()
    return found.select_related(*RELATED).defer(UNREAD).prefetch_related("stages").order_by("-id")
