"""诉求一方的办理: supply, confirm or dispute, urge, take back, open again, rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import is_asker, may_supply
from huiqi.concerns.actions.moving import locked, move, say
from huiqi.concerns.actions.rising import raise_case
from huiqi.concerns.actions.submitting import Upload, attach
from huiqi.concerns.actions.working import next_level, others_of
from huiqi.concerns.clocks import after_workdays
from huiqi.concerns.enums import Answer, Cause, Level, PostKind, State
from huiqi.concerns.models import Concern, Confirmation, Post, Promise, Rating, Withdrawal
from huiqi.concerns.queries.twins import is_open_as, open_twin_of
from huiqi.concerns.telling import chiefs, put_todo, supervisors, tell_city
from huiqi.concerns.timing import standard_of
from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words, legible, worded

LONGEST_REASON: Final = 1_000
URGE_EVERY: Final = timedelta(hours=24)
BAD: Final = 2  # of five, and below
UNSOLVED: Final = (Answer.NOT, Answer.NOBODY)


@transaction.atomic
def supply(
    *, case: Concern, text: str, actor: Actor, now: datetime, files: Sequence[Upload] = ()
) -> Concern:
    """补充: the clock of the city goes on."""
    require(may_supply, actor, case)
    held = locked(case)
    post = say(held, PostKind.SUPPLEMENT, text, actor=actor, now=now)
    attach(held, post, files, actor=actor)
    return move(held, "supply", actor=actor, now=now)


@transaction.atomic
def add_to_case(
    *, case: Concern, text: str, actor: Actor, now: datetime, files: Sequence[Upload] = ()
) -> Post:
    """主动补充: without being asked, while it is open; no clock changes."""
    require(may_supply, actor, case)
    held = locked(case)
    if not held.is_open:
        raise WrongState([_("这件诉求已经了结；没有办好的，请重新打开")])
    post = say(held, PostKind.SUPPLEMENT, text, actor=actor, now=now)
    attach(held, post, files, actor=actor)
    record_write(actor, "补充诉求", held, subject_id=held.subject_id)
    return post


@transaction.atomic
def confirm_reply(*, case: Concern, answer: str, text: str, actor: Actor, now: datetime) -> Concern:
    """企业确认: solved or partly ends it; not, or nobody called, has it done again or goes up.

    Done again once, by another officer; then the section chief, the task force, the leading
    group. The answer of the leading group is the last: then it ends as not confirmed.
    """
    require(is_asker, actor, case)
    if answer not in Answer.values:
        raise Refused([_("选：解决了、解决了一部分、没有解决，或没有人联系过我")])
    told = legible(text)
    if answer == Answer.NOT or told:
        told = in_words(text, _("哪里没有解决"), LONGEST_REASON)
    held = locked(case)
    if held.state != State.REPLIED:
        raise WrongState([_("现在没有等你确认的答复")])
    rows.save(Confirmation(concern=held, answer=answer, text=told, by_id=actor.person_id, at=now))
    if answer not in UNSOLVED:
        return move(held, "accept", actor=actor, now=now, note=told, answer=answer)
    return _again(held, told, actor, now)


def _again(case: Concern, told: str, actor: Actor, now: datetime) -> Concern:
    replied = case.posts.filter(kind=PostKind.FINAL).last()
    barred = replied.author_id if replied else case.officer_id
    if case.redone_at is None and case.level == Level.OFFICER:
        if others_of(case.lead_id, barred, now):
            return move(case, "redo", actor=actor, now=now, note=told, barred_id=barred)
        return raise_case(case, "escalate", Level.TASK_FORCE, Cause.NO_OTHER, actor, now, told)
    if case.level >= Level.LEADING_GROUP:
        return move(case, "close_unsolved", actor=actor, now=now, note=told)
    return raise_case(case, "escalate", next_level(case, now), Cause.DISPUTE, actor, now, told)


@transaction.atomic
def hold_to_promise(*, case: Concern, actor: Actor, now: datetime) -> Concern:
    """同意等: until the day that was promised, which is a clock from now on."""
    require(is_asker, actor, case)
    held = locked(case)
    return move(held, "hold_to_promise", actor=actor, now=now, until=holds(held, now))


def holds(case: Concern, now: datetime) -> date | None:
    """承诺的日期: of the promise that is open; it is held from now on. None where there is none."""
    found: Promise | None = case.promises.filter(kept_at=None, broken_at=None).last()
    if found is None:
        return None
    found.held_at = now
    rows.save(found, only=("held_at",))
    return found.due_on


@transaction.atomic
def urge(*, case: Concern, text: str, actor: Actor, now: datetime) -> Post:
    """催办: once a day; whoever has to act hears of it, and it stays on the record."""
    require(is_asker, actor, case)
    held = locked(case)
    if not held.is_open or held.unit is None:
        raise WrongState([_("这件诉求已经了结，不用再催")])
    last = held.posts.filter(kind=PostKind.URGE).last()
    if last is not None and now - last.at < URGE_EVERY:
        raise Refused([_("今天已经催办过，24 小时以后可以再催")])
    told = legible(text) or _("请尽快办理")
    post = say(held, PostKind.URGE, told, actor=actor, now=now)
    whom = Whom(person=held.officer) if held.officer else Whom(organization=held.unit)
    title = saying("企业催办诉求 %(number)s", number=held.number)
    tell_city(held, f"urge:{post.version}", whom, title, now)
    record_write(actor, "催办诉求", held, subject_id=held.subject_id)
    return post


@transaction.atomic
def withdraw_concern(*, case: Concern, reason: str, actor: Actor, now: datetime) -> Concern:
    """撤回: with the reason; somebody calls back to hear whether it was willing.

    A supervisor; of a confidential one, which no supervisor sees, the desk.
    """
    require(is_asker, actor, case)
    told = in_words(reason, _("为什么撤回"), LONGEST_REASON)
    held = locked(case)
    done = move(held, "withdraw", actor=actor, now=now, note=told)
    due = after_workdays(now, standard_of(done).call_back)
    assert due is not None
    rows.save(
        Withdrawal(concern=done, reason=told, by_id=actor.person_id, at=now, call_due_at=due.at)
    )
    text = saying("回访撤回的诉求 %(number)s", number=done.number)
    put_todo(done, "call", supervisors(done, now), text, due.at, now)
    return done


@transaction.atomic
def reopen_concern(*, case: Concern, reason: str, actor: Actor, now: datetime) -> Concern:
    """重新打开: within the days of the standard, once; the unit that had it has it again."""
    require(is_asker, actor, case)
    told = in_words(reason, _("哪里没有办好"), LONGEST_REASON)
    held = locked(case)
    days = standard_of(held).reopen
    problems = []
    if held.ended_at is not None and now - held.ended_at > timedelta(days=days):
        problems.append(
            worded("办结已超过 %(days)s 天，请提一件新的诉求，写明这一件的编号", days=days)
        )
    if held.reopened_at is not None:
        problems.append(_("已经重新打开过一次，请提一件新的诉求，写明这一件的编号"))
    if twin := open_twin_of(held):
        problems.append(is_open_as(twin))
    if problems:
        raise Refused(problems)
    return move(held, "reopen", actor=actor, now=now, note=told)


@transaction.atomic
def dispute_refusal(*, case: Concern, reason: str, actor: Actor, now: datetime) -> Concern:
    """不服不受理: once; another person of the desk decides."""
    require(is_asker, actor, case)
    told = in_words(reason, _("为什么应当受理"), LONGEST_REASON)
    held = locked(case)
    if held.refusals.count() > 1:
        raise Refused([_("已经由另一个人复核过；可以按告知的渠道提出，或拨打 12345")])
    if twin := open_twin_of(held):
        raise Refused([is_open_as(twin)])
    return move(held, "dispute", actor=actor, now=now, note=told)


@transaction.atomic
def rate_case(*, case: Concern, score: int, text: str, actor: Actor, now: datetime) -> Rating:
    """好差评: once for each case that ended; 1 or 2 opens a work order with a clock."""
    require(is_asker, actor, case)
    held = locked(case)
    problems = []
    if not 1 <= score <= 5:
        problems.append(_("评分从 1 到 5"))
    if not held.is_closed or held.lead is None:
        problems.append(_("办结以后才能评价"))
    if Rating.objects.filter(concern=held).exists():
        problems.append(_("这件诉求已经评价过"))
    if len(legible(text)) > LONGEST_REASON:
        problems.append(worded("说明最多 %(most)s 个字", most=LONGEST_REASON))
    if problems or held.lead is None:
        raise Refused(problems)
    due = after_workdays(now, standard_of(held).work_order) if score <= BAD else None
    made = rows.save(
        Rating(
            concern=held,
            score=score,
            text=legible(text),
            by_id=actor.person_id,
            at=now,
            unit=held.lead,
            due_at=due.at if due else None,
        )
    )
    record_write(actor, "评价诉求", held, subject_id=held.subject_id)
    if due:
        words = saying("整改差评：诉求 %(number)s", number=held.number)
        put_todo(held, "rating", chiefs(held.lead, now), words, due.at, now)
    return made
