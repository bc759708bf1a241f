"""关注的后台任务: conditions judged anew when facts, the library or the day changed; news told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django import app

from huiqi.citywide.enums import Verdict
from huiqi.citywide.queries import settled_verdicts
from huiqi.follow.actions import check_watch, note_verdict, remind, tell_news
from huiqi.follow.models import Subscription, Watch
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY, now
from huiqi.parties import scope
from huiqi.parties.models import Fact
from huiqi.policies.sharing import library_version


@dataclass(frozen=True)
class Done:
    """做了什么: watches judged and met, followers' notices of changes and of last days."""

    judged: int = 0
    met: int = 0
    told: int = 0
    reminded: int = 0


@app.periodic(cron="*/2 * * * *")
@app.task(queue="follow", queueing_lock="check_watches")
def check_watches(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """再判断: every two minutes, those firms only of which something may be different."""
    with scope.everything():
        _judge(now())


@app.periodic(cron="11 * * * *")
@app.task(queue="follow", queueing_lock="tell_followers")
def tell_followers(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """告知: every hour, what has changed and what ends soon."""
    with scope.everything():
        _tell(now())


def followed_now() -> Done:
    """现在就做: all of it; what was told is not told again."""
    with scope.everything():
        moment = now()
        judged, met = _judge(moment)
        told, reminded = _tell(moment)
    return Done(judged, met, told, reminded)


def _judge(moment: datetime) -> tuple[int, int]:
    """Where the table of the city says already that a firm does not meet it, that is noted;
    whoever meets it, or of whom the table says nothing yet, is judged alone, with reasons."""
    due = to_check(moment)
    day = moment.astimezone(CITY).date()
    told = settled_verdicts({(one.subject_id, one.programme) for one in due}, day)
    noted: dict[str, list[Watch]] = defaultdict(list)
    alone: list[Watch] = []
    for one in due:
        verdict = told.get((one.subject_id, one.programme), Verdict.YES)
        (alone if verdict == Verdict.YES else noted[verdict]).append(one)
    for verdict, several in noted.items():
        note_verdict(watches=several, verdict=verdict, actor=SYSTEM, now=moment)
    found = [check_watch(watch=one, actor=SYSTEM, now=moment) for one in alone]
    return len(due), sum(one.met_at == moment for one in found)


def _tell(moment: datetime) -> tuple[int, int]:
    open_ones = Subscription.objects.filter(ended_at__isnull=True).order_by("id")
    told = reminded = 0
    for one in open_ones.select_related("person", "subject").iterator():
        told += tell_news(subscription=one, actor=SYSTEM, now=moment)
        reminded += remind(subscription=one, actor=SYSTEM, now=moment)
    return told, reminded


def to_check(moment: datetime) -> list[Watch]:
    """要再判断的: a new fact, a new day, or a new library since the last time."""
    midnight = datetime.combine(moment.astimezone(CITY).date(), time(), CITY)
    newer = Fact.objects.filter(
        subject_id=OuterRef("subject_id"), recorded_at__gte=OuterRef("checked_at")
    )
    due = Q(Exists(newer)) | Q(checked_at__lt=midnight) | ~Q(library=library_version())
    found = Watch.objects.filter(due, ended_at__isnull=True)
    return list(found.select_related("subject").order_by("id"))
