"""来访: a page as one of the cast is shown it, signed in with the second factor behind them."""

from __future__ import annotations

from django.test import Client

from tests.cast import Player
from tests.matrix.filling import BACKEND


def client_of(player: Player) -> Client:
    """来客: one of the cast, signed in."""
    client = Client()
    client.force_login(player.person, BACKEND)
    return client


def page(player: Player, path: str, status: int = 200) -> str:
    """一页: as it was sent, with the status that is looked for."""
    response = client_of(player).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()
