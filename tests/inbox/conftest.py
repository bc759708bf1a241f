"""收件箱的测试: to-dos and messages of the cast, and jobs kept in memory."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.inbox.actions import Draft, Notice, Whom, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment, working_days
from huiqi.inbox.enums import Kind
from huiqi.inbox.models import Message, Todo
from huiqi.kernel import outbox
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import OutboxMessage
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, Player, a_member

SignIn = Callable[[Player], Client]


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture(autouse=True)
def one_factor() -> Iterator[None]:
    """Officers sign in without a second factor, as in the demonstration."""
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def signed_in(player: Player) -> Client:
        client.force_login(player.person, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def a_todo(key: str, whom: Whom, days: int | None = 7, **more: Any) -> Todo:
    """A to-do with ``days`` working days left on 2021-10-20; None: no deadline."""
    due = working_days(days, start=TODAY) if days else None
    draft = Draft(key=key, whom=whom, text=more.pop("text", f"办理{key}"), due=due, **more)
    return open_todo(draft=draft, actor=SYSTEM, now=NOW)


def overdue(key: str, whom: Whom, at: datetime) -> Todo:
    draft = Draft(key=key, whom=whom, text=f"办理{key}", due=DueMoment(at))
    return open_todo(draft=draft, actor=SYSTEM, now=NOW)


def a_notice(
    key: str, whom: Whom, kind: Kind = Kind.PROGRESS, now: datetime = NOW, **more: Any
) -> list[Message]:
    notice = Notice(key=key, whom=whom, kind=kind, title=more.pop("title", f"消息{key}"), **more)
    return send_notice(notice=notice, actor=SYSTEM, now=now)


def send_everything() -> None:
    """What the worker does with the outbox."""
    for message in OutboxMessage.objects.filter(sent_at__isnull=True).order_by("id"):
        outbox.send(message.pk, NOW)


def give_address(*players: Player) -> None:
    for player in players:
        player.person.email = f"{player.person.username}@example.org"
        player.person.save()


@pytest.fixture
def li(bureau: Organization) -> Player:
    """李明川, who sits beside 覃越."""
    return a_member("liming", "李明川", bureau, Role.BUREAU_OFFICER)


@pytest.fixture
def of_bureau(bureau: Organization) -> Whom:
    return Whom(organization=bureau, role=Role.BUREAU_OFFICER)
