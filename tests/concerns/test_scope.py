"""可见范围: with the rights of the application a firm acts in its own case and sees no other's."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiqi.concerns.actions import asking, working
from huiqi.concerns.enums import Answer, Resolution
from huiqi.concerns.models import Concern, Post, SupervisionNote
from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from tests.concerns.conftest import World, after


def as_application(scope: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', %s, true)", [scope])


@pytest.fixture
def case(world: World) -> Iterator[Concern]:
    """A case that was answered, with an internal note in it."""
    signed = world.working()
    working.note_in_case(case=signed, text="财政已批", actor=world.first.actor, now=after(hours=1))
    yield working.reply_to_concern(
        case=signed,
        text="下周到账",
        offered=Resolution.SOLVED,
        actor=world.first.actor,
        now=after(hours=2),
    )
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_firm_confirms_its_own_case_with_the_rights_of_the_application(
    world: World, case: Concern
) -> None:
    actor = world.owner.actor
    apply()
    as_application(str(case.subject_id))
    done = asking.confirm_reply(
        case=case, answer=Answer.NOT, text="没到账", actor=actor, now=after(days=1)
    )
    assert (done.state, done.barred_id) == ("dispatched", world.first.person.pk)
    taken = asking.withdraw_concern(case=done, reason="已到账", actor=actor, now=after(days=1))
    assert taken.state == "withdrawn"


def test_firm_never_sees_an_internal_note_even_in_the_database(world: World, case: Concern) -> None:
    apply()
    as_application(str(case.subject_id))
    assert {one.kind for one in Post.objects.filter(concern=case)} == {"final"}


@pytest.mark.parametrize("scope", ["", "999999"])
def test_nobody_else_sees_anything_of_it(world: World, case: Concern, scope: str) -> None:
    apply()
    as_application(scope)
    assert not Concern.objects.exists()
    assert not Post.objects.exists()
    assert not SupervisionNote.objects.exists()
