"""材料和发票的办理: files handed in, reused from before, or taken out; invoices line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.files import city_store, require_kept
from huiqi.kernel.models import StoredFile
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.programmes.access import may_prepare
from huiqi.programmes.actions.drafting import touch
from huiqi.programmes.checks import MOST_INVOICES
from huiqi.programmes.definition import Evidence
from huiqi.programmes.enums import EDITABLE
from huiqi.programmes.models import Application, EvidenceFile, InvoiceLine
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import definition_of

CODE: Final = re.compile(r"([0-9]{10}|[0-9]{12})?")
NUMBER: Final = re.compile(r"[0-9]{8}|[0-9]{20}")


@dataclass(frozen=True)
class Invoice:
    """所填的发票: as printed; the amount in 分, with tax; ``row`` where a sheet told it."""

    code: str
    number: str
    amount_fen: int
    buyer: str
    seller: str
    issued_on: date
    row: int = 0


def hand_in_evidence(
    *,
    application: Application,
    material: str,
    content: BinaryIO,
    name: str,
    actor: Actor,
    now: datetime,
) -> EvidenceFile:
    """上传材料: stored and quarantined, then as ``add_evidence``; refused, nothing of it is kept.

    Whether it may come at all is asked before anything is written to the disk.
    """
    _require_editable(application, actor)
    _material(application, material)
    file = city_store().put(content, name, actor=actor, subject_id=application.subject_id)
    try:
        made = add_evidence(
            application=application, material=material, file=file, actor=actor, now=now
        )
    except Refused:
        city_store().discard(file)
        raise
    city_store().look_soon(file)
    return made


@transaction.atomic
def add_evidence(
    *, application: Application, material: str, file: StoredFile, actor: Actor, now: datetime
) -> EvidenceFile:
    """交材料: a file that is stored already, under one of the form's materials."""
    locked = _editable(application, actor)
    _require_room(locked, _material(locked, material))
    if file.subject_id != locked.subject_id:
        raise Refused([_("这个文件不是贵单位的")])
    made = rows.save(
        EvidenceFile(
            application=locked,
            material=material,
            file=file,
            person_id=actor.person_id,
            added_at=now,
        )
    )
    record_write(actor, "交材料", made, subject_id=locked.subject_id)
    touch(locked, now)
    return made


@transaction.atomic
def reuse_evidence(
    *, application: Application, earlier: EvidenceFile, actor: Actor, now: datetime
) -> EvidenceFile:
    """沿用材料: of another application of the same firm, for the same material.

    Refused where a scanner has stopped the file since, or its content is gone.
    """
    locked = _editable(application, actor)
    _require_room(locked, _material(locked, earlier.material))
    if earlier.application.subject_id != locked.subject_id:
        raise Refused([_("没有这份材料")])
    require_kept(earlier.file)
    made = rows.save(
        EvidenceFile(
            application=locked,
            material=earlier.material,
            file=earlier.file,
            reused_from=earlier,
            person_id=actor.person_id,
            added_at=now,
        )
    )
    record_write(actor, "沿用材料", made, subject_id=locked.subject_id)
    touch(locked, now)
    return made


@transaction.atomic
def remove_evidence(
    *, application: Application, evidence: EvidenceFile, actor: Actor, now: datetime
) -> None:
    """移除材料: out of a draft; what was handed in before stays in its snapshot."""
    locked = _editable(application, actor)
    EvidenceFile.objects.filter(pk=evidence.pk, application=locked, removed_at=None).update(
        removed_at=now
    )
    record_write(actor, "移除材料", evidence, subject_id=locked.subject_id)
    touch(locked, now)


@transaction.atomic
def add_invoices(
    *, application: Application, invoices: Sequence[Invoice], actor: Actor, now: datetime
) -> list[InvoiceLine]:
    """填发票: all of them, or none with every problem; one claimed elsewhere says so.

    Whose application holds it is nobody else's business.
    """
    locked = _editable(application, actor)
    if definition_of(locked).form.invoices is None:
        raise Refused([_("申报表不要发票")])
    last = locked.invoices.aggregate(last=Max("place"))["last"] or 0
    if locked.invoices.count() + len(invoices) > MOST_INVOICES:
        raise Refused([worded("发票最多填 %(most)s 张", most=f"{MOST_INVOICES:,}")])
    lines = [_line(locked, one, place) for place, one in enumerate(invoices, last + 1)]
    _check(invoices, lines, day_of(now))
    try:
        with transaction.atomic():
            made = InvoiceLine.objects.bulk_create(lines)
    except IntegrityError as error:  # somebody else was quicker: by now it can be seen which
        _check(invoices, lines, day_of(now))
        raise Refused([_rule("invoice_is_claimed_once_in_the_city")]) from error
    record_write(actor, "填发票", locked, subject_id=locked.subject_id)
    touch(locked, now)
    return made


