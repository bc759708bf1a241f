"""开放数据的后台任务: what officers changed during the day is published at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.opendata.actions import publish


@app.periodic(cron="20 20 * * *")  # UTC: at 4:20 in the city
@app.task(queue="opendata", queueing_lock="publish_open_data")
def publish_open_data(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """每日发布: a version only where something is new."""
    publish(actor=SYSTEM, now=now())
