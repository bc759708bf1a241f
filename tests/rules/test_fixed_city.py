"""固定的城市: the same firms and clauses every time, by the bitmaps, by DuckDB and by plain numpy.

Of every clause: how many surely and perhaps meet it, a hash of which, the sum they are paid, and
for how many the amount is not known.
"""

import pytest

from benchmarks.city import City, city
from benchmarks.columns import Duck, Numpy, Ours, Told

FIRMS, CLAUSES = 3_000, 40


@pytest.fixture(scope="module")
def small() -> City:
    return city(FIRMS, CLAUSES)


@pytest.fixture(scope="module")
def by_bits(small: City) -> list[Told]:
    return Ours(small.lowered, small.snapshot).full()


def test_the_small_city_has_all_there_is_to_compare(by_bits: list[Told]) -> None:
    sums = [sum(getattr(one, name) for one in by_bits) for name in ("sure", "unknown", "open")]
    assert min(sums) > 100
    assert sum(one.paid for one in by_bits) > 0


def test_a_small_city_is_the_same_by_the_bitmaps_by_duckdb_and_by_numpy(
    small: City, by_bits: list[Told]
) -> None:
    assert Duck(small.lowered, small.snapshot, threads=1).full() == by_bits
    assert Numpy(small.lowered, small.snapshot).full() == by_bits


def test_a_count_is_the_number_of_those_found(small: City, by_bits: list[Told]) -> None:
    expected = [(one.sure, one.unknown) for one in by_bits]
    assert Ours(small.lowered, small.snapshot).counts() == expected
    assert Duck(small.lowered, small.snapshot, threads=1).counts() == expected


@pytest.mark.verify
def test_a_city_of_a_quarter_of_a_million_is_the_same_by_the_bitmaps_and_by_duckdb() -> None:
    whole = city(250_000, 200)
    found = Ours(whole.lowered, whole.snapshot).full()
    assert Duck(whole.lowered, whole.snapshot).full() == found
