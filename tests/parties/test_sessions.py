"""会话: noted at once when somebody comes from elsewhere, else once a minute."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from tests.cast import Player
from tests.cost import asked
from tests.visits import client_of


@pytest.fixture
def client(lan: Player) -> Client:
    """陈岚, who has just looked at a page."""
    client = client_of(lan)
    client.get("/me/")
    return client


def _writes(act: Callable[[], object]) -> bool:
    before = UserSession.objects.get().last_seen_at
    act()
    return UserSession.objects.get().last_seen_at != before


def test_page_after_page_within_a_minute_writes_nothing(client: Client) -> None:
    assert not _writes(lambda: client.get("/me/"))
    assert asked(lambda: client.get("/me/"))["usersessions_usersession"] == 1


def test_after_a_minute_it_is_noted_again(client: Client) -> None:
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(seconds=61))
    assert _writes(lambda: client.get("/me/"))


@pytest.mark.parametrize(
    ("other", "noted"),
    [
        ({"REMOTE_ADDR": "198.51.100.7"}, ("198.51.100.7", "")),
        ({"HTTP_USER_AGENT": "另一台"}, ("127.0.0.1", "另一台")),
    ],
)
def test_whoever_comes_from_elsewhere_is_noted_at_once(
    client: Client, other: dict[str, str], noted: tuple[str, str]
) -> None:
    client.get("/me/", **other)  # type: ignore[arg-type]  # the headers of a request
    assert UserSession.objects.values_list("ip", "user_agent").get() == noted


def test_each_session_is_noted_by_itself(client: Client, lan: Player) -> None:
    client_of(lan).get("/me/")
    assert UserSession.objects.filter(user=lan.person).count() == 2
