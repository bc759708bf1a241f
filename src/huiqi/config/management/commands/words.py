"""文字命令: renews the English catalogue after sentences were added or changed."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from huiqi.config.words import ENGLISH, renewed, untranslated, written


class Command(BaseCommand):
    """收集文字: keeps translations, drops what nobody says any more, tells what lacks English."""

    help = "收集界面文字，更新英文目录"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        catalogue = renewed()
        ENGLISH.write_bytes(written(catalogue))
        missing = untranslated(catalogue)
        for sentence in missing:
            self.stdout.write(f"未译：{sentence}")
        self.stdout.write(f"共 {len(catalogue)} 句，未译 {len(missing)} 句：{ENGLISH}")
