"""授权命令: gives the application's role what it may do, after migrations."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from huiqi.config.grants import apply


class Command(BaseCommand):
    """授权: run as the owner of the tables."""

    help = "授予应用账户读写权限，并收回它改动历史的权限"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        apply()
