"""截止前的高峰: two thousand firms, two hundred at a time, while web processes are killed.

Twenty firms in ``make test``: tests/config/test_city.py. Twenty thousand: ``make rush``.
"""

import tempfile
from pathlib import Path

import pytest

from tests.contention.rushing import NOTHING_WRONG, rush


@pytest.mark.verify
def test_two_thousand_firms_hand_in_while_web_processes_are_killed() -> None:
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        Path(folder).chmod(0o755)  # the account of the database has to pass
        told = rush(Path(folder), firms=2_000, at_once=200, kills=12)
    assert told["wrong"] == NOTHING_WRONG
    assert told["acknowledged"] + told["refused"] == 2_000
    assert (told["acknowledged"] >= 1_800, told["refused"] >= 100) == (True, True)
    assert told["kills"] >= 5  # each waits for the one before to be back
