"""抽样的办理: a sample is drawn by a seed, and kept with everything needed to draw it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.chance import new_seed
from huiqi.kernel.now import now
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.ledger.access import may_draw
from huiqi.ledger.choosing import Hit, Unit, print_of
from huiqi.ledger.enums import Method
from huiqi.ledger.models import Sample, SampleItem
from huiqi.ledger.queries.samples import Asked, chosen_from, last_leg, population_of

MOST: Final = 1_000
LONGEST_SEED: Final = 40


@transaction.atomic
def draw_sample(*, asked: Asked, reason: str, actor: Actor, seed: str = "") -> Sample:
    """抽样: by ``seed``, or one that nobody could know before.

    Refused with everything that is wrong with what is asked, or when there is nothing to
    choose from.
    """
    require(may_draw, actor)
    seed, reason = legible(seed) or new_seed(), legible(reason)
    if problems := list(_problems(asked, seed)):
        raise Refused(problems)
    through = last_leg()
    units = population_of(asked, through)
    hits = chosen_from(units, asked, seed)
    if problems := list(_empty(units, hits)):
        raise Refused(problems)
    moment = now()
    sample = rows.save(
        Sample(
            number=next_number("CY", moment.date()),
            method=asked.method,
            seed=seed,
            size=asked.size,
            threshold_fen=asked.threshold_fen,
            since=asked.since,
            until=asked.until,
            programme=asked.programme,
            reason=reason,
            population=len(units),
            population_fen=sum(unit.amount_fen for unit in units),
            through_leg=through,
            digest=print_of(units),
            drawn_by_id=actor.person_id,
            drawn_at=moment,
        )
    )
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, position=place, leg_id=hit.unit.id, hits=hit.times)
        for place, hit in enumerate(hits, 1)
    )
    record_write(actor, "ledger.draw_sample", sample)
    return sample


def _problems(asked: Asked, seed: str) -> Iterator[str]:
    if asked.until < asked.since:
        yield _("结束日期不能早于开始日期")
    if len(seed) > LONGEST_SEED:
        yield worded("种子不能超过 %(most)s 个字符", most=LONGEST_SEED)
    if asked.method is Method.ABOVE:
        if asked.threshold_fen is None or asked.threshold_fen <= 0:
            yield _("请写明从多少元起全部抽取，须大于零")
    elif asked.size is None or not 1 <= asked.size <= MOST:
        yield worded("样本量应是 1 至 %(most)s 之间的整数", most=MOST)


def _empty(units: list[Unit], hits: list[Hit]) -> Iterator[str]:
    if not units:
        yield _("这段时间没有付给企业的款项，没有可抽的；请放宽日期或扶持计划")
    elif not hits:
        yield _("没有一笔达到这个金额；请写小一些")
    elif len(hits) > MOST:
        yield worded("抽中的超过 %(most)s 笔，请写大金额或缩短日期", most=MOST)
