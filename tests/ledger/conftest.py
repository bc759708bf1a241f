"""账本测试的场景: the books of the bureau, in the city of the cast."""

from collections.abc import Iterator

import pytest

from huiqi.ledger.proof import assert_coherent
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import NOW, Player, a_member
from tests.ledger.books import Books, new_books


@pytest.fixture
def books(bureau: Organization) -> Iterator[Books]:
    """They are replayed from nothing after every test, and everything has to agree."""
    yield new_books(bureau)
    assert_coherent(NOW)


@pytest.fixture
def finance_chief(bureau: Organization) -> Player:
    """郑方, who checks what 范宁 made."""
    return a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER)
