"""诉求的后台任务: every ten minutes, whatever is due; every morning, the common problems."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.concerns.actions.solving import tick_problems
from huiqi.concerns.actions.ticking import tick
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now


@app.periodic(cron="*/10 * * * *")
@app.task(queue="concerns", queueing_lock="tick_concerns")
def tick_concerns(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到时: reminded, lapsed, taken higher, filed; what was done is not done again."""
    tick(actor=SYSTEM, now=now())


@app.periodic(cron="20 7 * * *")
@app.task(queue="concerns", queueing_lock="tick_problems")
def tick_common_problems(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到日: every morning, the common problems that are being worked on."""
    tick_problems(actor=SYSTEM, now=now())
