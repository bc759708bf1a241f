"""群服务的后台任务: every hour, whatever is due."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.network.actions.ticking import tick


@app.periodic(cron="37 * * * *")
@app.task(queue="concerns", queueing_lock="tick_network")
def tick_network(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到时: leavers released, promises reminded of and lapsed, the office told what is late."""
    tick(actor=SYSTEM, now=now())
