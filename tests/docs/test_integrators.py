"""接入: every command of the guide is sent as written, and answers what the guide promises."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Any, Final

import pytest
from django.test import Client

from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.api.openapi import ROOT as API
from huiqi.kernel.access import SYSTEM
from huiqi.opendata import queries
from huiqi.opendata.actions import publish
from huiqi.opendata.shelf import DATASETS
from tests.cast import NOW, Player

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "docs" / "howto" / "integrators.md"
REFERENCE: Final = ROOT / "docs" / "reference" / "open-data.md"
BLOCK: Final = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
CITY: Final = "https://city.test"
WITH_VALUE: Final = {"-H": "headers", "-d": "data"}
OFFERED: Final = ("matters", "obligations", "codes")


def blocks(guide: Path = GUIDE) -> list[tuple[str, list[str]]]:
    """Each command with the lines that its answer must have."""
    found = BLOCK.findall(guide.read_text(encoding="utf-8"))
    assert [kind for kind, _ in found] == ["sh", "text"] * (len(found) // 2)
    texts = [text for _, text in found]
    return [(sent, told.splitlines()) for sent, told in zip(texts[::2], texts[1::2], strict=True)]


def words_of(command: str) -> Iterator[tuple[str, str]]:
    """The options of curl with their values, and the address as «url»."""
    words = iter(shlex.split(command.replace("\\\n", " ")))
    assert next(words) == "curl"
    for word in words:
        if word in WITH_VALUE:
            yield WITH_VALUE[word], next(words)
        elif word.startswith("-"):
            assert word in {"-s", "-i"}, word
        else:
            yield "url", word


def sent(client: Client, command: str) -> Any:
    """What the city answers to a command."""
    told = list(words_of(command))
    headers = dict(value.split(": ", 1) for kind, value in told if kind == "headers")
    (url,) = [value for kind, value in told if kind == "url"]
    path = url.removeprefix(CITY)
    assert path.startswith(("/open/", API)), path
    data = [value for kind, value in told if kind == "data"]
    media = headers.pop("Content-Type", "application/json")
    if data:
        return client.post(path, data[0], content_type=media, headers=headers)
    return client.get(path, headers=headers)


def shown(response: Any) -> str:
    """The answer as curl -i shows it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{response.status_code}\n{head}\n\n{body.decode()}"


@pytest.fixture
def values(lan: Player) -> dict[str, str]:
    """What a reader puts in for the names of the guide."""
    publish(actor=SYSTEM, now=NOW, datasets=[DATASETS[name] for name in OFFERED])
    version = queries.current()["codes"].version
    token = make_token(
        title="接入",
        scopes=[Scope.FOLLOW, Scope.FIRM],
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=lan.actor,
    )[1]
    etag = f'"{version}-json"'
    return {"HUIQI": CITY, "TOKEN": token, "VERSION": version[:8], "ETAG": etag}


def test_every_command_answers_what_the_guide_promises(
    client: Client, values: dict[str, str]
) -> None:
    lost = []
    for command, promised in blocks():
        # The value of a variable is one word of the shell, whatever is in it.
        quoted = {name: value.replace('"', '\\"') for name, value in values.items()}
        answer = shown(sent(client, Template(command).substitute(quoted)))
        lost += [
            f"{command}{line}\n{answer[:400]}"
            for line in promised
            if Template(line).safe_substitute(values) not in answer
        ]
    assert lost == []


def test_reference_names_every_dataset_with_its_title() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert rows == [(one.name, one.title) for one in DATASETS.values()]
