"""推演的办理: at once where the columns are at hand, else by the worker; the same asked once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import huiqi
from huiqi.citywide.models import CityRegister
from huiqi.citywide.queries import latest_register
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import on_record
from huiqi.library import load
from huiqi.parties import scope
from huiqi.parties.access import person_of
from huiqi.policies.access import keeps
from huiqi.rules.budget import budgeted
from huiqi.rules.problems import Refused as Unusable
from huiqi.rules.releases import fingerprint
from huiqi.rules.simulate import SIDES, Affected
from huiqi.sandbox.asking import Asked, Settled, settled
from huiqi.sandbox.models import SandboxFirms, SandboxRun
from huiqi.sandbox.queries import asked_of
from huiqi.sandbox.registers import Progress, is_at_hand, open_register
from huiqi.sandbox.results import kept

MOST_LISTED: Final = 20_000  # affected firms of one run that are kept by name
CHANGED: Final = gettext_lazy("规则在推演前改过了，这次作废，请重新推演")
UNREADABLE: Final = gettext_lazy("名册读不了：%(why)s")

Result = tuple[dict[str, Any], list[Affected]]


class NoRegister(Refused):
    """没有名册: nothing to try a policy on yet; the worker was asked to write one."""


def simulate_policy(*, programme: str, asked: Asked, actor: Actor, now: datetime) -> SandboxRun:
    """推演: on the latest register of the city, as the officers of its keeper ask.

    What was asked before of the same register is answered again. Where columns are still to be
    read from a large register, the worker does it, and the run has no result yet. Denied to
    who does not keep the programme; ``rules.problems.Refused`` with every field that cannot be
    used; NoRegister where there is none yet, which asks for one.
    """
    require(keeps, actor, programme)
    question = settled(programme, asked, now.astimezone(CITY).date())
    register = latest_register()
    if register is None:
        ask_for_city(programme=programme, actor=actor)
        raise NoRegister([_("全市名册还没有写出；已经交给后台，写好后再推演")])
    identity = question.identity(register)
    found = SandboxRun.objects.filter(identity=identity).first()
    if found is not None and found.finished_at is not None:
        return found
    if found is None and is_at_hand(question.texts, register, question.years):
        return _at_once(question, register, identity, actor, now)
    return _queued(question, register, identity, actor, now)


def ask_for_city(*, programme: str, actor: Actor) -> None:
    """请求名册: as of today, by the worker; for whoever may try a programme on it."""
    from huiqi.citywide.tasks import ask_for_register

    require(keeps, actor, programme)
    record_write(actor, "请求写出全市名册", detail={"项目": programme})
    ask_for_register()


def _at_once(
    question: Settled, register: CityRegister, identity: str, actor: Actor, now: datetime
) -> SandboxRun:
    result, affected = _worked_out(question, register)
    with transaction.atomic(), scope.everything():
        run, is_new = SandboxRun.objects.get_or_create(
            identity=identity,
            defaults=_columns(question, register, actor, now)
            | {"done": register.firms, "finished_at": now, "result": result},
        )
        if is_new:
            _list(run, affected)
            record_write(actor, "政策推演", run, detail={"问题": identity})
    return run


@transaction.atomic
def _queued(
    question: Settled, register: CityRegister, identity: str, actor: Actor, now: datetime
) -> SandboxRun:
    from huiqi.sandbox.tasks import ask_for_run

    run, is_new = SandboxRun.objects.get_or_create(
        identity=identity, defaults=_columns(question, register, actor, now)
    )
    if run.stopped:
        run.stopped = ""
        run.save(update_fields=["stopped"])
    if is_new:
        record_write(actor, "政策推演", run, detail={"问题": identity})
    ask_for_run(run.pk)
    return run


def _columns(
    question: Settled, register: CityRegister, actor: Actor, now: datetime
) -> dict[str, Any]:
    programme = question.texts.before.id
    return {
        "programme": programme,
        "settings": question.settings,
        "on": question.texts.on,
        "register": register,
        "against": fingerprint(load().policy(programme)),
        "made_with": huiqi.__version__,
        "title": question.title,
        "asked_by_id": person_of(actor),
        "asked_at": now,
    }


def finish_run(*, run_id: int, actor: Actor, clock: Callable[[], datetime]) -> SandboxRun:
    """算完推演: by the worker, with progress; what is finished or stopped stays as it is."""
    require(is_system, actor)
    run = SandboxRun.objects.select_related("register").get(pk=run_id)
    if run.finished_at is not None or run.stopped:
        return run
    try:
        question = settled(run.programme, asked_of(run), run.asked_at.astimezone(CITY).date())
    except Unusable:
        return _stop(run, on_record(CHANGED))
    if question.identity(run.register) != run.identity:
        return _stop(run, on_record(CHANGED))
    try:
        result, affected = _worked_out(question, run.register, _teller(run))
    except Unusable as refused:
        why = str(refused.problems[0])
        return _stop(run, (on_record(UNREADABLE) % {"why": why})[:200])
    return _finish(run, result, affected, clock())


def _worked_out(question: Settled, register: CityRegister, told: Progress | None = None) -> Result:
    with open_register(register) as box:
        # One more than is kept tells that there are more.
        found = box.answer(question.question, MOST_LISTED + 1, told)
        budgets = budgeted(box, question.texts, question.years, question.take_up, told)
    rules = {side: question.rules(side) for side in SIDES}
    return kept(found, budgets, rules), found.affected


def _teller(run: SandboxRun) -> Progress:
    def told(done: int, _of: int) -> None:
        SandboxRun.objects.filter(pk=run.pk, finished_at=None).update(done=done)

    return told


@transaction.atomic
def _stop(run: SandboxRun, why: str) -> SandboxRun:
    run.stopped = why
    run.save(update_fields=["stopped"])
    return run


@transaction.atomic
def _finish(
    run: SandboxRun, result: dict[str, Any], affected: list[Affected], at: datetime
) -> SandboxRun:
    locked = SandboxRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.finished_at is not None:  # another worker was quicker
        return locked
    locked.result, locked.finished_at, locked.done = result, at, run.register.firms
    locked.save()
    with scope.everything():
        _list(locked, affected)
    return locked


def _list(run: SandboxRun, affected: list[Affected]) -> None:
    rows = [
        [one.credit_code, one.before, one.after, one.fen_before, one.fen_after]
        for one in affected[:MOST_LISTED]
    ]
    SandboxFirms.objects.create(run=run, rows=rows, is_whole=len(affected) <= MOST_LISTED)
