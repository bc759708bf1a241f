"""推演的后台任务: runs whose columns are still to be read from a large register."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.policies.releases import look_again
from huiqi.sandbox.actions import finish_run

AGAIN: Final = RetryStrategy(max_attempts=5, wait=10)


@app.task(queue="policies", retry=AGAIN)
def work_out_run(run_id: int) -> None:
    """算推演: on the register that was the latest when it was asked for."""
    look_again()
    finish_run(run_id=run_id, actor=SYSTEM, clock=now)


def ask_for_run(run_id: int) -> None:
    """请求推演: once however many ask."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        work_out_run.configure(queueing_lock=f"sandbox-run-{run_id}").defer(run_id=run_id)
