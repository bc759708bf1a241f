"""全市的后台任务: the register written every night, or when somebody asks for it."""

from __future__ import annotations

import contextlib

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.citywide.actions import write_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today


@app.periodic(cron="41 1 * * *")
@app.task(queue="policies", queueing_lock="write_city_register")
def write_city_register(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """写名册: of today, as known now."""
    write_register(on=today(), actor=SYSTEM, now=now())


def ask_for_register() -> None:
    """请求写名册: by the worker, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        write_city_register.defer()
