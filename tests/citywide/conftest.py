"""小城的夹具: the small library, and everything in sight."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from huiqi.library import put
from tests.citywide.small import small_library


@pytest.fixture
def small_rules() -> Iterator[None]:
    """This process answers by a few programmes only."""
    put(small_library())
    yield
    put(None)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Registers and their columns lie in a folder of the test."""

    class Environment:
        data = tmp_path

    monkeypatch.setattr(settings, "ENVIRONMENT", Environment)
    return tmp_path
