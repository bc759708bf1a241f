"""城里无人: the day of the city without its firms, for what a stranger does."""

import pytest

from huiqi.demo.life import set_clock
from huiqi.demo.load import OPENED
from tests.policies.upkeep import browser, kept

__all__ = ["browser", "kept", "nobody"]


@pytest.fixture
def nobody(db: None) -> None:
    set_clock(OPENED)
