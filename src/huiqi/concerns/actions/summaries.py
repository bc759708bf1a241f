"""公开摘要的办理: what everybody reads of a problem, written by one, published by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiqi.concerns.actions.problems import held_problem, names_in
from huiqi.concerns.models import CommonProblem, PublicSummary
from huiqi.concerns.problem_access import is_owner_or_supervisor, is_publisher
from huiqi.concerns.problem_enums import ProblemState
from huiqi.concerns.problem_telling import concerns_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import flaws_of_words, legible
from huiqi.parties.access import person_of
from huiqi.triage import warnings

LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 1_000
WAITING: Final = Q(published_at=None, replaced_at=None)
NEVER_PUBLIC: Final = (ProblemState.PROPOSED, ProblemState.REJECTED)


@transaction.atomic
def write_summary(
    *, problem: CommonProblem, title: str, text: str, actor: Actor, now: datetime
) -> PublicSummary:
    """写公开摘要: the next version; names no firm and no number of anybody.

    One that waits for the second person is replaced by it.
    """
    require(is_owner_or_supervisor, actor, problem)
    if found := list(_flaws(problem, title, text)):
        raise Refused(found)
    held = held_problem(problem)
    if held.state in NEVER_PUBLIC:
        raise WrongState([_("立项以后才能公开")])
    waiting = held.summaries.select_for_update(of=("self",)).filter(WAITING)
    for one in waiting.order_by("version"):
        one.replaced_at = now
        rows.save(one, only=("replaced_at",))
    made = rows.save(
        PublicSummary(
            problem=held,
            version=held.summaries.count() + 1,
            title=legible(title),
            text=legible(text),
            written_by_id=person_of(actor),
            written_at=now,
        )
    )
    record_write(actor, "写共性问题的公开摘要", held)
    return made


@transaction.atomic
def publish_summary(*, summary: PublicSummary, actor: Actor, now: datetime) -> PublicSummary:
    """发布公开摘要: by a chief or a supervisor who did not write it."""
    held = PublicSummary.objects.select_for_update(of=("self",)).get(pk=summary.pk)
    require(is_publisher, actor, held)
    if held.published_at is not None:
        raise WrongState([_("这一版已经发布")])
    if held.replaced_at is not None:
        raise WrongState([_("这一版已由新的一版取代，请看新的一版")])
    held.published_at, held.published_by_id = now, person_of(actor)
    rows.save(held, only=("published_at", "published_by"))
    record_write(actor, "发布共性问题的公开摘要", held.problem)
    return held


def _flaws(problem: CommonProblem, title: str, text: str) -> Iterator[str]:
    for told, what, most in (
        (title, _("公开的名称"), LONGEST_TITLE),
        (text, _("公开的说明"), LONGEST_TEXT),
    ):
        yield from flaws_of_words(told, what, most)
    whole = f"{title}\n{text}"
    yield from names_in(whole, concerns_of(problem))
    yield from (one.sentence for one in warnings(whole) if one.kind == "secret")
