"""检索的测试: a finder over the library, with an index of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.policies.search import here
from huiqi.policies.search.entry import library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """The library with its index, for tests that only ask."""
    finder = Finder(Store(tmp_path_factory.mktemp("search")), library_entries())
    finder.rebuild()
    return finder


@pytest.fixture
def bare(tmp_path: Path) -> Finder:
    """The library without an index."""
    return Finder(Store(tmp_path / "search"), library_entries())


@pytest.fixture
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture
def city_index(built: Finder, settings: Any, tmp_path: Path) -> Iterator[Finder]:
    """The city's own finder, with an index of its own that says what the library's says."""
    settings.SEARCH_ROOT = tmp_path / "search"
    shutil.copytree(built.store.folder, settings.SEARCH_ROOT)
    here.finder.cache_clear()
    yield here.finder()
    here.finder.cache_clear()
