"""查看询问的办理: a firm asks about one look at its data; who keeps the city safe answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words
from huiqi.parties import scope
from huiqi.parties.access import person_of
from huiqi.rights.access import answers_looks, stands_for_firm
from huiqi.rights.actions.telling import due_for, keepers, settled, tell, todo_for
from huiqi.rights.models import LONGEST, LookQuestion
from huiqi.rights.states import LOOK_QUESTION


@transaction.atomic
def ask_about_look(*, entry: AuditEntry, text: str, actor: Actor, now: datetime) -> LookQuestion:
    """询问: why somebody looked, once for each look; answered by the promised day."""
    require(stands_for_firm, actor)
    assert entry.subject_id is not None  # of those that a firm sees
    told, due = in_words(text, _("要问什么"), LONGEST), due_for(now)
    asked = rows.save(
        LookQuestion(
            subject_id=entry.subject_id,
            entry_id=entry.pk,
            text=told,
            asked_by_id=person_of(actor),
            asked_at=now,
            due_on=due.at.date(),
            due_is_provisional=due.provisional,
        )
    )
    record_write(actor, "询问谁查看", asked, subject_id=entry.subject_id)
    what = saying("答复企业：为什么查看了它的数据")
    todo_for(keepers(now), asked, what, "rights:desk-look", due, now)
    return asked


@transaction.atomic
def answer_look(
    *, question: LookQuestion, answer: str, actor: Actor, now: datetime
) -> LookQuestion:
    """答复询问: in words that the firm reads; who asked is told."""
    require(answers_looks, actor, question)
    # Administrators see no firm's data; of what they are asked they see the question alone.
    with scope.everything():
        done: LookQuestion = LOOK_QUESTION.fire(
            question, "answer", actor=actor, now=now, answer=answer
        )
        record_write(actor, "答复谁查看", done, subject_id=done.subject_id)
        settled(done, now)
        tell(
            done.asked_by,
            done,
            saying("你问的「谁查看了我的数据」有了答复"),
            reverse("rights:looks"),
            now,
        )
    return done
