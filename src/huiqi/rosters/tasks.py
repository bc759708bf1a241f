"""名单的后台任务: a list is made beside everything else, in batches."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.policies.releases import look_again
from huiqi.rosters.actions import run_roster


@app.task(queue="policies", retry=RetryStrategy(max_attempts=20, wait=10))
def make_roster(roster_id: int) -> None:
    """生成名单: what was written down is not written again."""
    look_again()
    run_roster(roster_id=roster_id, actor=SYSTEM, clock=now)
