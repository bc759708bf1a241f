"""本处检索: the finder of this city, with its index where the city keeps its data."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from huiqi.library import remembered
from huiqi.policies.search.entry import library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store


@remembered(1)
def finder() -> Finder:
    """查找器: one for each process and library."""
    return Finder(Store(Path(settings.SEARCH_ROOT)), library_entries())
