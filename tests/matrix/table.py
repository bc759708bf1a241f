"""权限矩阵: reads routes.txt, and asks one route by one method as each of the cast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from huiqi.parties.middleware import ACTING_FOR
from huiqi.parties.models import Organization
from tests.cast import Player

TABLE: Final = Path(__file__).with_name("routes.txt")
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
VISITOR: Final = "visitor"
PARAMETER: Final = re.compile(r"\(\?P<\w+>[^)]*\)|<[^>]*>")


@dataclass(frozen=True)
class Row:
    """行: methods of one route on one object, and what each of the cast is answered to each."""

    methods: tuple[str, ...]
    route: str
    about: str
    answers: Mapping[str, str]

    def __str__(self) -> str:
        return " ".join((",".join(self.methods), self.route, self.about))


def rows() -> Iterator[Row]:
    """每一行: of the reviewed table, in its order."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    head, *body = [line.split() for line in lines if not line.startswith("#")]
    for methods, route, about, *answers in body:
        told = dict(zip(head[3:], answers, strict=True))
        yield Row(tuple(methods.split(",")), route, about, told)


def routes() -> Iterator[str]:
    """每条路由: of the whole URL conf, each as the table writes it."""
    yield from _below(get_resolver(), "/")


def _below(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        here = before + _written(each)
        if isinstance(each, URLResolver):
            yield from _below(each, here)
        else:
            yield here


def _written(each: URLPattern | URLResolver) -> str:
    pattern = str(each.pattern)
    return pattern if isinstance(each.pattern, RoutePattern) else pattern.strip("^$")


def path_of(row: Row, firms: Mapping[str, Organization]) -> str:
    """地址: of the row, with the object it is about in the place of the parameter."""
    about = str(firms[row.about].pk) if row.about in firms else row.about
    path, asked = PARAMETER.subn(about, row.route)
    if asked and row.about == "-":
        raise LookupError(f"{row} 要写明是关于谁的")
    return path


class Visit:
    """来访: one of the cast, or nobody, signed in once; each question finds them as they came.

    Nothing of what a question does outlives it.
    """

    def __init__(self, player: Player | None, acting_for: Organization | None = None) -> None:
        self._client = Client(raise_request_exception=False)
        if player:
            self._client.force_login(player.person)
        if acting_for:
            session = self._client.session
            session[ACTING_FOR] = acting_for.pk
            session.save()
        # Where they come from is noted with the first page, once for all that they ask.
        self._client.get(reverse("web:health"))
        self._cookies = self._client.cookies

    def answer(self, method: str, path: str) -> str:
        """答复: what they are told."""
        cache.clear()  # allauth counts attempts in it
        self._client.cookies = deepcopy(self._cookies)
        with transaction.atomic():
            response = self._client.generic(method, path)
            told = _told(response.status_code, response.headers.get("Location", ""))
            transaction.set_rollback(True)
        return told


def _told(status: int, to: str) -> str:
    """A redirection says where to when it asks who somebody is."""
    if to.startswith(reverse("account_login") + "?"):
        return "login"
    if to.startswith((reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))):
        return "again"
    return str(status)
