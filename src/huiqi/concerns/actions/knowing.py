"""知识解答的办理: counts once that a published answer was enough."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.models import KnowledgeAnswer, KnowledgeSource
from huiqi.concerns.queries.problems import published_problems
from huiqi.concerns.queries.public import published
from huiqi.concerns.queries.similar import top_item
from huiqi.kernel import rows
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
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
