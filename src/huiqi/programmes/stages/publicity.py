"""公示: over when its notice has ended and nothing is left against the firm; by the system.

What is objected to, or taken off its notice, waits for a person.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.sight import everything
from huiqi.programmes.enums import ListState, Recommended, StageKind, StageState
from huiqi.programmes.models import AwardLine, StageRun
from huiqi.programmes.stages import running
from huiqi.publicity.queries import cleared_awards


@transaction.atomic
def pass_cleared(*, actor: Actor, now: datetime) -> int:
    """公示期满: the stage of everybody whose notice has ended without anything left to say."""
    require(is_system, actor)
    passed = 0
    with everything():
        cleared = cleared_awards(running.day_of(now))
        runs = StageRun.objects.filter(kind=StageKind.PUBLICITY, state=StageState.OPEN)
        # As with payments: two walks at once pass each once.
        runs = runs.select_for_update(of=("self",), skip_locked=True).order_by("id")
        for run in runs.select_related("application__call"):
            application = run.application
            key = (application.call.programme, application.call.number, application.subject_id)
            if key in cleared and _is_published(run):
                running.pass_stage(run, actor=SYSTEM, now=now)
                passed += 1
    return passed


def _is_published(run: StageRun) -> bool:
    return AwardLine.objects.filter(
        application=run.application,
        list__state__in=(ListState.PUBLISHED, ListState.PLANNED),
        recommended=Recommended.FUNDED,
    ).exists()
