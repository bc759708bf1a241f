"""运维: what machines ask of the service: whether it lives, whether it is ready, how it does."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.web.metrics import exposition, may_read

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
# A worker tells every ten seconds that it lives; whoever was silent for a minute is gone.
_WORKER: Final = """
SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 s')
"""


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """健康检查: 200 while the database answers, 503 otherwise; tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readiness(_request: HttpRequest) -> JsonResponse:
    """就绪检查: 200 once the database, its tables and the job worker are as they should be."""
    found = {"database": False, "migrations": False, "worker": False}
    try:
        found["migrations"] = _wanted() <= set(MigrationRecorder(connection).applied_migrations())
        with connection.cursor() as cursor:
            cursor.execute(_WORKER)
            (found["worker"],) = cursor.fetchone()
        found["database"] = True
    except DatabaseError:
        pass
    is_ready = all(found.values())
    told = {"status": "ok" if is_ready else "unavailable", **found}
    return JsonResponse(told, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """指标: for the city's monitoring; to anybody else there is no such page."""
    if not may_read(request):
        raise Http404
    try:
        return HttpResponse(exposition(), content_type=TEXT)
    except DatabaseError:
        return HttpResponse("# 数据库没有应答\n", content_type=TEXT, status=503)


@lru_cache(maxsize=1)
def _wanted() -> set[tuple[str, str]]:
    """Every migration of this release; read once, for a process never changes its release."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
