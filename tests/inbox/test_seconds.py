"""待签: whoever is to sign is asked, whoever drew it up is not; it ends by itself, once."""

from datetime import timedelta

import pytest

from huiqi.inbox.actions import take_todo
from huiqi.inbox.enums import Outcome
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import todos_of
from huiqi.inbox.queries.desk import todos_at_desk
from huiqi.kernel.refusals import Denied
from huiqi.kernel.sayings import saying
from huiqi.kernel.signing import Ending, Waiting, listens, waits, waits_no_longer
from huiqi.parties.models import Organization
from tests.cast import NOW, Player

KEY = "paper:1"


def wait(bureau: Organization, *barred: Player, **more: object) -> None:
    told: dict[str, object] = {
        "key": KEY,
        "about": bureau,
        "organization_id": bureau.pk,
        "text": saying("复核拨付单 %(number)s", number="BF-1"),
        "url": "/desk/",
        "verb": saying("去复核"),
        "barred": (None, *(one.person.pk for one in barred)),
    }
    waits(Waiting(**(told | more)), NOW)  # type: ignore[arg-type]


def test_whoever_drew_it_up_is_not_asked_and_cannot_take_it(
    bureau: Organization, qin: Player, he: Player
) -> None:
    wait(bureau, qin)
    (todo,) = todos_of(he.actor)
    assert (todo.text, todo.button) == ("复核拨付单 BF-1", "去复核")
    assert list(todos_of(qin.actor)) == []
    with pytest.raises(Denied):
        take_todo(todo=todo, actor=qin.actor)
    assert take_todo(todo=todo, actor=he.actor).owner == he.person


def test_chief_sees_what_waits_in_the_office_though_another_signs(
    bureau: Organization, he: Player
) -> None:
    wait(bureau, he)
    assert [one.key for one in todos_at_desk(he.actor)] == [KEY]


@pytest.mark.parametrize(
    ("ending", "outcome"), [(Ending.SIGNED, Outcome.DONE), (Ending.DROPPED, Outcome.DROPPED)]
)
def test_it_ends_once_as_it_ended(bureau: Organization, ending: Ending, outcome: Outcome) -> None:
    wait(bureau)
    wait(bureau, text="另一句")
    waits_no_longer(KEY, NOW, ending)
    waits_no_longer(KEY, NOW + timedelta(days=1))
    waits_no_longer("never waited", NOW)
    (todo,) = Todo.objects.all()
    assert (todo.done_at, todo.outcome) == (NOW, outcome)


def test_deadline_is_some_working_days_or_none(bureau: Organization) -> None:
    wait(bureau, days=1)
    wait(bureau, key="paper:2", days=None)
    due = [one.due_at for one in Todo.objects.order_by("id")]
    assert [one and one.date() for one in due] == [NOW.date() + timedelta(days=1), None]


def test_nobody_listens_a_second_time() -> None:
    with pytest.raises(ValueError, match="已经有人收听"):
        listens(lambda *_: None, lambda *_: None)
