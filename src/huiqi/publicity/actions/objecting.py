"""异议的办理: anybody may object while a notice runs; another person of the department answers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import ANONYMOUS, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.publicity.access import is_another, is_referee, is_system, may_keep, may_object
from huiqi.publicity.actions import telling
from huiqi.publicity.actions.holding import hold
from huiqi.publicity.models import (
    Objection,
    ObjectionAnswer,
    Objector,
    PublicAward,
    Publicity,
    Withdrawal,
)
from huiqi.publicity.models.objections import LONGEST
from huiqi.publicity.queries.referring import referral_of

# Without 0, 1, I and O, which people mistake for each other when they read them out.
LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 10
REACHABLE: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|(?:[+(]?\d[\d\s()+-]{5,30}\d)")
LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Said:
    """所提的异议: what is wrong, and by whom; without a name it is a clue."""

    text: str
    raised_by: str = ""
    contact: str = ""
    is_named: bool = True


@dataclass(frozen=True)
class Receipt:
    """回执: its number, and the code that opens the answer; the code is kept nowhere."""

    number: str
    code: str


@dataclass(frozen=True)
class _By:
    """How it came: with a code for whoever sent it, or by the hand of a person."""

    code: str = ""
    person: int | None = None


@transaction.atomic
def file_objection(
    *, notice: Publicity, award: PublicAward | None, said: Said, now: datetime
) -> Receipt:
    """提出异议: by anybody, without an account, while the notice runs.

    Refused with everything that is wrong, and when the same was said in the same words already.
    """
    require(may_object, ANONYMOUS)
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
    # Whoever objects sees no objection, neither this one nor another.
    with everything():
        made = _heard(notice, award, said, _By(code=code), now)
        record_write(ANONYMOUS, "提出异议", made, subject_id=award.subject_id if award else None)
        telling.ask_for_answer(made, now)
    return Receipt(made.number, code)


@transaction.atomic
def raise_objection(
    *,
    notice: Publicity,
    award: PublicAward | None,
    said: Said,
    actor: Actor,
    now: datetime,
) -> Objection:
    """登记异议: one that came to the department by letter, by telephone or at the counter."""
    require(may_keep, actor, notice)
    made = _heard(notice, award, said, _By(person=actor.person_id), now)
    record_write(actor, "登记异议", made, subject_id=award.subject_id if award else None)
    telling.ask_for_answer(made, now)
    return made


def _heard(
    notice: Publicity, award: PublicAward | None, said: Said, by: _By, now: datetime
) -> Objection:
    hold(notice)  # the same words twice at once are said once
    on = now.astimezone(CITY).date()
    problems = [*_problems_of_moment(notice, on), *_problems_of_said(said)]
    if award is not None and award.publicity_id != notice.pk:
        problems.append(_("这家单位不在这份公示里"))
    objection = Objection(
        publicity=notice,
        award=award,
        text=legible(said.text),
        code_hash=hash_of(by.code) if by.code else "",
        received_by_id=by.person,
        received_at=now,
    )
    if not problems:
        problems += rows.problems_of(objection, told=("number",))
    if not problems and _is_said(objection, said):
        problems.append(_("同样的异议已经收到，不用再提；请凭先前的回执查办理结果"))
    if problems:
        raise Refused(problems)
    objection.number = next_number("YY", on)
    objection.save()
    if said.is_named:
        name, contact = legible(said.raised_by), legible(said.contact)
        rows.save(Objector(objection=objection, raised_by=name, contact=contact))
    return objection


def _problems_of_moment(notice: Publicity, today: date) -> Iterator[str]:
    if Withdrawal.objects.filter(publicity=notice).exists():
        yield _("这份公示已经撤回，不用再提异议")
    elif today < notice.begins_on:
        yield worded("公示从 %(day)s 开始，那天起可以提异议", day=notice.begins_on)
    elif today >= notice.ends:
        yield worded(
            "公示期已满（最后一天 %(day)s）；现在可以向主管部门或审计机关举报", day=notice.last_day
        )


def _problems_of_said(said: Said) -> Iterator[str]:
    text, name, contact = map(legible, (said.text, said.raised_by, said.contact))
    if not text:
        yield _("请写明异议的内容")
    if len(text) > LONGEST:
        yield worded("异议的内容最多 %(most)s 字，现在 %(count)s 字", most=LONGEST, count=len(text))
    if not said.is_named:
        return
    if not name:
        yield _("实名异议请写姓名或单位名称；不愿意写的，请选匿名线索")
    if len(name) > LONGEST_NAME:
        yield worded("姓名或单位名称最多 %(most)s 字", most=LONGEST_NAME)
    if not contact:
        yield _("实名异议请写联系方式，我们据此答复；不愿意写的，请选匿名线索")
    elif len(contact) > LONGEST_NAME or not REACHABLE.fullmatch(contact):
        yield worded(
            "联系方式「%(told)s」看不出是电话或邮箱；请写手机、座机（带区号）或邮箱",
            told=contact[:40],
        )


def _is_said(objection: Objection, said: Said) -> bool:
    """Whether the same person, or somebody without a name, has said just this."""
    same = Objection.objects.filter(
        publicity=objection.publicity, award=objection.award, text=objection.text
    )
    if not said.is_named:
        return same.filter(objector=None).exists()
    name, contact = legible(said.raised_by), legible(said.contact)
    return same.filter(objector__raised_by=name, objector__contact=contact).exists()


def hash_of(code: str) -> str:
    """查询码的哈希: by which a code is known again; letters may be small, spaces are no part."""
    plain = "".join(code.split()).replace("-", "").upper()
    return salted_hmac("huiqi.publicity.receipt", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def answer_objection(
    *, objection: Objection, is_upheld: bool, text: str, actor: Actor, now: datetime
) -> ObjectionAnswer:
    """答复异议: once, in words, by one of the department who neither drew it up nor published it.

    One that was referred is answered by whom it was referred to, and by nobody else. One that is
    upheld takes the award, or all that the notice names, off the list for good.
    """
    # Two who answer at the same moment, or refer it meanwhile, wait for each other here.
    hold(objection.publicity)
    referral = referral_of(objection)
    if referral is None:
        require(may_keep, actor, objection.publicity)
    else:
        require(is_referee | is_system, actor, referral)
    require(is_another, actor, objection)
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        raise Refused([_("这条异议已经答复过，答复不能改")])
    words = legible(text)
    if len(words) > LONGEST:
        raise Refused(
            [worded("答复最多 %(most)s 字，现在 %(count)s 字", most=LONGEST, count=len(words))]
        )
    answer = rows.save(
        ObjectionAnswer(
            objection=objection,
            is_upheld=is_upheld,
            text=words,
            answered_by_id=actor.person_id,
            answered_at=now,
        )
    )
    award = objection.award
    about = award.subject_id if award else None
    record_write(actor, "答复异议", answer, subject_id=about)
    telling.answered(objection, now)
    if is_upheld:
        for each in [award] if award else PublicAward.objects.filter(publicity=objection.publicity):
            telling.tell_firm(each, saying("核查后认定对它的异议成立"), now)
    return answer
