"""拨付: over when the bank says that every part has reached the firm; the ledger tells it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.money import exact
from huiqi.kernel.sayings import saying
from huiqi.kernel.sight import everything
from huiqi.programmes import telling
from huiqi.programmes.enums import StageKind, StageState
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.money import standing_of_application
from huiqi.programmes.stages import running


@transaction.atomic
def pass_paid(*, actor: Actor, now: datetime) -> int:
    """已拨付: the stage of everybody who has all of what was granted; how many there were."""
    require(is_system, actor)
    passed = 0
    with everything():
        runs = StageRun.objects.filter(kind=StageKind.DISBURSEMENT, state=StageState.OPEN)
        # Whoever is at one of them already sees to it: two walks at once pass each once.
        runs = runs.select_for_update(of=("self",), skip_locked=True).order_by("id")
        for run in runs.select_related("application__call", "application__version"):
            application = run.application
            paid = standing_of_application(application).paid
            if application.granted_fen and paid >= application.granted_fen:
                telling.tell_firm(
                    application,
                    "paid",
                    saying("申报 %(number)s 的资金已到账", number=application.number),
                    now,
                    saying("到账 %(money)s。", money=exact(paid)),
                )
                running.pass_stage(run, actor=SYSTEM, now=now)
                passed += 1
    return passed
