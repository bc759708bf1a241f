"""数据权利的测试: the cast signed in, jobs kept in memory, evidence in a folder of the test."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import override_settings
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.kernel.audit import record_read
from huiqi.kernel.files import Store
from huiqi.kernel.models import AuditEntry
from huiqi.parties.models import Organization
from huiqi.rights.actions import corrections
from huiqi.rights.views import desk
from tests.cast import Player
from tests.scanners import ByBytes

SignIn = Callable[[Player], Client]


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture(autouse=True)
def one_factor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Officers sign in without a second factor; files are kept where the test ends."""
    for module in (corrections, desk):
        monkeypatch.setattr(module, "store", lambda: Store(tmp_path))
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield


@pytest.fixture
def with_scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The city has a scanner, which stops every PDF; otherwise it has none."""
    store = Store(tmp_path, ByBytes(bad=b"%PDF"))
    for module in (corrections, desk):
        monkeypatch.setattr(module, "store", lambda: store)
    return store


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(player: Player) -> Client:
        client = Client()
        client.force_login(player.person, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def a_look(player: Player, firm: Organization, purpose: str = "审核贷款贴息") -> AuditEntry:
    """An officer reads what is not public, and says why."""
    actor = replace(player.actor, purpose=purpose)
    return record_read(actor, "查看企业事实", firm, subject_id=firm.subject_id)


def a_pdf(name: str = "社保清单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()
