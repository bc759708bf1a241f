"""账本的后台任务: seals what was booked."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.ledger.proof import seal


@app.periodic(cron="* * * * *")
@app.task(queue="audit", queueing_lock="seal_books", pass_context=False)
def seal_books(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """封存账目: every minute, until nothing is left."""
    while seal():
        pass
