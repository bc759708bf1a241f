"""知识的索引: made anew from the database when what is published has changed."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.kernel.now import today
from huiqi.knowledge.here import HERE
from huiqi.policies.search.store import BeingMade

LOCK: Final = "rebuild_knowledge"


@app.task(queue="search", queueing_lock=LOCK)
def rebuild_knowledge() -> None:
    """重建知识索引: unless somebody is at it just now."""
    with contextlib.suppress(BeingMade):
        HERE.finder(today()).rebuild()


def ask_for_index() -> None:
    """请求重建: after the commit, once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        rebuild_knowledge.defer()
