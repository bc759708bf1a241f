"""留底的办理: how things stand is kept when somebody of the firm looks, once for each state."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from huiqi.follow.access import person_of, stands_for_firm
from huiqi.follow.actions.reach import record_steps
from huiqi.follow.differences import State
from huiqi.follow.enums import Stage
from huiqi.follow.models import MatchSnapshot, Visit
from huiqi.follow.queries.changing import Changes, changes_since, latest_visits
from huiqi.kernel.access import Actor, require
from huiqi.parties.models import Subject
from huiqi.policies.sharing import library_version


def look_again(*, subject: Subject, state: State, actor: Actor, now: datetime) -> Changes | None:
    """再来看: what changed since the last visit; None at the first one.

    The last visit is that of an earlier day; on the day of the first one, the first look.
    """
    require(stands_for_firm, actor)
    person_id, on = person_of(actor), now.date()
    visits = latest_visits(person_id, subject, on)
    if not visits or visits[0].on < on:
        _keep_visit(person_id, subject, state, now)
    if not visits:
        return None
    return changes_since(next((one for one in visits if one.on < on), visits[0]), state)


@transaction.atomic
def _keep_visit(person_id: int, subject: Subject, state: State, now: datetime) -> None:
    snapshot = keep_snapshot(subject=subject, state=state, now=now)
    met = [name for name, one in state.programmes.items() if one.verdict == "yes"]
    record_steps(subject_id=subject.pk, programmes=met, stage=Stage.ELIGIBLE, now=now)
    Visit.objects.get_or_create(
        person_id=person_id,
        subject=subject,
        on=now.date(),
        defaults={"snapshot": snapshot, "at": now},
    )


def keep_snapshot(*, subject: Subject, state: State, now: datetime) -> MatchSnapshot:
    """留底: the same state of the same day is the same snapshot."""
    told = state.to_dict()
    digest = sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    found, _made = MatchSnapshot.objects.get_or_create(
        subject=subject,
        on=now.date(),
        digest=digest,
        defaults={
            "library": library_version(),
            "total_fen": state.total_fen,
            "state": told,
            "taken_at": now,
        },
    )
    return found
