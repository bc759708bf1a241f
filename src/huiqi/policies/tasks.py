"""政策的后台任务: a new index of what can be found, firms counted, links looked at."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from huiqi.parties import scope
from huiqi.parties.queries import facts_of
from huiqi.policies.actions import count_firms, keep_looks
from huiqi.policies.charge import subjects_of_firms
from huiqi.policies.links import addresses, look_at
from huiqi.policies.search.here import finder
from huiqi.policies.search.store import BeingMade

LOCK: Final = "rebuild_search"


@app.task(queue="search", queueing_lock=LOCK)
def rebuild_search() -> None:
    """重建索引: unless somebody is at it just now."""
    with contextlib.suppress(BeingMade):
        finder().rebuild()


def ask_for_index() -> None:
    """请求重建: after the commit, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        rebuild_search.defer()


@app.periodic(cron="23 2 * * *")
@app.task(queue="policies", queueing_lock="count_firms")
def count_firms_tonight(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """数企业: every night, all programmes on all firms on file."""
    with scope.everything():
        day = today()
        facts = (facts_of(subject, day) for subject in subjects_of_firms())
        count_firms(firms=facts, on=day, actor=SYSTEM, now=now())


@app.periodic(cron="41 3 * * 1")
@app.task(queue="policies", queueing_lock="check_links")
def check_links(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """看链接: once a week, one after the other."""
    keep_looks(seen=[look_at(url) for url in addresses()], actor=SYSTEM, now=now())
