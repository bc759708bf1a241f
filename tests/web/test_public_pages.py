"""What is the same for every stranger is kept for some seconds; nothing else ever is."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.policies.actions import load_documents
from huiqi.policies.models import PolicyDocument
from tests.cast import Player

PAGES = "/documents/"


@pytest.fixture(autouse=True)
def _kept(settings: object) -> Iterator[None]:
    settings.HUIQI_KEPT_SECONDS = 600  # type: ignore[attr-defined]
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def document(city_clock: object) -> PolicyDocument:
    load_documents(library=load(), actor=SYSTEM)
    return PolicyDocument.objects.order_by("pk")[0]


def titles(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.text


def renamed(document: PolicyDocument, title: str) -> None:
    PolicyDocument.objects.filter(pk=document.pk).update(title=title)


def test_second_stranger_is_given_what_was_made_for_the_first(document: PolicyDocument) -> None:
    path = f"{PAGES}{document.pk}/"
    first = titles(Client(), path)
    renamed(document, "改过的名称")
    assert titles(Client(), path) == first
    caches["pages"].clear()
    assert "改过的名称" in titles(Client(), path)


def test_whoever_is_signed_in_sees_what_stands_now(document: PolicyDocument, lan: Player) -> None:
    path = f"{PAGES}{document.pk}/"
    titles(Client(), path)
    renamed(document, "改过的名称")
    client = Client()
    client.force_login(lan.person)
    seen = titles(client, path)
    assert "改过的名称" in seen
    # What was made for her is not given to a stranger either.
    assert "改过的名称" not in titles(Client(), path)


def test_language_and_large_letters_are_pages_of_their_own(document: PolicyDocument) -> None:
    seen = {
        titles(Client(), PAGES),
        titles(Client(), PAGES, accept_language="en"),
        titles(Client(), PAGES, cookie="elder=on"),
        titles(Client(), f"{PAGES}?page=2"),
    }
    assert len(seen) == 4
    assert titles(Client(), PAGES, accept_language="en") in seen


def test_answers_of_a_visitor_are_never_given_to_another(document: PolicyDocument) -> None:
    asked = "/search/?q=30人的企业能拿什么"
    one, other = Client(), Client()
    for client in (one, other):
        client.get(asked)
    # The form on this page carries a token, each visitor has her own.
    assert one.cookies["csrftoken"].value != other.cookies["csrftoken"].value


def test_mistakes_and_what_is_not_found_are_not_kept(document: PolicyDocument) -> None:
    for path, status in ((f"{PAGES}?on=x", 422), (f"{PAGES}999999/", 404)):
        assert Client().get(path).status_code == status
    assert list(caches["pages"]._cache) == []  # type: ignore[attr-defined]


def test_page_that_is_kept_has_every_header_of_safety(document: PolicyDocument) -> None:
    first, second = Client().get(PAGES), Client().get(PAGES)
    names = ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Content-Type")
    assert [second[name] for name in names] == [first[name] for name in names]
