"""政策维护的办理: proposals to change a rule, contacts of a department, firms counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.rows import save
from huiqi.library import load
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization
from huiqi.policies.access import is_system_admin, keeps
from huiqi.policies.actions.summaries import tidy
from huiqi.policies.actions.telling import is_answered, is_proposed
from huiqi.policies.advising import is_small_change
from huiqi.policies.links import Seen
from huiqi.policies.models import Contact, FirmCount, Keeper, LinkCheck, Proposal, QuestionCount
from huiqi.policies.states import PROPOSAL
from huiqi.rules.batch import UNKNOWN, YES, Nearest, Whole
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts

TOLD: Final = ("office", "telephone", "address", "hours", "window", "source")
LONGEST_QUESTION: Final = 60
NUMBER: Final = re.compile(r"[0-9]{6,}|[0-9A-Za-z]{15,}")
MOST_QUESTIONS: Final = 10_000  # of one month, so that nobody fills the table
BATCH: Final = 2_000  # firms judged together
PROPOSED: Final = ("clause", "wrong", "evidence")


# Proposals


@transaction.atomic
def propose_change(
    *, programme: str, given: Mapping[str, str], actor: Actor, now: datetime
) -> Proposal:
    """建议修改规则: with the clause, what is wrong and the evidence; every problem at once."""
    require(keeps, actor, programme)
    assert actor.organization_id is not None  # whoever keeps a programme does so for a body
    made = save(
        Proposal(
            programme=programme,
            rules_version=load().policy(programme).sha256,
            organization_id=actor.organization_id,
            made_by_id=person_of(actor),
            made_at=now,
            **{name: tidy(given.get(name, "")) for name in PROPOSED},
        )
    )
    is_proposed(made, now)
    return made


@transaction.atomic
def answer_proposal(
    *, proposal: Proposal, accept: bool, answer: str, actor: Actor, now: datetime
) -> Proposal:
    """答复建议: by those who keep the library, in words."""
    move = "accept" if accept else "decline"
    found: Proposal = PROPOSAL.fire(proposal, move, actor=actor, now=now, answer=answer)
    record_write(actor, "答复规则修改建议", found)
    is_answered(found, now)
    return found


@transaction.atomic
def recall_proposal(*, proposal: Proposal, actor: Actor, now: datetime) -> Proposal:
    """收回建议: by the department that made it."""
    found: Proposal = PROPOSAL.fire(proposal, "recall", actor=actor)
    is_answered(found, now)
    return found


# Contacts


@transaction.atomic
def write_contact(  # noqa: PLR0913 -- a line is its words, its days and what it replaces
    *,
    programme: str,
    department: str,
    given: Mapping[str, str],
    since: date,
    until: date | None,
    replaces: Contact | None,
    actor: Actor,
    now: datetime,
) -> Contact:
    """登记联系方式: a new line, or a new word on one; the word before it stays in the history."""
    require(keeps, actor, programme)
    _refuse_replaced(replaces)
    line = save(
        Contact(
            department=department,
            programme=programme,
            since=since,
            until=until,
            replaces=replaces,
            made_by_id=person_of(actor),
            made_at=now,
            **{name: tidy(given.get(name, "")) for name in TOLD},
        )
    )
    record_write(actor, "登记联系方式", line)
    return line


@transaction.atomic
def remove_contact(*, contact: Contact, actor: Actor, now: datetime) -> Contact:
    """撤下联系方式: it is shown no longer, and stays in the history."""
    require(keeps, actor, contact.programme)
    _refuse_replaced(contact)
    line = save(
        Contact(
            department=contact.department,
            programme=contact.programme,
            since=contact.since,
            until=contact.until,
            replaces=contact,
            is_gone=True,
            made_by_id=person_of(actor),
            made_at=now,
            **{name: getattr(contact, name) for name in TOLD},
        )
    )
    record_write(actor, "撤下联系方式", line)
    return line


def _refuse_replaced(before: Contact | None) -> None:
    if before is not None and Contact.objects.filter(replaces=before).exists():
        raise Refused([_("这一行刚被同事改过，请看新的一行再改；您写的都还在")])


# Who keeps the words


@transaction.atomic
def name_keeper(
    *, programme: str, organization: Organization | None, actor: Actor, since: date, now: datetime
) -> Keeper:
    """指定维护单位: of a programme whose department no file names; None takes it back."""
    require(is_system_admin, actor, programme)
    row = save(
        Keeper(
            programme=programme,
            organization=organization,
            since=since,
            named_by_id=person_of(actor),
            named_at=now,
        )
    )
    record_write(actor, "指定维护单位", row)
    return row


# Firms


@transaction.atomic
def count_firms(*, firms: Iterable[Facts], on: date, actor: Actor, now: datetime) -> int:
    """数企业: how many firms each programme fits; how many programmes were counted.

    Batch after batch by the bitmap engine. What would change a «no» is asked of one firm after
    the other, for that is a search; once for all that are alike.
    """
    require(is_system, actor)
    library, nearest = load(), Nearest()
    whole, tally = Whole(library), {name: [0, 0, 0, 0] for name in library.policies}
    left = iter(firms)
    while people := list(islice(left, BATCH)):
        for name, places, rules in whole.places(people):
            for place, facts, by in zip(places, people, rules, strict=True):
                tally[name][_column(place, facts, by, nearest)] += 1
    FirmCount.objects.bulk_create(
        FirmCount(
            programme=name,
            on=on,
            fits=row[0],
            near=row[1],
            unknown=row[2],
            unfit=row[3],
            rules_version=library.policies[name].sha256,
            at=now,
        )
        for name, row in tally.items()
    )
    return len(tally)


def _column(place: int, facts: Facts, rules: Rules | None, nearest: Nearest) -> int:
    """In which of the four a firm is; where the programme is not in force it does not fit."""
    if place in (YES, UNKNOWN):
        return 0 if place == YES else 2
    return 1 if rules is not None and is_small_change(nearest.of(rules, facts)) else 3


# Links


def keep_looks(*, seen: Iterable[Seen], actor: Actor, now: datetime) -> int:
    """记下链接检查: each by itself, with its moment; how many did not open."""
    require(is_system, actor)
    rows = LinkCheck.objects.bulk_create(
        LinkCheck(url=one.url, is_alive=one.is_alive, status=one.status, why=one.why[:200], at=now)
        for one in seen
    )
    return sum(not row.is_alive for row in rows)


# Questions that find little


def count_question(*, text: str, found: int, day: date) -> None:
    """记下没搜到的问题: how often this month, and in words only once many have asked it.

    A long number is a telephone, a credit code or a person: such a question is not counted.
    """
    told = " ".join(text.split())[:LONGEST_QUESTION]
    if not told or NUMBER.search(told):
        return
    digest = salted_hmac("huiqi.questions", told.lower(), algorithm="sha256").hexdigest()
    month = day.replace(day=1)
    held = QuestionCount.objects.filter(month=month)
    if not held.filter(digest=digest).exists() and held.count() >= MOST_QUESTIONS:
        return
    with transaction.atomic():
        row, is_new = QuestionCount.objects.select_for_update(of=("self",)).get_or_create(
            month=month, digest=digest, defaults={"found": found}
        )
        if not is_new:
            row.times, row.found = row.times + 1, found
            if row.times >= QuestionCount.SHOWN_FROM:
                row.text = told
            row.save()
