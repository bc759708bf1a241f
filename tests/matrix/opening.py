"""打开状态: what has to happen before is done over HTTP, the page is read, and all is undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from huiqi.demo.cast import PASSWORD
from huiqi.parties.models import Person

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"

NEWCOMER: Final = "xinmiao"  # owns a firm of which nothing is known yet

Data = Mapping[str, Any]
Given = Data | Callable[[], Data]  # a file can be read once only


@dataclass(frozen=True)
class Link:
    """链接: the first address of a page that looks like this; whoever is to follow it reads it."""

    page: str
    pattern: str
    after: Data | None = None  # sent to the page first: it is the answer that holds the link


@dataclass(frozen=True)
class Return:
    """归来: the address to which whoever is to follow it is sent back from elsewhere."""

    sent_back: Callable[[Client], str]


Path = str | Link | Return | Callable[[], str]
Around = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Step:
    """先做: ``who`` sends ``data`` to an address; a callable is called."""

    who: str
    path: Path
    data: Given


@dataclass(frozen=True)
class State:
    """状态: of the page at ``route`` (as routes.txt writes it) for ``who``; "" is a visitor."""

    route: str
    name: str
    who: str = ""
    path: Path = ""
    sent: Data | None = None  # the state is the answer to this
    status: int = 200
    before: tuple[Step | Callable[[], object], ...] = ()
    language: str = "zh-hans"
    elder: bool = False
    around: Around = nullcontext  # what the world is like while it is opened

    def __str__(self) -> str:
        shown = ["英文"] * (self.language == "en") + ["长辈版"] * self.elder
        return " ".join((self.route, self.who or "visitor", self.name, *shown))


@dataclass(frozen=True)
class Shown:
    """所见: what the server sent for a state, and from where."""

    path: str
    response: HttpResponse


def shown(state: State) -> Shown:
    """打开: the state comes about, is read, and is gone again."""
    cache.clear()  # allauth counts attempts in it
    with state.around(), transaction.atomic():
        clients = {who: _client(who, state) for who in _people(state)}
        for step in state.before:
            if isinstance(step, Step):
                _send(clients[step.who], step.path, step.data)
            else:
                step()
        told = _read(clients[state.who], state)
        transaction.set_rollback(True)
    code, to = told.response.status_code, told.response.headers.get("Location", "")
    assert code == state.status, f"{state}: {code} {to}"
    return told


def _people(state: State) -> set[str]:
    return {state.who, *(step.who for step in state.before if isinstance(step, Step))}


def _client(who: str, state: State) -> Client:
    client = Client(headers={"accept-language": state.language})
    if state.elder:
        client.cookies["elder"] = "on"
    if who:
        client.force_login(Person.objects.get(username=who), BACKEND)
    if state.route.startswith("/accounts/2fa/"):  # asked for once more, and given
        assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def _send(client: Client, path: Path, given: Given) -> HttpResponse:
    response = client.post(_address(client, path), given() if callable(given) else given)
    assert response.status_code in {200, 302}, (path, response.status_code)
    return response  # type: ignore[return-value]


def _read(client: Client, state: State) -> Shown:
    path = _address(client, state.path or state.route)
    response: Any = client.get(path) if state.sent is None else client.post(path, state.sent)
    is_led_on = state.sent is not None or isinstance(state.path, Return)
    if is_led_on and response.status_code == 302:
        path = response.headers["Location"]
        response = client.get(path)
    return Shown(path, response)


def _address(client: Client, path: Path) -> str:
    if isinstance(path, Return):
        return path.sent_back(client)
    if callable(path):
        return path()
    if isinstance(path, str):
        return path
    page = client.get(path.page) if path.after is None else client.post(path.page, path.after)
    found = re.search(path.pattern, page.content.decode())
    assert found, path
    return found[0]
