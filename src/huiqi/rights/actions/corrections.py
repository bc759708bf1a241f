"""更正的办理: asked with evidence, decided by the department of the source; both values stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import BinaryIO, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.inbox.actions import Whom
from huiqi.inbox.clocks import DueMoment
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import Saying, label_kept, saying
from huiqi.kernel.words import flaws_of_words, in_words, worded
from huiqi.parties.actions import ask_correction, record_facts
from huiqi.parties.actions.facts import Said
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import Fact, FactCorrection, Subject
from huiqi.parties.queries import current_organization
from huiqi.parties.queries.acting import memberships_at
from huiqi.parties.states import CORRECTION
from huiqi.rights.access import answers_for_source, stands_for_firm
from huiqi.rights.actions.telling import desk, keepers, settled, tell, todo_for
from huiqi.rights.models import LONGEST, CorrectionFile, SourceDesk
from huiqi.rights.saying import label_of
from huiqi.rights.store import store

MOST_FILES: Final = 5
CLOSING: Final = time(18)
# Who decides where no department is named for a source: who governs firms in the whole city.
GENERAL: Final = (Role.BUREAU_OFFICER, Role.SECTION_CHIEF)


@dataclass(frozen=True)
class Upload:
    """上传的文件: its bytes and the name it came under."""

    content: BinaryIO
    name: str


@transaction.atomic
def request_correction(
    *,
    fact: Fact,
    proposed: object,
    reason: str,
    files: Sequence[Upload],
    actor: Actor,
    now: datetime,
) -> FactCorrection:
    """申请更正: with at least one file that shows it; a to-do for the department of the source.

    Refused with every problem: no reason, no file or too many, a file that is empty or of a
    type that is not taken, a value that does not read.
    """
    require(stands_for_firm, actor)
    problems = _problems(reason, files)
    asked = None
    try:
        asked = ask_correction(fact=fact, proposed=proposed, reason=reason, actor=actor, now=now)
    except Refused as refused:
        problems += refused.problems
    stored = []
    for file in files[:MOST_FILES]:
        try:
            stored.append(
                store().put(file.content, file.name, actor=actor, subject_id=fact.subject_id)
            )
        except Refused as refused:
            problems += refused.problems
    if problems or asked is None:
        raise Refused(dict.fromkeys(problems))
    for one in stored:
        store().look_soon(one)
        CorrectionFile.objects.create(subject_id=fact.subject_id, correction=asked, file=one)
    due = DueMoment(datetime.combine(asked.due_on, CLOSING, CITY), asked.due_is_provisional)
    text = saying("答复更正申请：%(source)s的数据", source=label_kept(Source(fact.source).label))
    note = f"{current_organization(fact.subject)}：{label_of(fact.key)}"
    todo_for(_desk_of(fact, now), asked, text, "rights:desk-correction", due, now, note=note)
    return asked


@transaction.atomic
def decide_correction(
    *, correction: FactCorrection, accept: bool, answer: str, actor: Actor, now: datetime
) -> FactCorrection:
    """答复更正: accepted, the source says the new value from now on; else the reason is told."""
    require(answers_for_source, actor, correction)
    told = in_words(answer, _("答复的理由"), LONGEST)
    move = "accept" if accept else "decline"
    done: FactCorrection = CORRECTION.fire(correction, move, actor=actor, now=now, answer=told)
    settled(done, now)
    url = reverse("rights:fact", args=[done.fact.key])
    tell(done.asked_by, done, _outcome(accept=accept), url, now)
    return done


def _outcome(*, accept: bool) -> Saying:
    if accept:
        return saying("你申请更正的数据已经更正")
    return saying("你的更正申请没有采纳，理由在页面上")


@transaction.atomic
def withdraw_correction(
    *, correction: FactCorrection, actor: Actor, now: datetime
) -> FactCorrection:
    """撤回更正申请: by the firm, before it is decided; nobody has to answer it any more."""
    done: FactCorrection = CORRECTION.fire(correction, "withdraw", actor=actor, now=now)
    settled(done, now)
    return done


@transaction.atomic
def say_oneself(*, subject: Subject, key: str, value: str, actor: Actor, now: datetime) -> None:
    """自报: what the firm says of itself, of today; Refused when it does not read."""
    require(stands_for_firm, actor)
    if not value.strip():
        raise Refused([_("请填写这一项的值")])
    said = Said(Source.SELF_DECLARED, now.astimezone(CITY).date())
    record_facts(subject=subject, facts={key: value.strip()}, said=said, actor=actor, now=now)


def _problems(reason: str, files: Sequence[Upload]) -> list[str]:
    problems: list[str] = []
    problems += flaws_of_words(reason, _("更正的理由"), LONGEST)
    if not files:
        problems.append(_("请附上能证明的文件，例如证书、报表或登记证的扫描件"))
    if len(files) > MOST_FILES:
        problems.append(worded("最多附 %(most)s 个文件，请合并后再上传", most=MOST_FILES))
    return problems


def _desk_of(fact: Fact, now: datetime) -> Whom | None:
    if found := SourceDesk.objects.filter(source=fact.source).first():
        return desk(found.organization)
    held = memberships_at(now).filter(role__in=[role.value for role in GENERAL])
    first = held.select_related("organization").order_by("organization_id").first()
    return desk(first.organization) if first else keepers(now)
