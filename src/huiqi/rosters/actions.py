"""名单的办理: asked for by an officer, written down in batches, resumed where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.citywide.models import CityRegister
from huiqi.citywide.places import path_of, shelf
from huiqi.citywide.queries import latest_register
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.rows import save
from huiqi.kernel.words import on_record
from huiqi.library import load
from huiqi.parties import scope
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of_many
from huiqi.rosters.access import keeps
from huiqi.rosters.enums import Kind
from huiqi.rosters.models import LONGEST_PURPOSE, LONGEST_TITLE, Roster, RosterFirm
from huiqi.rosters.telling import row_of
from huiqi.rules.problems import Refused as BadRules
from huiqi.rules.releases import fingerprint
from huiqi.rules.sweep.listing import KINDS, Asking, Listed, Lister, Telling, asking, on_shelf
from huiqi.rules.sweep.population import Population

BATCH: Final = 500  # firms whose facts are held at once
SMALL: Final = 1_000  # firms of a register for which nobody has to wait
NO_REGISTER: Final = gettext_lazy("还没有全市名册，请先写一份")
CHANGED: Final = gettext_lazy("规则在生成中改过了，这份作废，请重新生成")
NO_FILE: Final = gettext_lazy("所用的名册已被更新的代替，这份作废，请重新生成")


@transaction.atomic
def ask_for_roster(
    *, programme: str, kind: str, title: str, purpose: str, actor: Actor, now: datetime
) -> Roster:
    """请求名单: from the latest register, by the rules of its day.

    While the same list is still being made, that one is meant; so is the one that the same
    person asked for in the same words, of the same register by the same rules. Denied to all but
    the officers in charge of the programme; Refused with everything that is wrong.
    """
    require(keeps, actor, programme)
    assert actor.organization_id is not None
    title, purpose = title.strip(), purpose.strip()
    register = latest_register()
    problems = list(_problems(programme, kind, title, purpose, register))
    if problems or register is None:
        raise Refused(problems)
    told = {"programme": programme, "kind": kind, "register": register}
    words = {"title": title, "purpose": purpose, "asked_by_id": person_of(actor)}
    rules = fingerprint(load().policy(programme))
    same = Roster.objects.filter(**told, rules=rules, stopped="")
    there = same.filter(Q(finished_at=None) | Q(**words)).order_by("-id").first()
    if there is not None:
        return there
    of = asking(load(), register.on, programme)
    roster = save(
        Roster(
            **told,
            **words,
            on=register.on,
            rules=rules,
            versions="、".join(of.versions),
            organization_id=actor.organization_id,
            asked_at=now,
            total=register.firms,
            told_at=now,
        )
    )
    record_write(actor, "生成企业名单", roster, detail={"用途": purpose})
    return roster


def _problems(
    programme: str, kind: str, title: str, purpose: str, register: CityRegister | None
) -> Iterator[str]:
    if kind not in Kind.values:
        yield _("先选名单要列哪些企业：符合、可能符合或差一步")
    for text, most, empty, long in (
        (title, LONGEST_TITLE, _("给名单起个名称"), _("名称最多 %(most)s 个字")),
        (purpose, LONGEST_PURPOSE, _("写明名单用来办什么事"), _("用途最多 %(most)s 个字")),
    ):
        if not text:
            yield empty
        elif len(text) > most:
            yield long % {"most": most}
    if register is None:
        yield str(NO_REGISTER)
        return
    try:
        asking(load(), register.on, programme)
    except BadRules as refused:
        yield from (str(one).rstrip("。") for one in refused.problems)


def queue(roster: Roster) -> None:
    """排队: the worker makes it; asked again, it goes on where it was."""
    from huiqi.rosters.tasks import make_roster

    if not roster.is_over:
        # A row of the same transaction: it begins after the commit or not at all.
        make_roster.defer(roster_id=roster.pk)


def run_roster(
    *, roster_id: int, actor: Actor, clock: Callable[[], datetime], batches: int | None = None
) -> Roster:
    """生成名单: every batch in a transaction of its own, behind the last that was written.

    ``batches``: no more than so many. Whoever was interrupted, or runs beside another one, names
    no firm twice.
    """
    require(is_system, actor)
    roster = Roster.objects.select_related("register").get(pk=roster_id)
    if roster.is_over:
        return roster
    if why := _why_void(roster):
        return _stop(roster_id, why, clock)
    of = asking(load(), roster.on, roster.programme)
    kind = next(one for one in KINDS if one == roster.kind)
    register = on_shelf(Population.read(path_of(roster.register)), of, shelf())
    listed, telling = Lister(of, register).find(kind), Telling(kind)
    while batches != 0:
        roster = _one_batch(roster_id, (of, listed, telling), clock)
        batches = 0 if roster.is_over else None if batches is None else batches - 1
    return roster


def _why_void(roster: Roster) -> str:
    """Why what was asked for can no longer be made; empty where it can."""
    policy = load().policies.get(roster.programme)
    if policy is None or fingerprint(policy) != roster.rules:
        return on_record(CHANGED)
    return "" if path_of(roster.register).is_file() else on_record(NO_FILE)


@transaction.atomic
def _stop(roster_id: int, why: str, clock: Callable[[], datetime]) -> Roster:
    roster = Roster.objects.select_for_update(of=("self",)).get(pk=roster_id)
    if not roster.is_over:
        roster.stopped, roster.told_at = why, clock()
        roster.save()
    return roster


@transaction.atomic
def _one_batch(
    roster_id: int, made: tuple[Asking, Listed, Telling], clock: Callable[[], datetime]
) -> Roster:
    of, listed, telling = made
    locked = Roster.objects.select_for_update(of=("self",)).select_related("register")
    roster = locked.get(pk=roster_id)
    if roster.is_over:
        return roster
    roster.told_at = clock()
    if roster.found is None:
        roster.found, roster.stuck = len(listed.rows), listed.stuck
    part = slice(roster.done, roster.done + BATCH)
    with scope.everything():
        _write(roster, of, listed.codes[part], listed.variants[part].tolist(), telling)
    roster.done = min(part.stop, roster.found)
    if roster.done == roster.found:
        roster.finished_at = roster.told_at
    roster.save()
    return roster


def _write(
    roster: Roster,
    of: Asking,
    codes: Sequence[str],
    variants: Sequence[int],
    telling: Telling,
) -> None:
    firms = _firms(codes)
    ids = [one.subject_id for one in firms.values()]
    known = dict(facts_of_many(ids, roster.on, known_at=roster.register.known_at))
    rows = []
    for code, variant in zip(codes, variants, strict=True):
        firm = firms.get(code)
        try:
            entry = telling.of(of.rules[variant], known[firm.subject_id]) if firm else None
        except LookupError:  # what the register knew was erased or taken back since
            firm = entry = None
        if firm is None:
            roster.gone += 1
        elif entry is None:
            roster.stuck += 1
        else:
            rows.append(row_of(roster, firm, entry))
    RosterFirm.objects.bulk_create(rows)
    roster.listed += len(rows)
    roster.sure_fen += sum(one.low_fen or 0 for one in rows)
    roster.possible_fen += sum(one.high_fen or 0 for one in rows)
    roster.open_ends += sum(one.low_fen is not None and one.high_fen is None for one in rows)


def _firms(codes: Sequence[str]) -> Mapping[str, Organization]:
    """By credit code; a code belongs to one registration for good."""
    found: dict[str, Any] = {
        str(one.credit_code): one for one in Organization.objects.filter(credit_code__in=codes)
    }
    return found
