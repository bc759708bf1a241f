"""名册的查询: which imports there were, and which still stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.models import MoveLog
from huiqi.parties.models import Person
from huiqi.parties.queries.scoped import sees_everything
from huiqi.registers.enums import Stage
from huiqi.registers.models import RegisterCase, RegisterImport
from huiqi.registers.states import REGISTER_CASE


def imports_in_sight(actor: Actor) -> QuerySet[RegisterImport]:
    """可见的导入: all for those who handle or audit firms' matters, none for others."""
    found = RegisterImport.objects.select_related("undo").order_by("-id")
    return found if sees_everything(actor) else found.none()


def cases_in_sight(actor: Actor) -> QuerySet[RegisterCase]:
    """可见的办理: as with imports."""
    found = RegisterCase.objects.select_related("register_import__undo", "opened_by")
    found = found.order_by("-id")
    return found if sees_everything(actor) else found.none()


def open_cases(actor: Actor) -> QuerySet[RegisterCase]:
    """在办的名册: somebody or the worker has still something to do."""
    over = (Stage.IMPORTED, Stage.UNDONE, Stage.DROPPED, Stage.UNUSABLE)
    return cases_in_sight(actor).exclude(stage__in=over)


@dataclass(frozen=True)
class Step:
    """一步: what was done with a register, by whom (empty: by the system), when and why."""

    title: str
    who: str
    at: datetime
    note: str


def history_of(case: RegisterCase) -> list[Step]:
    """经过: every move of a case, the first one first."""
    moves = list(MoveLog.objects.filter(kind="registers.RegisterCase", object_id=case.pk))
    people = {one.person_id for one in moves if one.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    opened = Step(_("上传"), case.opened_by.name if case.opened_by else "", case.opened_at, "")
    return [opened] + [
        Step(
            str(REGISTER_CASE.moves[one.move].title),
            names.get(one.person_id or 0, ""),
            one.at,
            one.note,
        )
        for one in sorted(moves, key=lambda one: one.pk)
    ]


def standing_import(digest: str, source: str, as_of: date | None) -> RegisterImport | None:
    """仍有效的导入: of this very file in the name of this source; of any day unless one is told."""
    found = RegisterImport.objects.filter(digest=digest, source=source, undo=None)
    if as_of is not None:
        found = found.filter(as_of=as_of)
    return found.order_by("-id").first()
