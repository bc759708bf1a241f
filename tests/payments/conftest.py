"""拨付测试的场景: 范宁 makes orders, 郑方 and 胡悦 check them; 澄澜 and 远山 are to be paid."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from huiqi.ledger.enums import Stage
from huiqi.ledger.proof import assert_coherent
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.payments.models import PaymentLine
from tests.api.conftest import ask
from tests.cast import NOW, Player, a_member
from tests.cli.conftest import huiqi
from tests.ledger.books import new_books
from tests.payments.paying import Paying, a_city

__all__ = ["ask", "huiqi"]  # as a program and a shell ask


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Player], Client]


@pytest.fixture
def signed_in(settings: object) -> SignedIn:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]

    def client(player: Player) -> Client:
        made = Client()
        made.force_login(player.person, BACKEND)
        return made

    return client


@pytest.fixture
def zheng(bureau: Organization) -> Player:
    """郑方, who checks."""
    return a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER)


@pytest.fixture
def hu(bureau: Organization) -> Player:
    """胡悦, who checks a second time."""
    return a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER)


@pytest.fixture
def paying(
    bureau: Organization,
    chenglan: Organization,
    yuanshan: Organization,
    fan: Player,
    zheng: Player,
    hu: Player,
) -> Iterator[Paying]:
    """After every test the books are replayed, and lines and ledger agree on what is under way."""
    made = a_city(new_books(bureau), [chenglan, yuanshan], (fan.actor, zheng.actor, hu.actor))
    yield made
    assert_coherent(NOW)
    in_transit = PaymentLine.objects.filter(state__in=("in_transit", "unknown"))
    told = sum(in_transit.order_by("pk").values_list("amount_fen", flat=True))
    assert made.books.balance(Stage.ORDERED) == told
