"""待办: who has to review, to mend or to renew is told in the inbox, no longer than need be.

A to-do goes to the body that keeps the programme; what was returned goes to whoever wrote it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from huiqi.inbox.actions import Draft, Whom, close_todo, open_todo
from huiqi.inbox.clocks import CLOSING, DueMoment, working_days
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Kept, Saying, saying
from huiqi.kernel.signing import Ending, Waiting, waits, waits_no_longer
from huiqi.library import load
from huiqi.parties import scope
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.parties.queries.acting import memberships_at
from huiqi.policies.charge import Keeping, keepings
from huiqi.policies.desk import dead_links
from huiqi.policies.models import Basis, Contact, Proposal, RuleDraft
from huiqi.policies.models.reviewed import Reviewed

DAYS: Final = 5  # working days, to review, to mend and to answer
SOON: Final = timedelta(days=30)
A_DAY: Final = timedelta(days=1)
HEAD: Final = "policies"
REMINDED: Final = ("expires", "dead", "nobody")  # what is found anew every day


# Drafts


def waits_for_review(one: Reviewed, now: datetime) -> None:
    """等复核: of whoever else keeps the programme; what was returned is settled by it."""
    close_todo(key=_key(one, "return"), actor=SYSTEM, now=now)
    for body in _bodies(one.programme, now):
        waiting = Waiting(
            key=f"{_key(one, 'submit')}:{body.pk}",
            about=one,
            organization_id=body.pk,
            text=saying("复核%(draft)s", draft=_called(one)),
            note=saying("要由没有写过这一稿的人复核。"),
            verb=saying("去办理"),
            url=_page(one),
            barred=tuple(one.writers),
        )
        waits(waiting, now)


def sent_back(one: Reviewed, now: datetime) -> None:
    """退回: to whoever saved it last; it no longer waits for a review."""
    is_reviewed(one, now, Ending.DROPPED)
    person = one.saved_by or one.made_by
    if person is not None:
        _open(
            key=_key(one, "return"),
            whom=Whom(person=person),
            text=saying("改好退回的%(draft)s", draft=_called(one)),
            note=one.remark,
            url=_page(one),
            about=one,
            now=now,
        )


def is_reviewed(one: Reviewed, now: datetime, ending: Ending = Ending.SIGNED) -> None:
    """不再等复核: published, returned or withdrawn."""
    for body in _bodies(one.programme, now):
        waits_no_longer(f"{_key(one, 'submit')}:{body.pk}", now, ending)


def is_dropped(one: Reviewed, now: datetime) -> None:
    """撤回: nobody has anything to do with it any more."""
    is_reviewed(one, now, Ending.DROPPED)
    close_todo(key=_key(one, "return"), actor=SYSTEM, now=now)


# Proposals


def is_proposed(proposal: Proposal, now: datetime) -> None:
    """有建议: to be answered by those who keep the library."""
    whom = _administrators(now)
    if whom is not None:
        _open(
            key=f"{HEAD}:proposal:{proposal.pk}",
            whom=whom,
            text=saying("答复规则修改建议：%(title)s", title=_title(proposal.programme)),
            note=proposal.clause,
            url=reverse("upkeep:programme", args=[proposal.programme]),
            about=proposal,
            now=now,
        )


def is_answered(proposal: Proposal, now: datetime) -> None:
    """已答复: and where it was accepted, its department may draft what it asked for."""
    close_todo(key=f"{HEAD}:proposal:{proposal.pk}", actor=SYSTEM, now=now)
    if proposal.state != Proposal.State.ACCEPTED:
        return
    _open(
        key=f"{HEAD}:accepted:{proposal.pk}",
        whom=Whom(organization=proposal.organization),
        text=saying("建议已采纳，起草规则：%(title)s", title=_title(proposal.programme)),
        note=proposal.answer[:300],
        url=reverse("upkeep:rules", args=[proposal.programme]),
        about=proposal,
        now=now,
    )


def is_carried_out(proposal: Proposal | None, now: datetime) -> None:
    """已落实: a draft was begun that carries the proposal out."""
    if proposal is not None:
        close_todo(key=f"{HEAD}:accepted:{proposal.pk}", actor=SYSTEM, now=now)


# What every day brings


@transaction.atomic
def remind_keepers(*, on: date, actor: Actor, now: datetime) -> int:
    """每日提醒: policies that end within 30 days, dead links, programmes that nobody keeps.

    How many to-dos stand; those whose matter is settled are closed.
    """
    require(is_system, actor)
    wanted = {one.key: one for one in _reminders(on, now)}
    with scope.everything():
        ours = reduce(or_, (Q(key__startswith=f"{HEAD}:{what}:") for what in REMINDED))
        found = Todo.objects.filter(ours, done_at=None).order_by("id")
        held = set(found.values_list("key", flat=True))
    for key in held - set(wanted):
        close_todo(key=key, actor=SYSTEM, now=now)
    for key in wanted.keys() - held:
        open_todo(draft=wanted[key], actor=SYSTEM, now=now)
    return len(wanted)


def _reminders(on: date, now: datetime) -> Iterator[Draft]:
    found = keepings(load().policies, on)
    yield from _expiring(found, on)
    yield from _dead(found, on)
    yield from _nobody(found, on, now)


def _expiring(found: dict[str, Keeping], on: date) -> Iterator[Draft]:
    for name, policy in load().policies.items():
        edition = policy.edition_on(on)
        last = edition.to if edition else None
        if last is None or last - on > SOON or policy.edition_on(last + A_DAY):
            continue
        for pk in sorted(found[name].ids if name in found else ()):
            yield Draft(
                key=f"{HEAD}:expires:{name}:{last.isoformat()}:{pk}",
                whom=Whom(organization=Organization.objects.get(pk=pk)),
                text=saying("政策快到期：%(title)s", title=policy.title[:90]),
                note=saying(
                    "最后一天是 %(day)s；延续、修订或到期失效，请起草规则说明。",
                    day=last.isoformat(),
                ),
                due=DueMoment(datetime.combine(last, CLOSING, CITY)),
                verb=saying("去处理"),
                url=reverse("upkeep:rules", args=[name]),
            )


def _dead(found: dict[str, Keeping], on: date) -> Iterator[Draft]:
    """To every body that keeps a programme whose document or contact names the address."""
    for link in dead_links():
        programmes = set(
            Basis.objects.filter(document__source_url=link.url, withdrawn_on=None).values_list(
                "programme", flat=True
            )
        )
        lines = Contact.objects.filter(source__contains=link.url, replaced_by=None, is_gone=False)
        programmes |= set(lines.values_list("programme", flat=True)) - {""}
        for pk in sorted({pk for name in programmes if name in found for pk in found[name].ids}):
            digest = hashlib.sha256(link.url.encode()).hexdigest()[:16]
            yield Draft(
                key=f"{HEAD}:dead:{digest}:{pk}",
                whom=Whom(organization=Organization.objects.get(pk=pk)),
                text=saying("换掉打不开的政策链接"),
                note=link.url[:300],
                due=_within(link.at, on),
                verb=saying("去处理"),
                url=reverse("upkeep:index"),
            )


def _nobody(found: dict[str, Keeping], on: date, now: datetime) -> Iterator[Draft]:
    whom = _administrators(now)
    if whom is None:
        return
    for name, policy in load().policies.items():
        if name not in found:
            yield Draft(
                key=f"{HEAD}:nobody:{name}",
                whom=whom,
                text=saying("指定维护单位：%(title)s", title=policy.title[:90]),
                note=saying(
                    "规则文件没有写主管部门，也推定不出；指定以后才有人维护它的说明和规则。"
                ),
                due=_within(now, on),
                verb=saying("去指定"),
                url=reverse("upkeep:programme", args=[name]),
            )


# Shared


def _open(  # noqa: PLR0913 -- a to-do is all of these
    *, key: str, whom: Whom, text: Kept, note: str, url: str, about: models.Model, now: datetime
) -> None:
    draft = Draft(
        key=key,
        whom=whom,
        text=text,
        note=note[:300],
        due=_within(now, now.astimezone(CITY).date()),
        verb=saying("去办理"),
        url=url,
        kind=about._meta.label,
        object_id=about.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def _within(at: datetime, on: date) -> DueMoment:
    return working_days(DAYS, start=max(at.astimezone(CITY).date(), on))


def _key(one: Reviewed, move: str) -> str:
    """The to-do of the last time that ``move`` was made."""
    label = one._meta.label
    times = MoveLog.objects.filter(kind=label, object_id=one.pk, move=move).count()
    return f"{HEAD}:{move}:{one._meta.model_name}:{one.pk}:{times}"


def _bodies(programme: str, now: datetime) -> list[Organization]:
    day = now.astimezone(CITY).date()
    keeping = keepings([programme], day).get(programme)
    return list(Organization.objects.filter(pk__in=keeping.ids if keeping else ()).order_by("pk"))


def _administrators(now: datetime) -> Whom | None:
    held = memberships_at(now).filter(role=Role.SYSTEM_ADMIN).select_related("organization")
    found = held.order_by("organization_id").first()
    return Whom(organization=found.organization, role=Role.SYSTEM_ADMIN) if found else None


def _called(one: Reviewed) -> Saying:
    told = {"version": one.version, "title": _title(one.programme)}
    if isinstance(one, RuleDraft):
        return saying("规则草稿第 %(version)s 版：%(title)s", **told)
    return saying("政策说明第 %(version)s 版：%(title)s", **told)


def _page(one: Reviewed) -> str:
    if isinstance(one, RuleDraft):
        return reverse("upkeep:rule_draft", args=[one.programme, one.version])
    return reverse("upkeep:draft", args=[one.programme])


def _title(programme: str) -> str:
    return load().policies[programme].title[:80] if programme in load().policies else programme
