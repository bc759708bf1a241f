"""政策的后台任务: a new index of what can be found, rules that begin, firms counted, links seen."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from huiqi.library import load
from huiqi.parties import scope
from huiqi.policies.actions import (
    count_firms,
    keep_looks,
    load_documents,
    remind_keepers,
    run_effect,
)
from huiqi.policies.charge import facts_of_firms
from huiqi.policies.links import addresses, look_at
from huiqi.policies.models import FirmCount
from huiqi.policies.releases import look_again
from huiqi.policies.search.here import finder
from huiqi.policies.search.store import BeingMade

LOCK: Final = "rebuild_search"


@app.task(queue="search", queueing_lock=LOCK)
def rebuild_search() -> None:
    """重建索引: unless somebody is at it just now."""
    look_again()
    with contextlib.suppress(BeingMade):
        finder().rebuild()


def ask_for_index() -> None:
    """请求重建: after the commit, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        rebuild_search.defer()


@app.periodic(cron="* * * * *")
@app.task(queue="policies", queueing_lock="take_over_rules")
def take_over_rules(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """接续规则: what was published, or begins today, also answers here, on file and in search."""
    if look_again():
        load_documents(library=load(), actor=SYSTEM)
        ask_for_index()


def ask_to_take_over() -> None:
    """请求接续: at once, rather than within the minute."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        take_over_rules.defer()


@app.task(queue="policies", retry=RetryStrategy(max_attempts=20, wait=10))
def count_effect(run_id: int) -> None:
    """算影响: of a draft, on all firms on file; what was counted is not counted again."""
    look_again()
    run_effect(run_id=run_id, actor=SYSTEM, clock=now)


@app.periodic(cron="23 2 * * *")
@app.task(queue="policies", queueing_lock="count_firms")
def count_firms_tonight(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """数企业: every night, all programmes on all firms on file."""
    look_again()
    with scope.everything():
        day = today()
        count_firms(firms=facts_of_firms(day), on=day, actor=SYSTEM, now=now())


def ask_for_count() -> None:
    """请求计数: at once where firms were never counted; nothing where a count is there or asked.

    A count that was cut off has left no rows, so whoever asks next begins it anew.
    """
    if FirmCount.objects.exists():
        return
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        count_firms_tonight.defer()


@app.periodic(cron="12 6 * * *")
@app.task(queue="policies", queueing_lock="remind_keepers")
def remind_keepers_today(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """提醒维护单位: every morning, what ends soon, does not open or is kept by nobody."""
    look_again()
    remind_keepers(on=today(), actor=SYSTEM, now=now())


@app.periodic(cron="41 3 * * 1")
@app.task(queue="policies", queueing_lock="check_links")
def check_links(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """看链接: once a week, one after the other."""
    keep_looks(seen=[look_at(url) for url in addresses()], actor=SYSTEM, now=now())
