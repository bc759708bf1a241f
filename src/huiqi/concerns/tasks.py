"""诉求的后台任务: every ten minutes, whatever is due; every morning, common problems and calls; at
night, what was never handed in, and the counts of days. The hours are those of UTC: 23:20 is 7:20
in the city.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.concerns.actions.calls import draw_calls
from huiqi.concerns.actions.drafting import sweep_drafts
from huiqi.concerns.actions.solving import tick_problems
from huiqi.concerns.actions.ticking import tick
from huiqi.concerns.queries.counts import fold
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now


@app.periodic(cron="*/10 * * * *")
@app.task(queue="concerns", queueing_lock="tick_concerns")
def tick_concerns(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到时: reminded, lapsed, taken higher, filed; what was done is not done again."""
    tick(actor=SYSTEM, now=now())


@app.periodic(cron="20 23 * * *")
@app.task(queue="concerns", queueing_lock="tick_problems")
def tick_common_problems(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到日: every morning, the common problems that are being worked on."""
    tick_problems(actor=SYSTEM, now=now())


@app.periodic(cron="40 23 * * *")
@app.task(queue="concerns", queueing_lock="draw_concern_calls")
def draw_concern_calls(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """抽样回访: of the last whole week, on the first morning after it that the worker is there."""
    draw_calls(actor=SYSTEM, now=now())


@app.periodic(cron="50 18 * * *")
@app.task(queue="concerns", queueing_lock="sweep_concern_drafts")
def sweep_concern_drafts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """清理: every night, the files of drafts that nobody handed in for thirty days."""
    sweep_drafts(actor=SYSTEM, now=now())


@app.periodic(cron="5 19 * * *")
@app.task(queue="concerns", queueing_lock="fold_concern_counts")
def fold_concern_counts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """归并: every night, what the moves of the day added to the counts of days."""
    fold()
