"""锚定命令: writes the anchors of seals that have none yet, after a restore."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from huiqi.kernel.anchors import Anchors


class Command(BaseCommand):
    """锚定: what the job worker does every minute, once."""

    help = "为还没有锚点的审计封存补写锚点"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        Anchors(settings.AUDIT_ANCHORS).extend()
