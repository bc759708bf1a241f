"""收件箱的后台任务: e-mail and pushes that waited for the morning."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.inbox.actions import queue_mail, queue_pushes
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now


@app.periodic(cron="*/5 * * * *")
@app.task(queue="outbox", queueing_lock="queue_mail")
def queue_waiting_mail(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """交发件箱: every five minutes, what need not wait any longer."""
    queue_mail(actor=SYSTEM, now=now())
    queue_pushes(actor=SYSTEM, now=now())
