"""关注的后台任务: conditions judged anew when facts, the library or the day changed; news told."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django import app

from huiqi.follow.actions import check_watch, remind, tell_news
from huiqi.follow.models import Subscription, Watch
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY, now
from huiqi.parties import scope
from huiqi.parties.models import Fact
from huiqi.policies.sharing import library_version


@app.periodic(cron="*/2 * * * *")
@app.task(queue="follow", queueing_lock="check_watches")
def check_watches(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """再判断: every two minutes, those firms only of which something may be different."""
    with scope.everything():
        moment = now()
        for watch in to_check(moment):
            check_watch(watch=watch, actor=SYSTEM, now=moment)


@app.periodic(cron="11 * * * *")
@app.task(queue="follow", queueing_lock="tell_followers")
def tell_followers(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """告知: every hour, what has changed and what ends soon."""
    with scope.everything():
        moment = now()
        open_ones = Subscription.objects.filter(ended_at__isnull=True).order_by("id")
        for one in open_ones.select_related("person", "subject").iterator():
            tell_news(subscription=one, actor=SYSTEM, now=moment)
            remind(subscription=one, actor=SYSTEM, now=moment)


def to_check(moment: datetime) -> list[Watch]:
    """要再判断的: a new fact, a new day, or a new library since the last time."""
    midnight = datetime.combine(moment.astimezone(CITY).date(), time(), CITY)
    newer = Fact.objects.filter(
        subject_id=OuterRef("subject_id"), recorded_at__gte=OuterRef("checked_at")
    )
    due = Q(Exists(newer)) | Q(checked_at__lt=midnight) | ~Q(library=library_version())
    found = Watch.objects.filter(due, ended_at__isnull=True)
    return list(found.select_related("subject").order_by("id"))
