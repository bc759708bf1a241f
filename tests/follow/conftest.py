"""关注的测试: the cast signed in, jobs kept in memory, a search without an index on the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.test.utils import override_settings

from huiqi.follow.queries import covering
from huiqi.parties.models import Person
from huiqi.policies.search.entry import library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store
from tests.cast import Player
from tests.rights import conftest as rights

SignIn = Callable[[Player], Client]
jobs = rights.jobs
sign_in = rights.sign_in
text = rights.text


@pytest.fixture(autouse=True)
def one_factor() -> Iterator[None]:
    """Officers sign in without a second factor, as in the demonstration."""
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield


@pytest.fixture(autouse=True)
def direct_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries themselves answer: no test waits for an index, nor leaves one."""
    found = Finder(Store(tmp_path), library_entries())
    monkeypatch.setattr(covering, "finder", lambda: found)


def titles(person: Person) -> list[str]:
    """What somebody was told, the latest first."""
    return [one.title for one in person.inbox_messages.order_by("-id")]
