"""沙盘的测试共用: the city of the demonstration, where 龙岗 keeps its support for rents."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import Client

from huiqi.citywide.actions import registers, write_register
from huiqi.citywide.models import CityRegister
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.now import now, today
from huiqi.parties.models import Person
from huiqi.parties.queries import actors_of
from huiqi.policies.population import Written, write_population

RENT: Final = "shenzhen_longgang.park_rent"
HOME: Final = f"/desk/sandbox/{RENT}/"
OFFICER: Final = "huangruo"  # 黄若谷 of 龙岗区企业服务中心

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers of a test lie in a folder of its own."""

    class Environment:
        data = tmp_path

    monkeypatch.setattr(settings, "ENVIRONMENT", Environment)


@pytest.fixture(scope="session")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Written]:
    """The city's firms are the same when each test begins: their file is written by the first."""
    kept, done = tmp_path_factory.mktemp("register") / "city.parquet", list[Written]()

    def write(path: Path, *asked: Any) -> Written:
        if not done:
            done.append(write_population(kept, *asked))
        shutil.copyfile(kept, path)
        return done[0]

    return write


@pytest.fixture
def register(
    demo_city: None, written_once: Callable[..., Written], monkeypatch: pytest.MonkeyPatch
) -> CityRegister:
    """全市名册: of today, written before anybody asks."""
    with monkeypatch.context() as patch:
        patch.setattr(registers, "write_population", written_once)
        return write_register(on=today(), actor=SYSTEM, now=now())


@pytest.fixture
def sign_in(demo_city: None) -> SignIn:
    def as_whom(username: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(username=username))
        return client

    return as_whom


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in(OFFICER)


def actor_named(username: str) -> Actor:
    return actors_of(Person.objects.get(username=username), now())[0]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())
