"""账本测试的场景: the books of the bureau, in the city of the cast."""

import pytest
from django.test import Client

from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import Player, a_member
from tests.ledger.books import Books, new_books


@pytest.fixture
def books(bureau: Organization) -> Books:
    """They are replayed from nothing after every test, as all books are (tests/coherent.py)."""
    return new_books(bureau)


@pytest.fixture
def finance_chief(bureau: Organization) -> Player:
    """郑方, who checks what 范宁 made."""
    return a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER)


@pytest.fixture
def finance(client: Client, fan: Player) -> Client:
    """范宁 at the browser."""
    client.force_login(fan.person)
    return client


@pytest.fixture
def chief(finance_chief: Player) -> Client:
    """郑方 at another one."""
    client = Client()
    client.force_login(finance_chief.person)
    return client
