"""下一个问题: the missing fact with the most yuan first, and who waits for it."""

from pathlib import Path

from huiqi.rules.questions import next_questions
from tests.rules import small


def asked(folder: Path, **given: object) -> list[dict[str, object]]:
    return [
        one.to_dict()
        for one in next_questions(small.library(folder).match(given, small.ON).results)
    ]


def test_fact_with_the_most_possible_yuan_comes_first(tmp_path: Path) -> None:
    small.write(tmp_path, "city.small", when=("blacklisted",), amount="least(revenue, 100)")
    small.write(tmp_path, "city.large", when=("lot_reserved",), amount="least(revenue, 500)")
    assert asked(tmp_path, revenue=1000) == [
        {
            "fact": "lot_reserved",
            "label": "专门面向中小企业",
            "possible": 500,
            "programmes": ["city.large"],
        },
        {
            "fact": "blacklisted",
            "label": "被列入失信名单",
            "possible": 100,
            "programmes": ["city.small"],
        },
    ]


def test_one_fact_counts_for_every_programme_that_waits_for_it(tmp_path: Path) -> None:
    small.write(tmp_path, "city.a", when=("blacklisted",), amount="100")
    small.write(tmp_path, "city.b", when=("NOT blacklisted",), amount="300")
    small.write(tmp_path, "city.c", when=("lot_reserved",), amount="350")
    found = [(one["fact"], one["possible"], one["programmes"]) for one in asked(tmp_path)]
    assert found == [
        ("blacklisted", 400, ["city.a", "city.b"]),
        ("lot_reserved", 350, ["city.c"]),
    ]


def test_only_what_is_possible_beyond_what_is_sure_counts(tmp_path: Path) -> None:
    amount = "CASE WHEN lot_reserved THEN 500 ELSE 400 END"
    small.write(tmp_path, when=("employees >= 1",), amount=amount, verdict="unknown")
    found = [(one["fact"], one["possible"]) for one in asked(tmp_path, employees=5)]
    assert found == [("lot_reserved", 100)]


def test_programme_without_a_limit_or_without_money_is_named_but_counts_nothing(
    tmp_path: Path,
) -> None:
    small.write(tmp_path, "city.endless", when=("blacklisted",), amount="revenue")
    small.write(tmp_path, "city.title", when=("blacklisted",))
    found = [(one["fact"], one["possible"], one["programmes"]) for one in asked(tmp_path)]
    assert found == [
        ("blacklisted", 0, ["city.endless", "city.title"]),
        ("revenue", 0, ["city.endless"]),
    ]


def test_nothing_is_asked_for_a_programme_that_is_out(tmp_path: Path) -> None:
    small.write(tmp_path, when=("employees >= 20", "blacklisted"), amount="100")
    assert asked(tmp_path, employees=5) == []
