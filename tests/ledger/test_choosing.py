"""抽样方法: the seed and the payments decide, and nothing else."""

import random
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from huiqi.ledger.choosing import Hit, Unit, above, by_chance, by_money, by_stratum, print_of

UNITS = st.lists(
    st.tuples(st.integers(1, 10**9), st.sampled_from(["", "技改", "专精特新"])),
    min_size=1,
    max_size=40,
).map(lambda told: [Unit(number, fen, name) for number, (fen, name) in enumerate(told, 1)])
SIZES = st.integers(1, 60)


def _ids(hits: list[Hit]) -> list[int]:
    return [hit.unit.id for hit in hits]


@given(UNITS, SIZES, st.text(min_size=1, max_size=9))
def test_order_in_which_payments_are_read_does_not_matter(
    units: list[Unit], size: int, seed: str
) -> None:
    mixed = random.Random(size).sample(units, len(units))
    for choose in (by_chance, by_money, by_stratum):
        assert choose(units, size, seed) == choose(mixed, size, seed)
    assert print_of(units) == print_of(mixed)


@given(UNITS, SIZES, st.text(max_size=9))
def test_sample_is_as_large_as_was_asked_for_and_nothing_is_in_it_twice(
    units: list[Unit], size: int, seed: str
) -> None:
    drawn = by_chance(units, size, seed)
    assert len(drawn) == min(size, len(units))
    hit = by_money(units, size, seed)
    whole = sum(unit.amount_fen for unit in units)
    assert sum(one.times for one in hit) == size
    for one in units:  # as large as the distance between two 分: hit for certain
        if one.amount_fen * size >= whole + size:
            assert one.id in _ids(hit)
    strata = by_stratum(units, size, seed)
    assert {one.unit.stratum for one in strata} == {one.stratum for one in units}
    for chosen in (drawn, hit, strata):
        assert len(set(_ids(chosen))) == len(chosen)


def test_anybody_can_draw_it_again_with_a_hash_and_a_pencil() -> None:
    units = [Unit(number, 100 * number) for number in range(1, 9)]
    lots = {n: sha256(f"2021:{n}".encode()).hexdigest() for n in range(1, 9)}
    assert _ids(by_chance(units, 3, "2021")) == sorted(lots, key=lambda n: lots[n])[:3]
    start = int(sha256(b"2021:start").hexdigest(), 16) % 3_600
    points = sorted((start + 1_800 * place) % 3_600 for place in range(2))
    ends = [sum(range(1, n + 1)) * 100 for n in range(1, 9)]
    expected = [next(n for n, end in enumerate(ends, 1) if point < end) for point in points]
    assert _ids(by_money(units, 2, "2021")) == expected


def test_all_from_an_amount_on_are_taken_the_largest_first() -> None:
    units = [Unit(1, 100), Unit(2, 300), Unit(3, 299), Unit(4, 300)]
    assert _ids(above(units, 300)) == [2, 4]
    assert _ids(above(units, 100)) == [2, 4, 3, 1]
    assert above(units, 301) == []


def test_every_stratum_gets_its_part_and_one_at_least() -> None:
    units = [Unit(number, 100, "大") for number in range(1, 91)] + [Unit(99, 1, "小")]
    strata = [one.unit.stratum for one in by_stratum(units, 10, "s")]
    assert (strata.count("大"), strata.count("小")) == (9, 1)
