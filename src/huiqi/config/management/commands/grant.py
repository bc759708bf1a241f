"""授权命令: gives the application's role what it may do, after migrations."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huiqi.config.grants import apply, can_be_rewritten


class Command(BaseCommand):
    """授权: run as the owner of the tables; CommandError when history stays open to change."""

    help = "授予应用账户读写权限，并收回它改动历史的权限"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        role = settings.HUIQI_APP_ROLE
        apply(role)
        if open_to_change := can_be_rewritten(role):
            listed = "、".join(open_to_change)
            raise CommandError(
                f"应用账户「{role}」能改动历史记录（{listed}）。"
                "请收回它从别的角色或 PUBLIC 得到的 UPDATE、DELETE、TRUNCATE 权限，"
                "或换一个不属于任何角色的账户。"
            )