@transaction.atomic
def replace_invoices(
    *, application: Application, invoices: Sequence[Invoice], actor: Actor, now: datetime
) -> list[InvoiceLine]:
    """换发票: these instead of all that stood there, or none of it changed with every problem."""
    locked = _editable(application, actor)
    if locked.invoices.exists():
        record_write(actor, "删去发票", locked, subject_id=locked.subject_id)
        locked.invoices.all().delete()
    return add_invoices(application=locked, invoices=invoices, actor=actor, now=now)


def _line(application: Application, one: Invoice, place: int) -> InvoiceLine:
    return InvoiceLine(
        application=application,
        place=place,
        code=legible(one.code),
        number=legible(one.number),
        amount_fen=one.amount_fen,
        buyer=legible(one.buyer),
        seller=legible(one.seller),
        issued_on=one.issued_on,
    )


def _check(invoices: Sequence[Invoice], lines: Sequence[InvoiceLine], today: date) -> None:
    """Refused with every problem of every line, in a few queries however many there are."""
    taken, seen, problems = _taken(lines), set(), []
    for one, line in zip(invoices, lines, strict=True):
        claim = line.code, line.number
        wrong = [*_untimely(one, today), *_malformed(line)]
        if claim in taken or claim in seen:
            wrong.append(_rule("invoice_is_claimed_once_in_the_city"))
        seen.add(claim)
        problems += [_placed(one, line.place, why) for why in wrong]
    if problems:
        raise Refused(problems)


def _taken(lines: Sequence[InvoiceLine]) -> set[tuple[str, str]]:
    """Of these, what is held anywhere in the city; whose it is, is not told."""
    numbers = {one.number for one in lines}
    with everything():
        held = InvoiceLine.objects.filter(held=True, number__in=numbers).order_by("pk")
        return set(held.values_list("code", "number"))


def _malformed(line: InvoiceLine) -> Iterator[str]:
    """As the constraints have it, which the database keeps in any case."""
    try:
        line.clean_fields(exclude=("application",))
    except ValidationError as error:
        names = {one.name: one.verbose_name for one in line._meta.concrete_fields}
        for name, found in error.message_dict.items():
            yield from (f"{names[name]}：{sentence}" for sentence in found)
    if line.amount_fen <= 0:
        yield _rule("invoice_is_of_some_money")
    if not (CODE.fullmatch(line.code) and NUMBER.fullmatch(line.number)):
        yield _rule("invoice_has_its_digits")


def _rule(name: str) -> str:
    """The sentence of a constraint of invoices."""
    found = next(one for one in InvoiceLine._meta.constraints if one.name == name)
    return str(found.violation_error_message)


@transaction.atomic
def remove_invoice(
    *, application: Application, line: InvoiceLine, actor: Actor, now: datetime
) -> None:
    """删去发票: of a draft; it may be claimed elsewhere from now on."""
    locked = _editable(application, actor)
    record_write(actor, "删去发票", line, subject_id=locked.subject_id)
    InvoiceLine.objects.filter(pk=line.pk, application=locked).delete()
    touch(locked, now)


def _placed(one: Invoice, place: int, why: str) -> str:
    if one.row:
        told = {"row": one.row, "number": one.number, "why": why}
        return worded("第 %(row)s 行（%(number)s）：%(why)s", **told)
    return worded("第 %(place)s 张（%(number)s）：%(why)s", place=place, number=one.number, why=why)


def _untimely(one: Invoice, today: date) -> Iterator[str]:
    if one.issued_on > today:
        yield worded("开票日期 %(day)s 在将来，请核对", day=one.issued_on)


def _editable(application: Application, actor: Actor) -> Application:
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    _require_editable(locked, actor)
    return locked


def _require_editable(application: Application, actor: Actor) -> None:
    require(may_prepare, actor, application)
    if application.state not in EDITABLE:
        raise WrongState(
            [worded("申报的状态是「%(state)s」，不能改", state=application.get_state_display())]
        )


def _require_room(application: Application, wanted: Evidence) -> None:
    there = application.evidence.filter(material=wanted.id, removed_at=None).count()
    if there >= wanted.most:
        raise Refused(
            [worded("「%(what)s」最多交 %(most)s 个文件", what=wanted.text, most=wanted.most)]
        )


def _material(application: Application, material: str) -> Evidence:
    wanted = {one.id: one for one in definition_of(application).form.evidence}
    if material not in wanted:
        raise Refused([worded("申报表不要「%(what)s」这种材料", what=material[:60])])
    return wanted[material]
