"""待签的待办: to-dos for whoever is to sign what somebody else drew up; they end by themselves."""

from __future__ import annotations

from datetime import datetime

from huiqi.inbox.actions import Draft, Whom, close_todo, open_todo
from huiqi.inbox.clocks import working_days
from huiqi.inbox.enums import Outcome
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.signing import Ending, Waiting
from huiqi.parties import scope
from huiqi.parties.models import Organization


def opened(waiting: Waiting, now: datetime) -> None:
    """开立: for the organization and the role, and for none of those who cannot sign."""
    with scope.everything():
        organization = Organization.objects.get(pk=waiting.organization_id)
    day = now.astimezone(CITY).date()
    draft = Draft(
        key=waiting.key,
        whom=Whom(organization=organization, role=waiting.role),
        text=waiting.text,
        note=waiting.note,
        verb=waiting.verb,
        due=working_days(waiting.days, start=day) if waiting.days else None,
        url=waiting.url,
        kind=waiting.about._meta.label,
        object_id=waiting.about.pk,
        barred=tuple(one for one in waiting.barred if one is not None),
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def closed(key: str, ending: Ending, now: datetime) -> None:
    """了结: done when it was signed, else nothing to do any more."""
    outcome = Outcome.DONE if ending is Ending.SIGNED else Outcome.DROPPED
    close_todo(key=key, actor=SYSTEM, now=now, outcome=outcome)
