"""文件库: where evidence is kept, in the city's own folder."""

from __future__ import annotations

from django.conf import settings

from huiqi.kernel.files import Store


def store() -> Store:
    """文件库: of this city."""
    return Store(settings.ENVIRONMENT.data / "files")
