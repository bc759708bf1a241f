"""办事的后台任务: to-dos for what firms must do soon."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.now import now
from huiqi.matters.reminding import open_due_todos
from huiqi.parties import scope


@app.periodic(cron="23 * * * *")
@app.task(queue="outbox", queueing_lock="due_obligations")
def remind_of_obligations(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """提醒按时办的事: every hour, so that a firm's new facts are met on the day they come."""
    with scope.everything():
        open_due_todos(now())
