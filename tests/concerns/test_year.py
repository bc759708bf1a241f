"""一年: nobody's case, a case without a clock, or a rung on another day would be found here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.concerns.enums import OVER, Resolution
from tests.concerns.year import TICK, Year, a_year


def holds(year: Year) -> None:
    assert year.orphans == []
    assert max(late for _, late in year.rungs) < TICK
    assert min(late for _, late in year.rungs) >= timedelta(0)
    solved = [one.case for one in year.lives if one.case.resolution == Resolution.SOLVED]
    assert solved
    assert all(one.is_confirmed for one in solved)


def test_short_year_has_no_orphan_and_every_rung_on_its_hour() -> None:
    year = a_year(60, seed=9)
    holds(year)
    assert {rung for rung, _ in year.rungs} >= {0, 1, 2}


@pytest.mark.verify
def test_year_of_five_thousand_cases() -> None:
    year = a_year(5_000, seed=2021)
    holds(year)
    assert {rung for rung, _ in year.rungs} == {0, 1, 2, 3}
    still = [one.case for one in year.lives if one.case.state not in OVER]
    assert len(still) < 50  # with a promise, a problem or the top; each with owner and clock
