"""检索命令: makes the index anew, or asks it something."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiqi.kernel.now import today
from huiqi.policies.search.here import finder
from huiqi.policies.search.store import BeingMade


class Command(BaseCommand):
    """检索命令: ``rebuild``, or a question."""

    help = "重建检索索引（rebuild），或查一句话"

    def add_arguments(self, parser: CommandParser) -> None:
        """参数: one word or sentence."""
        parser.add_argument("text", help="rebuild，或要查的话")

    def handle(self, *_args: object, text: str, **_options: object) -> None:
        """执行."""
        if text != "rebuild":
            for hit in finder().find(text, on=today()).hits:
                self.stdout.write(f"{hit.entry.id}  {hit.entry.title}")
            return
        try:
            made = finder().rebuild()
        except BeingMade:
            raise CommandError("索引正由另一个进程重建，稍后再试。") from None
        self.stdout.write(f"索引已重建：{len(made.ids)} 项政策。")
