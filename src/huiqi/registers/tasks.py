"""名册的后台任务: rehearsals, imports and undoings, one after the other."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel.access import Actor
from huiqi.kernel.files import Waiting
from huiqi.kernel.now import now
from huiqi.parties import scope
from huiqi.parties.models import Person
from huiqi.parties.queries import actors_of
from huiqi.registers import spool
from huiqi.registers.actions import (
    LATER,
    Busy,
    bring_in_case,
    check_case,
    lost_role,
    refuse_case,
    take_back_case,
)
from huiqi.registers.enums import Stage
from huiqi.registers.models import RegisterCase


@app.task(
    queue="registers",
    # While another register is on its way, or the scanner does not answer, this one waits, for
    # some hours if need be.
    retry=RetryStrategy(max_attempts=1_000, wait=10, retry_exceptions=set(LATER)),
)
def work(
    case_id: int, stage: str, person_id: int | None, organization_id: int | None, reason: str
) -> None:
    """办理一步: of one case; nothing when it has moved on meanwhile."""
    with scope.everything():
        case = RegisterCase.objects.select_related("register_import").get(pk=case_id)
        if case.stage != stage:
            return
        try:
            _step(case, _actor(person_id, organization_id), reason)
        except Busy:
            spool.tell(case_id, _("另一份名册正在导入或撤销，排队等候"))
            raise
        except Waiting as waiting:
            spool.tell(case_id, waiting.problems[0])
            raise
        except Exception:
            spool.tell(case_id, _("系统出了错，什么也没有改动。请重新排队，再不行请找系统管理员"))
            raise


def _step(case: RegisterCase, actor: Actor | None, reason: str) -> None:
    if actor is None:
        refuse_case(case=case, problems=lost_role())
    elif case.stage == Stage.READING:
        check_case(case=case, actor=actor, now=now())
    elif case.stage == Stage.IMPORTING:
        bring_in_case(case=case, actor=actor, now=now())
    else:
        take_back_case(case=case, reason=reason, actor=actor, now=now())


def _actor(person_id: int | None, organization_id: int | None) -> Actor | None:
    """Whoever asked, with the roles they have now."""
    people = Person.objects.filter(is_active=True)
    person = people.filter(pk=person_id).first() if person_id is not None else None
    found = actors_of(person, now()) if person else []
    return next((one for one in found if one.organization_id == organization_id), None)
