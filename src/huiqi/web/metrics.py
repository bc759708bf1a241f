"""指标: how the service does, for the city's own monitoring; numbers and names, nobody's data.

Requests are counted by every process (prometheus-client adds the processes up through files in
``PROMETHEUS_MULTIPROC_DIR``, which ``huiqi start`` sets); the rest is read when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from huiqi import __version__
from huiqi.kernel.sight import everything

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
LABELS: Final = ("route", "method", "status")
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
LOCAL: Final = ("127.0.0.1", "::1")
FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")

OURS: Final = CollectorRegistry()
REQUESTS: Final = Counter("huiqi_requests", "请求数", LABELS, registry=OURS)
SECONDS: Final = Histogram(
    "huiqi_request_seconds", "请求用时（秒）", LABELS, registry=OURS, buckets=BUCKETS
)

_JOBS: Final = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1"
_OLDEST: Final = "SELECT count(*), {age} FROM {table} WHERE {waits}"
_AGE: Final = "COALESCE(EXTRACT(EPOCH FROM huiqi_now() - min({column})), 0)::float8"
_CONNECTIONS: Final = """
SELECT COALESCE(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() GROUP BY 1 ORDER BY 1
"""
_UNSEALED: Final = "id > COALESCE((SELECT max(last_id) FROM kernel_auditseal), 0)"


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """记一次请求: ``route`` is the name of a route, never an address somebody typed."""
    labels = (route, method if method in METHODS else "other", str(status))
    REQUESTS.labels(*labels).inc()
    SECONDS.labels(*labels).observe(seconds)


def may_read(request: HttpRequest) -> bool:
    """谁能看: whoever has the token; without one, this machine itself and no proxy on it."""
    token = settings.METRICS_TOKEN
    written = request.headers.get("Authorization", "")
    if token and constant_time_compare(written, f"Bearer {token}"):
        return True
    host = request.get_host().rpartition(":")[0] or request.get_host()
    is_local = request.META.get("REMOTE_ADDR") in LOCAL and host in (*LOCAL, "[::1]", "localhost")
    return is_local and not any(name in request.headers for name in FORWARDED)


def exposition() -> bytes:
    """全部指标: in the text format of Prometheus. DatabaseError while the database is away."""
    registry = CollectorRegistry()
    registry.register(_State())
    requests = OURS
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    return generate_latest(requests) + generate_latest(registry)


class _State(Collector):
    """What the database tells at this moment."""

    def collect(self) -> Iterator[Metric]:
        version = GaugeMetricFamily("huiqi_version_info", "软件版本", labels=("version",))
        version.add_metric([__version__], 1)
        yield version
        yield _by("huiqi_jobs", "后台任务数", "status", _JOBS)
        yield _by("huiqi_database_connections", "数据库连接数", "state", _CONNECTIONS)
        yield from _waiting(
            "huiqi_outbox", "待发消息", "kernel_outboxmessage", "created_at", "sent_at IS NULL"
        )
        yield from _waiting(
            "huiqi_files", "待查杀的文件", "kernel_blob", "stored_at", "state = 'quarantined'"
        )
        yield from _waiting(
            "huiqi_audit_unsealed", "未封存的审计记录", "kernel_auditentry", "at", _UNSEALED
        )


def _by(name: str, about: str, label: str, query: str) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, about, labels=(label,))
    with connection.cursor() as cursor:
        cursor.execute(query)
        for value, count in cursor.fetchall():
            found.add_metric([value], count)
    return found


def _waiting(
    name: str, about: str, table: str, column: str, waits: str
) -> Iterator[GaugeMetricFamily]:
    query = _OLDEST.format(age=_AGE.format(column=column), table=table, waits=waits)
    with everything(), connection.cursor() as cursor:
        cursor.execute(query)
        count, age = cursor.fetchone()
    yield GaugeMetricFamily(f"{name}_waiting", f"{about}的条数", value=count)
    yield GaugeMetricFamily(f"{name}_oldest_seconds", f"最早一条{about}已等多久（秒）", value=age)
