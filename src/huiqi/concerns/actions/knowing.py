"""知识解答的办理: a reply becomes an answer, and counts once where it was enough."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.models import Concern, KnowledgeAnswer, KnowledgeSource
from huiqi.concerns.queries.problems import published_problems
from huiqi.concerns.queries.public import published
from huiqi.concerns.queries.similar import top_item
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.knowledge.access import may_write
from huiqi.knowledge.actions import Written, draft_entry
from huiqi.knowledge.models import Edition
from huiqi.knowledge.queries import answers_on
from huiqi.library import load


@transaction.atomic
def count_answer(
    *, source: str, reference: str, text: str, key: str, now: datetime
) -> KnowledgeAnswer:
    """记下知识解答: by anybody; the same ``key`` counts once. ``text`` is read and not kept.

    Refused for an answer that is not published.
    """
    if found := KnowledgeAnswer.objects.filter(key=key).first():
        return found
    if not _is_published(source, reference, day_of(now)):
        raise Refused([_("没有这一条答案，请在列出的里选")])
    return rows.save(
        KnowledgeAnswer(
            source=source, reference=reference, item=top_item(text), key=key[:80], at=now
        )
    )


@transaction.atomic
def write_answer(*, case: Concern, written: Written, actor: Actor, now: datetime) -> Edition:
    """写成知识: what was replied, for whoever asks next; reviewed by somebody else.

    Refused with every flaw: for a case that is kept close, one without a reply, and words that
    tell whose it was (``origins``).
    """
    require(may_write, actor)
    if case.replied_at is None:
        raise WrongState([_("答复以后才能写成知识")])
    return draft_entry(written=written, item=case.item, source=case.number, actor=actor, now=now)


def _is_published(source: str, reference: str, day: date) -> bool:
    if "\x00" in reference:
        return False
    with everything():
        if source == KnowledgeSource.POLICY:
            return reference in load().policies
        if source == KnowledgeSource.CONCERN:
            return published().filter(number=reference).exists()
        if source == KnowledgeSource.PROBLEM:
            return published_problems().filter(number=reference).exists()
        if source == KnowledgeSource.ENTRY:
            return answers_on(day).filter(entry__number=reference).exists()
    return False
