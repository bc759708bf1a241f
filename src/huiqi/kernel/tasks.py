"""内核的后台任务: sends what waits and seals the audit."""

from __future__ import annotations

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel import audit, limits, outbox
from huiqi.kernel.anchors import Anchors
from huiqi.kernel.now import now


@app.task(
    queue="outbox",
    retry=RetryStrategy(max_attempts=outbox.MOST_ATTEMPTS, exponential_wait=2),
)
def send_message(message_id: int) -> None:
    """发送一条消息: tried again, each time after twice as long."""
    outbox.send(message_id, now())


@app.periodic(cron="* * * * *")
@app.task(queue="audit", queueing_lock="seal_audit", pass_context=False)
def seal_audit(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """封存审计: every minute, until nothing is left; each is anchored before the next."""
    anchors = Anchors(settings.AUDIT_ANCHORS)
    anchors.extend()
    while audit.seal(now()):
        anchors.extend()


@app.periodic(cron="7 * * * *")
@app.task(queue="audit", queueing_lock="forget_counts")
def forget_counts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """清理计数: windows that are over."""
    limits.forget(now())
