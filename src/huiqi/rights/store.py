"""文件库: where evidence is kept, in the city's own folder."""

from __future__ import annotations

from huiqi.kernel.files import Store, city_store


def store() -> Store:
    """文件库: of this city."""
    return city_store()
