"""已发布: the library's documents in the database, and datasets published once."""

from collections.abc import Callable

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Business, Told, open_paid
from huiqi.library import load
from huiqi.opendata.actions import publish
from huiqi.opendata.shelf import DATASETS
from huiqi.parties.models import Organization
from huiqi.policies.actions import load_documents
from tests.cast import NOW, TODAY
from tests.ledger.books import WAN, new_books

Publish = Callable[..., None]


@pytest.fixture
def published(bureau: Organization) -> None:
    """Every dataset; it takes a moment, so most tests publish only what they look at."""
    load_documents(library=load(), actor=SYSTEM)
    told = Told(amount_fen=255 * WAN, grants=129, source="来源：答复函", is_rounded=True)
    opening = Business("opening", TODAY, "期初")
    open_paid(budget=new_books(bureau).srdi, told=told, business=opening, actor=SYSTEM)
    publish(actor=SYSTEM, now=NOW)


@pytest.fixture
def publish_only(db: None) -> Publish:
    def some(*names: str) -> None:
        publish(actor=SYSTEM, now=NOW, datasets=[DATASETS[name] for name in names])

    return some
