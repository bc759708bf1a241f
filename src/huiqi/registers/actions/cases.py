"""办理名册: uploaded, rehearsed by the worker, confirmed, brought in, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.files import Waiting
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.parties.enums import Source
from huiqi.registers import spool
from huiqi.registers.access import may_import
from huiqi.registers.actions.importing import (
    Busy,
    Imported,
    NotUsable,
    Register,
    Told,
    import_register,
)
from huiqi.registers.actions.undoing import undo_import
from huiqi.registers.enums import Stage
from huiqi.registers.errors import write_errors, write_errors_of_file
from huiqi.registers.models import RegisterCase, RegisterImport
from huiqi.registers.states import REGISTER_CASE
from huiqi.registers.store import REGISTER, store

LONGEST: Final = 500  # letters of a reason
LATER: Final = (Busy, Waiting)  # the file is as good as before; the worker comes back to it


@dataclass(frozen=True)
class Upload:
    """上传的名册: its bytes, the name it came under, and what the officer said of it."""

    content: BinaryIO | None
    name: str
    source: str
    as_of: str = ""


@transaction.atomic
def open_case(*, upload: Upload, actor: Actor, now: datetime) -> RegisterCase:
    """上传名册: kept in quarantine and handed to the worker for a rehearsal.

    Refused with every problem: no file, an unknown source, a day to come, an empty file or one
    of another type.
    """
    require(may_import, actor)
    as_of, problems = _said(upload, now.astimezone(CITY).date())
    if problems or upload.content is None:
        raise Refused(problems)
    file = store().put(upload.content, upload.name, actor=actor, subject_id=None, purpose=REGISTER)
    name = file.name
    case = rows.save(
        RegisterCase(
            file=file,
            file_name=name,
            source=upload.source,
            as_of=as_of,
            opened_by_id=actor.person_id,
            opened_at=now,
        )
    )
    spool.tell(case.pk, _("已上传，正在排队"))
    record_write(actor, "上传名册", case, detail={"文件": name, "来源": case.source})
    _queue(case, actor)
    return case


def _said(upload: Upload, today: date) -> tuple[date, list[str]]:
    problems: list[str] = []
    if upload.content is None:
        problems.append(_("请选择文件：CSV、Excel（.xlsx）或 Parquet"))
    if upload.source not in Source.values or upload.source == Source.SELF_DECLARED:
        problems.append(_("请选择名册来自哪个部门"))
    as_of = today
    if text := upload.as_of.strip():
        try:
            as_of = date.fromisoformat(text)
        except ValueError:
            problems.append(
                _("截至日期「%(text)s」不是日期，请写成 2021-10-20") % {"text": text[:20]}
            )
        else:
            if as_of > today:
                problems.append(
                    _("截至日期 %(day)s 还没有到，不能晚于今天 %(today)s")
                    % {"day": as_of.isoformat(), "today": today.isoformat()}
                )
    return as_of, problems


@transaction.atomic
def confirm_case(*, case: RegisterCase, actor: Actor) -> RegisterCase:
    """确认导入: after the rehearsal was looked at; the worker brings it in, as this officer."""
    moved: RegisterCase = REGISTER_CASE.fire(case, "confirm", actor=actor)
    spool.tell(case.pk, _("已确认，正在排队"))
    _queue(moved, actor)
    return moved


@transaction.atomic
def drop_case(*, case: RegisterCase, actor: Actor) -> RegisterCase:
    """放弃: nothing of the file stays."""
    moved: RegisterCase = REGISTER_CASE.fire(case, "drop", actor=actor)
    _forget(moved)
    return moved


@transaction.atomic
def ask_back(
    *, register_import: RegisterImport, reason: str, actor: Actor, now: datetime
) -> RegisterCase:
    """申请撤销: with a reason; the worker takes it back. Also of imports from the command line."""
    require(may_import, actor)
    told = " ".join(reason.split())
    if not told:
        raise Refused([_("请写明撤销的理由")])
    if len(told) > LONGEST:
        raise Refused([_("理由最多 %(most)s 个字，请写短一些") % {"most": LONGEST}])
    case = RegisterCase.objects.filter(register_import=register_import).first() or rows.save(
        RegisterCase(
            file_name=register_import.file_name,
            source=register_import.source,
            as_of=register_import.as_of,
            stage=Stage.UNDONE if hasattr(register_import, "undo") else Stage.IMPORTED,
            register_import=register_import,
            opened_by_id=register_import.imported_by_id,
            opened_at=now,
        )
    )
    moved: RegisterCase = REGISTER_CASE.fire(case, "ask_back", actor=actor, note=told)
    spool.tell(case.pk, _("正在排队"))
    _queue(moved, actor, told)
    return moved


def queue_again(*, case: RegisterCase, actor: Actor) -> None:
    """重新排队: where the worker was lost; a step that is done already is not done twice."""
    require(may_import, actor)
    moves = MoveLog.objects.filter(kind="registers.RegisterCase", object_id=case.pk)
    last = moves.order_by("-id").first()
    spool.tell(case.pk, _("正在排队"))
    _queue(case, actor, last.note if last else "")


def _queue(case: RegisterCase, actor: Actor, reason: str = "") -> None:
    from huiqi.registers.tasks import work

    # The job is a row of the same transaction: it begins after the commit or not at all.
    work.defer(
        case_id=case.pk,
        stage=str(case.stage),
        person_id=actor.person_id,
        organization_id=actor.organization_id,
        reason=reason,
    )


# What the worker does


def check_case(*, case: RegisterCase, actor: Actor, now: datetime) -> RegisterCase:
    """核对: a rehearsal; what would come of it, and a sheet with every row that cannot come."""
    try:
        register = _register(case, dry_run=True)
        done = import_register(register=register, actor=actor, now=now, told=_teller(case))
    except LATER:
        raise
    except NotUsable as unusable:
        write_errors_of_file(unusable.found, *spool.errors_of(case.pk))
        return refuse_case(case=case, problems=unusable.problems, has_errors=True)
    except Refused as refused:
        return refuse_case(case=case, problems=refused.problems)
    if done.before is not None:
        return refuse_case(case=case, problems=[_same(done.before)])
    if done.problems.told:
        write_errors(done.table, done.problems, *spool.errors_of(case.pk))
    moved: RegisterCase = REGISTER_CASE.fire(
        case, "check", actor=SYSTEM, counts=_counts(done), has_errors=bool(done.problems.told)
    )
    return moved


def bring_in_case(*, case: RegisterCase, actor: Actor, now: datetime) -> RegisterCase:
    """导入: the file, and the case that says so, or neither."""
    try:
        register = _register(case)
        with transaction.atomic():
            done = import_register(register=register, actor=actor, now=now, told=_teller(case))
            if done.manifest is None:
                raise Refused([_same(done.before)])
            moved: RegisterCase = REGISTER_CASE.fire(
                case, "bring_in", actor=SYSTEM, register_import=done.manifest
            )
    except LATER:
        raise
    except Refused as refused:
        return refuse_case(case=case, problems=refused.problems)
    return moved


def take_back_case(*, case: RegisterCase, reason: str, actor: Actor, now: datetime) -> RegisterCase:
    """撤销: what held before holds again, and the case says so, or neither."""
    assert case.register_import is not None
    try:
        with transaction.atomic():
            undo_import(
                register_import=case.register_import,
                actor=actor,
                now=now,
                told=_teller(case),
                reason=reason,
            )
            moved: RegisterCase = REGISTER_CASE.fire(case, "take_back", actor=SYSTEM)
    except LATER:
        raise
    except Refused as refused:
        return refuse_case(case=case, problems=refused.problems)
    return moved


def refuse_case(
    *, case: RegisterCase, problems: Sequence[str], has_errors: bool = False
) -> RegisterCase:
    """退回: a file with everything that is wrong with it; what was not taken back stays.

    ``has_errors``: the same stands in an error sheet, which outlives the file.
    """
    move = "keep" if case.stage == Stage.UNDOING else "refuse"
    moved: RegisterCase = REGISTER_CASE.fire(
        case, move, actor=SYSTEM, problems=problems, has_errors=has_errors
    )
    if moved.stage == Stage.UNUSABLE:
        _forget(moved)
    return moved


def lost_role() -> Sequence[str]:
    """失去岗位: whoever asked may not do it any more."""
    return [_("办理人已不在原来的岗位，请由在岗人员重新办理")]


def _register(case: RegisterCase, *, dry_run: bool = False) -> Register:
    """The register, once a scanner has looked at its file; Refused when that was stopped.

    Outside of any transaction: whoever waits for a scanner holds no row that others need.
    """
    if case.file is None:
        raise Refused([_("系统里没有这份名册的文件，请重新上传")])
    path = store().looked_at(case.file)
    return Register(path, Source(case.source), case.as_of, dry_run=dry_run, name=case.file_name)


def _forget(case: RegisterCase) -> None:
    """After the commit: nothing of the file stays but that it was there, and its hash.

    What was wrong with it as a whole repeats no row of it, and stays.
    """
    file, told = case.file, case.has_errors and case.stage == Stage.UNUSABLE

    def gone() -> None:
        if not told:
            spool.forget(case.pk)
        if file is not None:
            store().discard(file)

    transaction.on_commit(gone)


def _teller(case: RegisterCase) -> Told:
    return lambda text: spool.tell(case.pk, text)


def _counts(done: Imported) -> dict[str, int]:
    found = done.counts
    return {
        "rows": found.rows,
        "refused": found.refused,
        "created": found.created,
        "known": found.known,
        "facts": found.facts,
    }


def _same(before: RegisterImport | None) -> str:
    assert before is not None
    return _("这份文件已于 %(day)s 导入（编号 %(number)s），没有变化，不必再导入") % {
        "day": before.imported_at.astimezone(CITY).date().isoformat(),
        "number": before.pk,
    }
