"""接口文档命令: writes the document of the interface where it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.core.management.base import BaseCommand

from huiqi.api.openapi import document_text

FILE: Final = Path(__file__).resolve().parents[5] / "docs" / "reference" / "openapi.json"


class Command(BaseCommand):
    """接口文档命令: needs no database."""

    help = "把接口文档写到 docs/reference/openapi.json"
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        FILE.write_text(document_text(), encoding="utf-8", newline="\n")
