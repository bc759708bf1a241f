"""可见范围: the database itself shows to-dos and messages to nobody but their addressees."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.inbox.actions import Whom, register_address
from huiqi.inbox.actions.addresses import choose_paces
from huiqi.inbox.actions.pushes import keep_simulated
from huiqi.inbox.enums import Kind, Pace, Service
from huiqi.inbox.models import (
    Message,
    Push,
    PushAddress,
    PushChoice,
    SimulatedDelivery,
    Todo,
)
from huiqi.inbox.places import read
from huiqi.parties import scope
from huiqi.parties.models import Organization
from tests.cast import NOW, Player
from tests.inbox.conftest import a_notice, a_todo


def _pushed_to(player: Player) -> None:
    actor = player.actor
    place = read(Service.SMS, "13800138000")
    address = register_address(place=place, label="手机", actor=actor, now=NOW)
    PushAddress.objects.filter(pk=address.pk).update(verified_at=NOW)
    choose_paces(address=address, choices={Kind.PROGRESS: Pace.NOW}, actor=actor, now=NOW)
    keep_simulated(key=f"{address.pk}", address=address, text="消息", now=NOW)


@pytest.fixture
def as_application(
    lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> Iterator[None]:
    for player, firm in ((lan, chenglan), (shan, yuanshan)):
        a_todo(f"firm{firm.pk}", Whom(organization=firm))
        a_todo(f"own{firm.pk}", Whom(person=player.person))
        _pushed_to(player)
        a_notice(f"told{firm.pk}", Whom(person=player.person), organization=firm)
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET huiqi.person; RESET huiqi.scope")


def seen() -> tuple[int, int]:
    """What raw querysets, without any scope of their own, get to see."""
    return Todo.objects.count(), Message.objects.count()


PUSHES = (PushAddress, PushChoice, Push, SimulatedDelivery)


def test_addresses_and_what_was_pushed_there_are_seen_by_their_person_alone(
    as_application: None, lan: Player
) -> None:
    assert [model.objects.count() for model in PUSHES] == [0, 0, 0, 0]
    scope.recognize(lan.person.pk)
    scope.narrow(lan.actor)
    assert [model.objects.count() for model in PUSHES] == [1, 1, 1, 1]
    with scope.everything():
        assert [model.objects.count() for model in PUSHES] == [2, 2, 2, 2]


def test_nothing_is_seen_without_a_scope(as_application: None) -> None:
    assert seen() == (0, 0)


def test_firm_sees_its_own_and_the_person_what_is_personal(
    as_application: None, lan: Player
) -> None:
    scope.recognize(lan.person.pk)
    assert seen() == (1, 1)
    scope.narrow(lan.actor)
    assert seen() == (2, 1)


def test_todo_for_another_organization_is_opened_within_any_scope(
    as_application: None, lan: Player, yuanshan: Organization
) -> None:
    scope.recognize(lan.person.pk)
    scope.narrow(lan.actor)
    a_todo("for the other", Whom(organization=yuanshan))
    assert seen() == (2, 1)
    with scope.everything():
        assert seen() == (5, 2)
