"""政策维护的测试共用: two programmes on file, one of them kept by the bureau, and browsers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.policies.actions import load_documents
from huiqi.policies.models import Keeper
from tests.cast import TODAY, Player

AWARD, OTHER = "shenzhen.srdi_award", "shenzhen.first_set"
HOME = f"/desk/policies/{AWARD}/"
SCRIPT = "<script>alert(1)</script>"
WORDS = {
    "gist": "“小巨人”最高五十万元。",
    "who": "有国家“小巨人”或省专精特新称号的企业。",
    "how_much": "国家级最高五十万元，省级最高二十万元。",
    "how": "等通知，在网上报。",
    "when": "2021-03-01 起。",
    "basis": "深府规〔2021〕1号。",
    "why": "把名称写全",
}


@pytest.fixture
def kept(city_clock: datetime, bureau: Organization) -> None:
    """市中小企业服务局 keeps the words of the award, and nothing of the other programme."""
    library = load()
    two = {name: library.policies[name] for name in (AWARD, OTHER)}
    load_documents(library=replace(library, policies=two), actor=SYSTEM)
    Keeper.objects.create(programme=AWARD, organization=bureau, since=TODAY, named_at=now())


Browser = Callable[[Player], Client]


@pytest.fixture
def browser() -> Browser:
    def sign_in(player: Player) -> Client:
        client = Client()
        client.force_login(player.person)
        return client

    return sign_in


def draft_of(client: Client, **given: str) -> Client:
    client.post(f"{HOME}begin/")
    client.post(f"{HOME}draft/", {"revision": "1", **WORDS, **given})
    return client


def text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]
