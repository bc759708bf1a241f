"""公示的后台任务: firms are told of notices that begin, and objectors' data is deleted in time."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.publicity.actions import announce_begun, forget_objectors


@app.periodic(cron="*/10 * * * *")
@app.task(queue="outbox", queueing_lock="announce_notices")
def announce_notices(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """告知今天开始的公示: every ten minutes, for a notice begins at midnight."""
    announce_begun(actor=SYSTEM, now=now())


@app.periodic(cron="41 3 * * *")
@app.task(queue="rights", queueing_lock="forget_objectors")
def forget_settled_objectors(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """删除到期的异议人信息: every night, until nothing is left."""
    while forget_objectors(actor=SYSTEM, now=now()):
        pass
