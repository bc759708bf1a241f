"""内核的后台任务: sends what waits and seals the audit."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel import audit, limits, outbox, shared_cache, uptime
from huiqi.kernel.anchors import Anchors
from huiqi.kernel.files import city_store
from huiqi.kernel.now import now
from huiqi.kernel.scanning import NoVerdict


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
    """清理计数: windows that are over, old minutes, and shared values that have expired."""
    limits.forget(now())
    uptime.forget(datetime.now(UTC))
    shared_cache.forget_expired()


@app.task(queue="files")
def look_at(digest: str) -> None:
    """查杀一份内容: soon after it came in; without a verdict it waits for the next round."""
    with suppress(NoVerdict, FileNotFoundError):
        city_store().release(digest)


@app.periodic(cron="*/3 * * * *")
@app.task(queue="files", queueing_lock="look_at_waiting")
def look_at_waiting(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """补查: what waits in quarantine, and what came in before the city had a scanner."""
    city_store().look_at_waiting()
