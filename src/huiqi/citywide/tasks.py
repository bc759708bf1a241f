"""全市的后台任务: the register written every night or when asked, the table of matches kept up."""

from __future__ import annotations

import contextlib
import logging

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.citywide.actions import check_sample, refresh, write_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import WrongState
from huiqi.policies.releases import look_again

logger = logging.getLogger("huiqi.citywide")


@app.periodic(cron="41 1 * * *")
@app.task(queue="policies", queueing_lock="write_city_register")
def write_city_register(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """写名册: of today, as known now."""
    write_register(on=today(), actor=SYSTEM, now=now())


def ask_for_register() -> None:
    """请求写名册: by the worker, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        write_city_register.defer()


@app.periodic(cron="*/2 * * * *")
@app.task(queue="citywide", queueing_lock="refresh_matches", lock="refresh_matches")
def refresh_matches(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """更新匹配表: every two minutes by what changed; cut off, the next one goes on."""
    look_again()
    # Another process was quicker to see a new day or new rules: it goes on with those.
    with contextlib.suppress(WrongState):
        refresh(on=today(), actor=SYSTEM)


def ask_for_refresh() -> None:
    """请求更新匹配表: at once, rather than within two minutes."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        refresh_matches.defer()


@app.periodic(cron="17 4 * * *")
@app.task(queue="citywide", queueing_lock="check_matches", lock="refresh_matches")
def check_matches(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """抽查匹配表: every night, some firms one by one; what differs stands in the log as well."""
    look_again()
    found = check_sample(on=today(), actor=SYSTEM)
    if found.different:
        told = "匹配表抽查：%s 户、%s 个匹配，有 %s 个与逐户判断不同：%s"
        logger.error(told, found.firms, found.pairs, found.different, found.differences)
