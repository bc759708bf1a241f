"""政策的后台任务: a new index of what can be found."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.policies.search.here import finder
from huiqi.policies.search.store import BeingMade

LOCK: Final = "rebuild_search"


@app.task(queue="search", queueing_lock=LOCK)
def rebuild_search() -> None:
    """重建索引: unless somebody is at it just now."""
    with contextlib.suppress(BeingMade):
        finder().rebuild()


def ask_for_index() -> None:
    """请求重建: after the commit, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        rebuild_search.defer()
