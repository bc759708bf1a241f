"""知识库的后台任务: every morning, what is past its last day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.knowledge.actions import expire_answers


@app.periodic(cron="35 6 * * *")
@app.task(queue="policies", queueing_lock="expire_knowledge")
def expire_knowledge(timestamp: int = 0) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """到期: no answer any more; its unit gets a to-do."""
    expire_answers(actor=SYSTEM, now=now())
