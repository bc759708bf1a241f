"""审阅命令: what the cases of a programme leave unseen is told, and so is a score too low."""

from tests.cli.conftest import Huiqi


def test_programme_whose_cases_see_everything_is_said_to_be_complete(huiqi: Huiqi) -> None:
    told = huiqi("library", "coverage", "national.tech_sme")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0].split() == ["national.tech_sme", "条款×版本", "5", "项，三种结论齐全"]


def test_mutation_score_below_the_one_wanted_is_refused(huiqi: Huiqi) -> None:
    told = huiqi("library", "mutate", "national.tech_sme", "--at-least", "101", "--json")
    [what] = told.whats
    assert what.endswith("低于要求的 101%。")
    assert what.startswith("变异检出率 ")


def test_mutation_score_reached_is_an_answer_with_every_survivor(huiqi: Huiqi) -> None:
    told = huiqi("library", "mutate", "national.tech_sme", "--at-least", "90", "--json").json
    [one] = told["programmes"]
    assert one["programme"] == "national.tech_sme"
    assert one["tried"] == one["noticed"] + len(one["survivors"])


def test_unknown_programme_and_unreadable_share_are_refused(huiqi: Huiqi) -> None:
    told = huiqi("library", "mutate", "national.tech_sm", "--json")
    assert told.whats == ["政策库里没有「national.tech_sm」。"]
    told = huiqi("library", "mutate", "--at-least", "九成", "--json")
    assert told.whats == ["--at-least「九成」不是可用的整数。"]


def test_open_numbers_are_told_with_the_most_expensive_first(huiqi: Huiqi) -> None:
    told = huiqi("library", "unverified", "--top", "10", "--json").json
    stakes = [one["stake"] for one in told]
    assert len(told) == 10
    assert stakes == sorted(stakes, reverse=True)
    page = huiqi("library", "unverified", "--top", "1")
    assert page.lines[0].endswith("每户最多牵涉 100,000,000 元")
    assert huiqi("library", "unverified", "--top", "0", "--json").json == []


def test_a_number_of_open_numbers_that_is_none_is_refused(huiqi: Huiqi) -> None:
    assert huiqi("library", "unverified", "--top", "多", "--json").code == 1
