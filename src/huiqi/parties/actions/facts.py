"""事实的办理: recorded as files write them, withdrawn, or said to be wrong; never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, Check, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import Deadline
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import is_of_firm, is_officer, may_edit_for, person_of
from huiqi.parties.actions.locks import day_of
from huiqi.parties.enums import Kind, Source
from huiqi.parties.models import Fact, FactCorrection, Organization, Subject
from huiqi.parties.values import problems_of, stored_values
from huiqi.rules.dictionary import FACTS
from huiqi.rules.read import COMPLETE

CORRECTION_DAYS: Final = 15  # working days; the city's own promise
WITHDRAWN: Final = "撤回"


@dataclass(frozen=True)
class Said:
    """说法: who says so, of which day, and for an annual figure of which year.

    Without ``period`` an annual figure is of the last full year before ``as_of``; its
    ``_prior`` and ``_prior2`` keys are of the years before that.
    """

    source: Source
    as_of: date
    period: int | None = None
    note: str = ""

    @property
    def year(self) -> int:
        """年度: of an annual figure without a year of its own."""
        return self.as_of.year - 1 if self.period is None else self.period


def recorder(source: Source) -> Check:
    """谁可记录: a firm speaks for itself; what others say is recorded by officers."""
    return (may_edit_for | is_system) if source == Source.SELF_DECLARED else may_record


may_record = is_officer | is_system


@transaction.atomic
def record_facts(
    *, subject: Subject, facts: Mapping[str, object], said: Said, actor: Actor, now: datetime
) -> list[Fact]:
    """记录事实: keys and values as people write them; the rows that say something new.

    Unknown values (empty, 「不详」) are passed over: only ``retract_fact`` takes a value back.
    Refused with every problem: keys that are not registered, wrong types, days to come.
    """
    require(recorder(said.source), actor, subject)
    values, problems = stored_values(facts, day_of(now))
    problems = [*problems, *_untimely(said, day_of(now))]
    if problems:
        raise Refused(problems)
    last = _last(subject, said.source)
    told = _rows(subject, values, said, actor, now)
    new = Fact.objects.bulk_create(row for row in told if not _is_said_already(row, last))
    if new:
        keys = sorted({row.key for row in new})
        _record(actor, "记录事实", subject, said, keys)
    return new


@transaction.atomic
def retract_fact(*, subject: Subject, key: str, said: Said, actor: Actor, now: datetime) -> Fact:
    """撤回事实: this source no longer says anything of the key; the next source is believed."""
    require(recorder(said.source), actor, subject)
    problems = list(_untimely(said, day_of(now)))
    if key.removesuffix(COMPLETE) not in FACTS:
        problems.append(worded("没有名为「%(key)s」的事实", key=key))
    if problems:
        raise Refused(problems)
    (row,) = _rows(subject, {key: None}, said, actor, now)
    last = _last(subject, said.source).get((row.key, row.period))
    if last is None or last.value is None:
        raise Refused(
            [
                worded(
                    "「%(fact)s」没有%(source)s的记录可以撤回",
                    fact=_label(key),
                    source=Source(said.source).label,
                )
            ]
        )
    row.as_of = max(row.as_of, last.as_of)
    row.note = said.note or WITHDRAWN
    row.save()
    _record(actor, "撤回事实", subject, said, [row.key])
    return row


@transaction.atomic
def ask_correction(
    *, fact: Fact, proposed: object, reason: str, actor: Actor, now: datetime
) -> FactCorrection:
    """申请更正: the firm says that a fact is wrong, what it should be, and why.

    ``proposed`` None means that the source should have nothing. It is answered within 15
    working days, counted from the next day; provisional beyond the published calendar.
    """
    require(is_of_firm, actor, fact)
    if problems := list(_wrong_requests(fact, proposed, reason, day_of(now))):
        raise Refused(problems)
    due = Deadline(day_of(now), CORRECTION_DAYS, "next_day").due_on(provisional=True)
    asked = rows.save(
        FactCorrection(
            fact=fact,
            proposed=_stored(fact, proposed, day_of(now)),
            reason=legible(reason),
            asked_by_id=person_of(actor),
            asked_at=now,
            due_on=due.day,
            due_is_provisional=due.provisional,
        )
    )
    record_write(actor, "申请更正", asked, subject_id=fact.subject_id, detail={"事实": fact.key})
    return asked


def facts_from_register(
    organization: Organization,
    industry: str,
    *,
    actor: Actor,
    now: datetime,
    as_of: date | None = None,
) -> list[Fact]:
    """登记事实: the identity of a registration as facts of the register of firms.

    Of a maker team, which no register knows, they are its own word.
    """
    known = {
        "name": organization.name,
        "credit_code": organization.credit_code,
        "entity_kind": ENTITY_KINDS.get(Kind(organization.kind), "other"),
        "registered_on": organization.registered_on and organization.registered_on.isoformat(),
        "district": organization.district,
        "industry": industry,
    }
    values, problems = stored_values({key: one for key, one in known.items() if one}, day_of(now))
    if problems:
        raise Refused(problems)
    team = organization.kind == Kind.MAKER_TEAM
    said = Said(
        Source.SELF_DECLARED if team else Source.REGISTRY,
        as_of or organization.registered_on or day_of(now),
    )
    return Fact.objects.bulk_create(_rows(organization.subject, values, said, actor, now))


ENTITY_KINDS: Final[Mapping[Kind, str]] = {
    Kind.ENTERPRISE: "enterprise",
    Kind.SOLE_TRADER: "sole_trader",
    Kind.MAKER_TEAM: "maker_team",
    Kind.INSTITUTE: "institute",
    Kind.ASSOCIATION: "association",
}


# Steps


def _rows(
    subject: Subject, values: Mapping[str, Any], said: Said, actor: Actor, now: datetime
) -> Iterator[Fact]:
    for key, value in values.items():
        fact = FACTS.get(key)
        base, back = fact.annual if fact and fact.annual else (key, None)
        yield Fact(
            subject=subject,
            key=base,
            value=value,
            as_of=said.as_of,
            period=None if back is None else said.year - back,
            source=said.source,
            recorded_at=now,
            recorded_by_id=actor.person_id,
            note=said.note,
        )


def _last(subject: Subject, source: Source) -> dict[tuple[str, int | None], Fact]:
    """What a source says last of each key and year."""
    found = Fact.objects.filter(subject=subject, source=source)
    latest = found.order_by("key", "period", "-as_of", "-id").distinct("key", "period")
    return {(row.key, row.period): row for row in latest}


def _is_said_already(row: Fact, last: Mapping[tuple[str, int | None], Fact]) -> bool:
    same = last.get((row.key, row.period))
    return same is not None and (same.value, same.as_of) == (row.value, row.as_of)


def _untimely(said: Said, today: date) -> Iterator[str]:
    if said.as_of > today:
        yield worded("截至日期 %(as_of)s 不能晚于今天", as_of=said.as_of.isoformat())
    if said.period is not None and said.period >= today.year:
        yield worded("%(period)s 年度尚未结束，还没有全年的数据", period=said.period)


def _wrong_requests(fact: Fact, proposed: object, reason: str, today: date) -> Iterator[str]:
    if fact.source == Source.SELF_DECLARED:
        yield _("企业自报的内容请直接修改，不需要申请更正")
    if not legible(reason):
        yield _("请说明更正的理由")
    if proposed is not None:
        yield from problems_of(fact.key, proposed, today)
        if not problems_of(fact.key, proposed, today) and (
            _stored(fact, proposed, today) == fact.value
        ):
            yield _("更正后的值与现在的值相同")
    elif fact.value is None:
        yield _("这项事实已经撤回，不能再申请删除")


def _stored(fact: Fact, proposed: object, today: date) -> Any:
    if proposed is None:
        return None
    values, _ = stored_values({fact.key: proposed}, today)
    return values[fact.key]


def _label(key: str) -> str:
    return FACTS[key.removesuffix(COMPLETE)].label


def _record(actor: Actor, verb: str, subject: Subject, said: Said, keys: list[str]) -> None:
    detail = {"来源": said.source, "截至": said.as_of.isoformat(), "事实": keys}
    record_write(actor, verb, subject, subject_id=subject.pk, detail=detail)
