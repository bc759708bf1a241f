"""坏输入: whatever is typed, cut short, altered or passed on gets its own sentence.

Of every answer the same is asked: no failure, nothing of a firm that is not the reader's, and
nothing of what was typed that a browser or a terminal would obey.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from procrastinate import testing

from huiqi.api.enums import Scope
from huiqi.cli import main
from huiqi.follow.actions import save_search, subscribe, wait_for
from huiqi.follow.actions.sharing import make_link, revoke_link
from huiqi.follow.models import AccountantLink
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.policies import sharing
from tests.api.test_rights import a_token
from tests.cast import NOW, TODAY, Player, credit_code, facts_on_record
from tests.rights.conftest import jobs, sign_in
from tests.web import bad_input
from tests.web.bad_input import FIELDS, ODD, TOGETHER, Row

__all__ = ["jobs", "sign_in"]

SignIn = Callable[[Player], Client]
# What the city knows of 澄澜 and no register tells, as pages and programs write it.
SECRETS = ("5234", "5,234", "8413", "8,413", "陈岚")
# What a failure would show of us, and what a browser would run.
LEAKS = ("<script>alert", 'onfocus="alert', "traceback", "psycopg", "tantivy", "/src/huiqi")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
MOST_TEXT = 700_000  # characters of a page, whatever was typed


class World:
    """What there is of 澄澜 for others to reach for, and who reaches."""

    def __init__(self, lan: Player, shan: Player, sign_in: SignIn) -> None:
        firm = Organization.objects.get(memberships__person=lan.person)
        facts_on_record(firm, Source.TAX, period=2020, revenue=52_340_000)
        facts_on_record(firm, Source.SOCIAL_INSURANCE, employees=8413)
        self.token = a_token(shan, Scope.FIRM, Scope.FOLLOW)
        self.clients = {"visitor": Client(), "lan": sign_in(lan), "shan": sign_in(shan)}
        self.told = _codes(firm) | _shared() | _links(lan) | _followed(lan)

    def fill(self, value: Any) -> Any:
        """With what stands between two «@» put in its place."""
        if isinstance(value, dict):
            return {key: self.fill(one) for key, one in value.items()}
        if not isinstance(value, str):
            return value
        return re.sub(r"@(\w+)@", lambda found: self.told.get(found[1], found[0]), value)

    def answer(self, row: Row) -> Any:
        path, given = quote(self.fill(row.path), safe="/%"), self.fill(row.given)
        token = {"token": self.token, "altered": f"{self.token[:-1]}x"}.get(row.who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = self.clients.get(row.who, self.clients["visitor"])
        if row.posts and path.startswith("/api/"):
            return client.post(path, given, "application/json", headers=headers)
        return (client.post if row.posts else client.get)(path, given, headers=headers)


def _codes(firm: Organization) -> dict[str, str]:
    code, nobody = str(firm.credit_code), credit_code("MA5NB0DY9")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    wide = code.translate(WIDE)
    return {"code": code, "other": code, "wide": wide, "wrong": wrong, "nobody": nobody} | {
        "name": firm.name
    }


def _shared() -> dict[str, str]:
    def made(day: date) -> str:
        return sharing.link_token({"employees": "8"}, ["employees"], TODAY, day)

    told = {"a": {"employees": "8"}, "on": str(TODAY), "d": str(TODAY), "v": ""}
    return {
        "altered": made(TODAY)[:-3] + "xyz",
        "foreign": signing.dumps(told, salt="another", compress=True),
        "old": made(date(2020, 10, 20)),
    }


def _links(lan: Player) -> dict[str, str]:
    made = {
        name: make_link(label=name, shows=["employees"], days="9", actor=lan.actor, now=NOW)
        for name in ("link", "expired", "revoked")
    }
    AccountantLink.objects.filter(label="expired").update(made_on=date(2021, 10, 1))
    revoke_link(link=AccountantLink.objects.get(label="revoked"), actor=lan.actor, now=NOW)
    return made | {"number": str(AccountantLink.objects.get(label="link").pk)}


def _followed(lan: Player) -> dict[str, str]:
    who: dict[str, Any] = {"actor": lan.actor, "now": NOW}
    kept = save_search(name="贴息", text="贴息", facets={}, whose="firm", **who)
    ours = subscribe(kind="programme", target=bad_input.RENT, whose="firm", **who)
    watch = wait_for(programme=bad_input.BRAND, **who)
    return {"search": str(kept.pk), "subscription": str(ours.pk), "watch": str(watch.pk)}


@pytest.fixture
def world(lan: Player, shan: Player, sign_in: SignIn, jobs: testing.InMemoryConnector) -> World:
    return World(lan, shan, sign_in)


def leaks(text: str, *, of_firm: bool = True) -> list[str]:
    """What must not stand in an answer to a stranger and does."""
    lower = text.lower()
    found = [leak for leak in LEAKS if leak in lower]
    found += [secret for secret in SECRETS if of_firm and secret in text]
    found += ["a zero byte"] if "\x00" in text else []
    return found + (["too much"] if len(text) > MOST_TEXT else [])


def wrong(world: World, rows: Iterable[Row]) -> list[str]:
    """Every row that was answered otherwise, or leaked."""
    found = []
    for row in rows:
        response = world.answer(row)
        is_led = response.status_code == 302
        text = response["Location"] if is_led else response.content.decode(errors="replace")
        told = [f"status {response.status_code}"] if response.status_code != row.status else []
        if world.fill(row.says) not in unescape(text):
            told.append(f"does not say «{row.says}»")
        is_json = response["Content-Type"] == "application/json"
        told += leaks("" if is_json else text, of_firm=row.who != "lan")
        if told:
            found.append(f"{row.who} {row.path} {str(row.given)[:60]}: {told}")
    return found


TABLES = {
    name.lower(): getattr(bad_input, name)
    for name in ("MATCH", "SHARE", "POLICY", "FOLLOW", "INTERFACE")
}


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_every_bad_input_gets_its_status_and_its_sentence(
    world: World, rows: tuple[Row, ...]
) -> None:
    assert "\n".join(wrong(world, rows)) == ""


def leaking(world: World, odds: Mapping[str, str]) -> list[str]:
    """Every address that fails or leaks with one of these in all of its fields."""
    found = []
    for what, odd in odds.items():
        for path, names in FIELDS.items():
            client = world.clients["shan" if path == "/follow/" else "visitor"]
            query = urlencode(dict.fromkeys(names, odd), errors="surrogatepass")
            response = client.get(f"{path}?{query}")
            text = response.content.decode(errors="replace")
            is_json = response["Content-Type"] == "application/json"
            told = leaks("" if is_json else text)
            if told or response.status_code not in (200, 302, 422):
                found.append(f"{path} with {what}: {response.status_code} {told}")
    return found


def test_whatever_stands_in_every_field_is_text_and_nothing_leaks(world: World) -> None:
    assert "\n".join(leaking(world, TOGETHER)) == ""


@pytest.mark.verify  # each by itself
def test_each_odd_text_in_every_field_leaks_nothing(world: World) -> None:
    assert "\n".join(leaking(world, ODD)) == ""


ALTERED = {
    "cut short": lambda key: key[:-1],
    "another letter": lambda key: ("a" if key[0] != "a" else "b") + key[1:],
    "twice": lambda key: key * 2,
    "SQL": lambda _key: bad_input.SQL,
    "10,000 characters": lambda _key: "x" * 10_000,
    "nothing": lambda _key: "",
}


def test_session_cookie_that_was_altered_is_a_stranger_s(world: World) -> None:
    client = world.clients["lan"]
    name = settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    assert client.get("/firm/").status_code == 200
    for change in ALTERED.values():
        stranger = Client()
        stranger.cookies[name] = change(key)
        led, page = stranger.get("/firm/"), stranger.get("/match/")
        assert led["Location"] == "/accounts/login/?next=/firm/"
        assert page.status_code == 200
        assert leaks(page.content.decode()) == []
        assert world.told["name"] not in page.content.decode()


@contextmanager
def _quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    capsys.readouterr()
    yield lambda: "".join(capsys.readouterr())


def test_every_bad_command_exits_with_a_sentence(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for words, code, says in bad_input.COMMANDS:
        with _quiet(capsys) as said:
            left = main([world.fill(one) for one in words])
            text = said()
        told = [f"exit {left}"] if left != code else []
        told += [] if says in text else [f"does not say «{says}»: {text[:200]}"]
        told += [one for one in leaks(text) if "script" not in one]  # a terminal runs none
        if told:
            found.append(f"{str(words)[:60]}: {told}")
    assert "\n".join(found) == ""


def test_interface_tells_of_a_mistake_in_one_shape(world: World) -> None:
    for row in bad_input.INTERFACE:
        told = json.loads(world.answer(row).content)
        assert set(told) == {"code", "problems"}
        assert [one for one in told["problems"] if not one["what"]] == []
