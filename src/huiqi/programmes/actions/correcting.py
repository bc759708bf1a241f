"""逾期未补正: told to the office the night after; a person decides what follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.kernel.access import Actor, require
from huiqi.kernel.sayings import saying
from huiqi.kernel.sight import everything
from huiqi.programmes import telling
from huiqi.programmes.access import is_system
from huiqi.programmes.queries.cases import unanswered
from huiqi.programmes.stages.running import day_of


@transaction.atomic
def tell_of_unanswered(*, actor: Actor, now: datetime) -> int:
    """告知办理单位: once for each; nothing is refused by the calendar."""
    require(is_system, actor)
    with everything():
        found = list(unanswered(day_of(now)))
        for one in found:
            telling.tell_office(
                one.run,
                f"unanswered:{one.pk}",
                saying("企业逾期未补正：申报 %(number)s", number=one.run.application.number),
                now,
                saying("可以继续等，也可以写明依据和理由作出决定；系统不会自己决定。"),
            )
    return len(found)
