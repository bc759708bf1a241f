"""抽查: some of those who were paid are drawn by a seed, and a person looks at each of them.

The order is that of the draw of experts (stages/draw_record.py), by a seed that is made with the
draw: who draws cannot choose, and every draw stays on record. A finding decides nothing: whether
money comes back is decided by people, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.chance import new_seed
from huiqi.kernel.clock import Deadline
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes import telling
from huiqi.programmes.access import is_handler
from huiqi.programmes.enums import FindingResult, Mode
from huiqi.programmes.models import Application, Call, SpotCheck, SpotCheckItem
from huiqi.programmes.queries.money import firms_paid
from huiqi.programmes.stages.draw_record import order_of
from huiqi.programmes.stages.running import day_of

PREFIX: Final = "CC"
# Working days to answer each; no rule sets them: the city's own, 待核.
ANSWER_DAYS: Final = 20
LONGEST: Final = 2_000


def drawable(call: Call) -> list[Application]:
    """可以抽查的: paid under the call and never drawn before, by their numbers."""
    found = Application.objects.filter(call=call, subject__in=firms_paid(call), spot_check=None)
    return list(found.exclude(number="").order_by("id"))


@transaction.atomic
def draw_spot_check(*, call: Call, size: int | None, actor: Actor, now: datetime) -> SpotCheck:
    """抽查: ``size`` of those who were paid; each is a to-do of the department.

    Refused for a call for which firms apply, while nobody is left to draw, and for a size
    outside of 1 and how many are left.
    """
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(is_handler, actor, locked)
    left = drawable(locked)
    problems = list(_problems_of_draw(locked, left, size))
    if problems or size is None:
        raise Refused(problems)
    made = rows.save(
        SpotCheck(
            call=locked,
            number=next_number(PREFIX, day_of(now)),
            seed=new_seed(),
            size=size,
            population=len(left),
            drawn_by_id=person_of(actor),
            drawn_at=now,
        )
    )
    by_id = {one.pk: one for one in left}
    due = Deadline(day_of(now), ANSWER_DAYS, "next_day").due_on(provisional=True)
    for place, pk in enumerate(order_of(made.seed, by_id)[: made.size], 1):
        rows.save(SpotCheckItem(check_of=made, application=by_id[pk], position=place))
        telling.ask_department(
            by_id[pk],
            f"spot:{made.pk}",
            saying("抽查 %(number)s：%(of)s", number=made.number, of=by_id[pk].number),
            now,
            due=telling.moment_of(due.day, is_provisional=due.provisional),
            url=reverse("programme_desk:spot-checks", args=[locked.number]),
        )
    record_write(actor, "抽查", made, detail={"抽取": made.size, "总体": made.population})
    return made


def _problems_of_draw(call: Call, left: list[Application], size: int | None) -> Iterator[str]:
    if call.mode != Mode.AUTOMATIC:
        yield _("抽查用于免申即享；其他项目有验收和绩效评价")
    if not left:
        yield _("没有已拨付而没有抽查过的企业")
    elif size is None or not 1 <= size <= len(left):
        yield worded("抽查家数写 1 到 %(most)s 之间的整数", most=len(left))


@transaction.atomic
def answer_spot_check(
    *, item: SpotCheckItem, result: str, found: str, actor: Actor, now: datetime
) -> SpotCheckItem:
    """答复抽查: what one person found at one firm; once.

    Refused without a result or without words; WrongState when it was answered before.
    """
    locked = SpotCheckItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require(is_handler, actor, locked)
    if locked.result:
        raise WrongState([_("这一家的抽查已经答复，不能再改")])
    told, problems = legible(found), []
    if result not in FindingResult.values:
        problems.append(_("请选抽查的结果：符合、不符合或不能确定"))
    if not told:
        problems.append(_("请写明看了什么、发现了什么"))
    if len(told) > LONGEST:
        over = len(told) - LONGEST
        problems.append(
            worded("抽查情况最多 %(most)s 个字，现在多 %(over)s 个", most=LONGEST, over=over)
        )
    if problems:
        raise Refused(problems)
    locked.result, locked.found = result, told
    locked.person_id, locked.at = person_of(actor), now
    rows.save(locked, only=("result", "found", "person", "at"))
    telling.done_by_department(locked.application, f"spot:{locked.check_of_id}", now)
    record_write(actor, "答复抽查", locked, subject_id=locked.application.subject_id)
    return locked
