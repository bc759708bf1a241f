"""案例齐全: the cases of every programme see every condition of every edition go all ways."""

import pytest

from huiqi.library import load
from huiqi.rules.coverage import coverage


@pytest.mark.parametrize("programme", load().policies)
def test_every_condition_is_seen_met_failed_and_open_in_every_edition(programme: str) -> None:
    holes = [
        f"{row.edition} {row.condition}: {'、'.join(row.unseen)}"
        for row in coverage(load(), programme)
        if row.unseen
    ]
    assert holes == []
