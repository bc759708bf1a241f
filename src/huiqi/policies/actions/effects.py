"""影响的计算: asked for by an officer, counted by the worker in batches, resumed where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.rows import save
from huiqi.kernel.words import on_record
from huiqi.library import Library, load
from huiqi.parties import scope
from huiqi.parties.access import person_of
from huiqi.parties.queries import facts_of_many
from huiqi.policies.access import keeps
from huiqi.policies.charge import subjects_of_firms
from huiqi.policies.models import EffectFirm, EffectRun, RuleDraft
from huiqi.policies.rule_effects import fitting_run
from huiqi.policies.rule_texts import checked
from huiqi.rules.batch import NAMES, YES, Batch, Judgement
from huiqi.rules.compile import Rules
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.releases import fingerprint

CHANGED: Final = gettext_lazy("草稿或现行规则在计算中改过了，这次作废，请重新计算")
BATCH: Final = 2_000  # firms whose facts are held at once


@transaction.atomic
def ask_for_effect(*, draft: RuleDraft, actor: Actor, now: datetime) -> EffectRun:
    """请求计算: of a draft that can be read; the same texts are not counted twice on one day."""
    require(keeps, actor, draft)
    if checked(draft).policy is None or checked(draft).problems:
        raise Refused([_("规则文件还有问题，算不出影响；请先改好")])
    day = now.astimezone(CITY).date()
    found = fitting_run(draft)
    if found is not None and found.on == day:
        _queue(found)
        return found
    with scope.everything():
        total = subjects_of_firms().count()
    run = save(
        EffectRun(
            draft=draft,
            digest=draft.digest,
            against=fingerprint(load().policy(draft.programme)),
            on=day,
            valued_on=draft.from_on or day,
            total=total,
            asked_by_id=person_of(actor),
            asked_at=now,
            told_at=now,
        )
    )
    record_write(actor, "计算规则草稿的影响", run, detail={"哈希": run.digest})
    _queue(run)
    return run


def _queue(run: EffectRun) -> None:
    from huiqi.policies.tasks import count_effect

    if not run.is_over:
        # A row of the same transaction: it begins after the commit or not at all.
        count_effect.defer(run_id=run.pk)


def run_effect(
    *,
    run_id: int,
    actor: Actor,
    clock: Callable[[], datetime],
    batches: int | None = None,
) -> EffectRun:
    """计算: every batch in a transaction of its own, behind the last one that was counted.

    ``batches``: no more than so many. Whoever was interrupted, or runs beside another one, counts
    no firm twice.
    """
    require(is_system, actor)
    run = EffectRun.objects.select_related("draft").get(pk=run_id)
    while not run.is_over and batches != 0:
        run = _one_batch(run_id, clock)
        batches = None if batches is None else batches - 1
    return run


@transaction.atomic
def _one_batch(run_id: int, clock: Callable[[], datetime]) -> EffectRun:
    found = EffectRun.objects.select_for_update(of=("self",)).select_related("draft")
    run = found.get(pk=run_id)
    if run.is_over:
        return run
    run.told_at = clock()
    policy = checked(run.draft).policy
    held = load().policy(run.draft.programme)
    if policy is None or run.draft.digest != run.digest or fingerprint(held) != run.against:
        run.stopped = on_record(CHANGED)
        run.save()
        return run
    with scope.everything():
        ids = list(
            subjects_of_firms().filter(pk__gt=run.cursor).values_list("pk", flat=True)[:BATCH]
        )
        if ids:
            _count(run, ids, *_both(held, policy, run.on, run.valued_on))
    if len(ids) < BATCH:
        run.total, run.finished_at = run.done, run.told_at
    run.save()
    return run


def _both(held: Policy, policy: Policy, on: date, valued_on: date) -> tuple[Rules | None, ...]:
    """The rules of either text on the day on which the new one begins, for the facts of today."""
    beside = Library({**load().policies, policy.id: policy})
    return tuple(
        library.compiled(text, edition, on, valued_on) if edition else None
        for library, text in ((load(), held), (beside, policy))
        for edition in [text.edition_on(valued_on)]
    )


def _count(run: EffectRun, ids: Sequence[int], before: Rules | None, after: Rules | None) -> None:
    people: list[Facts] = [facts for _pk, facts in facts_of_many(ids, run.on)]
    old, new = Batch([before, after]).judged(people)
    moves = Counter(run.moves)
    moves.update(f"{NAMES[a]}>{NAMES[b]}" for a, b in zip(old.places, new.places, strict=True))
    run.moves = dict(sorted(moves.items()))
    run.before_fen += _sum(old)
    run.after_fen += _sum(new)
    run.open_amounts += sum(None in pair for pair in zip(old.fen, new.fen, strict=True))
    EffectFirm.objects.bulk_create(_changed(run, ids, old, new))
    run.cursor, run.done = ids[-1], run.done + len(ids)
    run.total = max(run.total, run.done)  # firms may have come since it was asked for


def _sum(found: Judgement) -> int:
    return sum(fen or 0 for place, fen in zip(found.places, found.fen, strict=True) if place == YES)


def _changed(
    run: EffectRun, ids: Sequence[int], old: Judgement, new: Judgement
) -> Iterator[EffectFirm]:
    """Only those for whom something is different."""
    rows = zip(ids, old.places, new.places, old.fen, new.fen, strict=True)
    for pk, before, after, before_fen, after_fen in rows:
        if (before, before_fen) != (after, after_fen):
            yield EffectFirm(
                run=run,
                subject_id=pk,
                before=NAMES[before],
                after=NAMES[after],
                before_fen=before_fen,
                after_fen=after_fen,
            )
