"""已发布: the library's documents in the database, and datasets published once."""

from collections.abc import Callable

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.opendata.actions import publish
from huiqi.opendata.shelf import DATASETS
from huiqi.policies.actions import load_documents
from tests.cast import NOW

Publish = Callable[..., None]


@pytest.fixture
def published(db: None) -> None:
    """Every dataset; it takes a moment, so most tests publish only what they look at."""
    load_documents(library=load(), actor=SYSTEM)
    publish(actor=SYSTEM, now=NOW)


@pytest.fixture
def publish_only(db: None) -> Publish:
    def some(*names: str) -> None:
        publish(actor=SYSTEM, now=NOW, datasets=[DATASETS[name] for name in names])

    return some
