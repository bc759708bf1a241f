"""数据权利的后台任务: copies are made when they are asked for, and removed when they expire."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel.now import now
from huiqi.parties import scope
from huiqi.rights.actions import deliver_copy, expire_copies
from huiqi.rights.models import DataRequest


@app.task(queue="rights", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def make_copy(request_id: int) -> None:
    """生成副本: of one request; nothing when it was made or taken back meanwhile."""
    with scope.everything():
        found = DataRequest.objects.filter(pk=request_id, status=DataRequest.Status.ASKED)
        if request := found.select_related("asked_by", "subject").first():
            deliver_copy(request=request, now=now())


@app.periodic(cron="17 * * * *")
@app.task(queue="rights", queueing_lock="expire_copies")
def remove_expired(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """清除到期的副本: every hour."""
    with scope.everything():
        expire_copies(now=now())
