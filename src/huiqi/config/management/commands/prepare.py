"""就绪命令: everything between an empty database and the first page, in one process."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.opendata.actions import publish
from huiqi.policies.actions import load_documents

LOCK: Final = 4_037_022  # any number that nothing else locks


class Command(BaseCommand):
    """就绪: tables, rights, policy documents, static files; each step is told.

    Done already costs a moment.
    """

    help = "更新数据库结构，授权，收集静态文件"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        # One starter at a time: the others wait and then find nothing left to do.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            self._prepare()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def _prepare(self) -> None:
        if steps := self._steps():
            self.stdout.write(f"更新数据库结构（{steps} 步）")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("grant")
        loaded = load_documents(library=load(), actor=SYSTEM)
        if loaded.written:
            self.stdout.write(f"装入政策文件（{loaded.documents} 份，{loaded.clauses} 条）")
        # A city of the demonstration publishes when its clock is set.
        if not settings.ENVIRONMENT.demo or ClockOffset.objects.exists():
            self._publish()
        self.stdout.write("准备静态文件")
        call_command("collectstatic", interactive=False, verbosity=0)

    def _publish(self) -> None:
        if new := publish(actor=SYSTEM, now=now()):
            self.stdout.write(f"发布开放数据（{len(new)} 个数据集有新版本）")

    def _steps(self) -> int:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
