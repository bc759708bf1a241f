"""划型边界: both sides of every edge of the table, which is written here once more.

Thresholds are those of the standard as printed: persons, and 万元 of revenue and assets.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from tests.cli.conftest import Huiqi

CLASSES = ("large", "medium", "small")
SMALLEST = {"employees": Decimal(1), "revenue": Decimal("0.01"), "assets": Decimal("0.01")}
UNITS = {"employees": 1, "revenue": 10_000, "assets": 10_000}
PLENTY = 1_000_000

# Row, its industries, then each indicator with the least of large, medium and small.
X, Y, Z = "employees", "revenue", "assets"
TABLE = (
    ("农林牧渔业", "A 01 05", {Y: (20000, 500, 50)}),
    ("工业", "B C D 06 39 46", {X: (1000, 300, 20), Y: (40000, 2000, 300)}),
    ("建筑业", "E 47 50", {Y: (80000, 6000, 300), Z: (80000, 5000, 300)}),
    ("批发业", "51", {X: (200, 20, 5), Y: (40000, 5000, 1000)}),
    ("零售业", "52", {X: (300, 50, 10), Y: (20000, 500, 100)}),
    ("交通运输业", "54 55 56 57 58", {X: (1000, 300, 20), Y: (30000, 3000, 200)}),
    ("仓储业", "592 594 599", {X: (200, 100, 20), Y: (30000, 1000, 100)}),
    ("邮政业", "60", {X: (1000, 300, 20), Y: (30000, 2000, 100)}),
    ("住宿业", "61", {X: (300, 100, 10), Y: (10000, 2000, 100)}),
    ("餐饮业", "62", {X: (300, 100, 10), Y: (10000, 2000, 100)}),
    ("信息传输业", "63 64", {X: (2000, 100, 10), Y: (100000, 1000, 100)}),
    ("软件和信息技术服务业", "65", {X: (300, 100, 10), Y: (10000, 1000, 50)}),
    ("房地产开发经营", "701 7010", {Y: (200000, 1000, 100), Z: (10000, 5000, 2000)}),
    ("物业管理", "702 7020", {X: (1000, 300, 100), Y: (5000, 1000, 500)}),
    ("租赁和商务服务业", "L 71 72", {X: (300, 100, 10), Z: (120000, 8000, 100)}),
    ("其他未列明行业", "M 73 75 N 76 79 O 80 82 85 R 86 90 703 709", {X: (300, 100, 10)}),
)
COVERED = tuple((name, code) for name, codes, _ in TABLE for code in codes.split())
NOT_COVERED = ("53", "J", "66", "704", "P", "83", "84", "S", "T")
# Sections of several rows: where these differ the class is unknown, where they agree it is not.
UNDECIDED = (
    ("F", {X: 5, Y: 10**9}),  # small in wholesale, micro in retail
    ("I", {X: 10, Y: 600_000}),  # micro in telecommunications, small in software
    ("G", {X: 1, Y: 1}),  # railways are not covered
    ("K", {X: 1, Y: 1, Z: 1}),  # letting of one's own houses is not covered
    ("Q", {X: 1}),  # health is not covered, social work is
)
AGREED = (
    ("F", {X: 4, Y: 10**9}, "micro", X),
    ("H", {X: 99, Y: 10**9}, "small", X),
    ("I", {X: 10**4, Y: 10**9}, "large", f"{X},{Y}"),
)


Edge = tuple[str, str, str, Decimal, str]
INDICATORS = {name: indicators for name, _, indicators in TABLE}


def edges() -> Iterator[Edge]:
    """Row, code, one indicator, its value, and the class where all other indicators are high."""
    for name, codes, indicators in TABLE:
        for key, bounds in indicators.items():
            below = (*CLASSES[1:], "micro")
            for bound, reached, missed in zip(bounds, CLASSES, below, strict=True):
                edge = Decimal(bound * UNITS[key])
                yield name, codes.split()[0], key, edge, reached
                yield name, codes.split()[0], key, edge - SMALLEST[key], missed


def asked(code: str, given: Mapping[str, object]) -> list[str]:
    words = [word for key, value in given.items() for word in (f"--{key}", str(value))]
    return ["size", "--industry", code, *words, "--json"]


def test_the_table_has_sixteen_rows() -> None:
    assert len(TABLE) == 16


@pytest.mark.parametrize(("name", "code", "key", "value", "size"), list(edges()))
def test_class_on_both_sides_of_an_edge(
    huiqi: Huiqi, name: str, code: str, key: str, value: Decimal, size: str
) -> None:
    plenty = {one: PLENTY * UNITS[one] for one in INDICATORS[name]}
    told = huiqi(*asked(code, plenty | {key: value})).json
    # The largest class needs every indicator; below it, the low one alone decides.
    decided = ",".join(INDICATORS[name]) if size == "large" else key
    assert (told["class"], told["decided_by"]) == (size, decided)
    assert told["standard"].split("：")[-1] == name


@pytest.mark.parametrize(("name", "code"), COVERED)
def test_every_industry_of_a_row_is_in_it(huiqi: Huiqi, name: str, code: str) -> None:
    told = huiqi(*asked(code, dict.fromkeys(UNITS, 0))).json
    assert (told["class"], told["standard"].split("：")[-1]) == ("micro", name)


@pytest.mark.parametrize("code", NOT_COVERED)
def test_an_industry_outside_the_table_is_not_covered_whatever_its_size(
    huiqi: Huiqi, code: str
) -> None:
    for given in ({}, dict.fromkeys(UNITS, PLENTY)):
        told = huiqi(*asked(code, given)).json
        assert (told["class"], told["decided_by"], told["missing"]) == (
            "not_covered",
            "industry",
            [],
        )


@pytest.mark.parametrize(("name", "code"), COVERED)
def test_one_indicator_below_the_least_decides_alone_and_one_above_leaves_the_class_open(
    huiqi: Huiqi, name: str, code: str
) -> None:
    for key in INDICATORS[name]:
        told = huiqi(*asked(code, {key: 0})).json
        assert (told["class"], told["decided_by"]) == ("micro", key)
        told = huiqi(*asked(code, {key: PLENTY * UNITS[key]})).json
        rest = [one for one in INDICATORS[name] if one != key]
        expected = ("unknown", None, rest) if rest else ("large", key, [])
        assert (told["class"], told["decided_by"], told["missing"]) == expected


@pytest.mark.parametrize(("code", "given"), UNDECIDED)
def test_a_section_whose_rows_differ_asks_for_the_industry(
    huiqi: Huiqi, code: str, given: Mapping[str, object]
) -> None:
    told = huiqi(*asked(code, given)).json
    expected = ("unknown", None, ["industry"])
    assert (told["class"], told["decided_by"], told["missing"]) == expected


@pytest.mark.parametrize(("code", "given", "size", "decided"), AGREED)
def test_a_section_whose_rows_agree_needs_no_finer_industry(
    huiqi: Huiqi, code: str, given: Mapping[str, object], size: str, decided: str
) -> None:
    told = huiqi(*asked(code, given)).json
    assert (told["class"], told["decided_by"], told["missing"]) == (size, decided, [])
