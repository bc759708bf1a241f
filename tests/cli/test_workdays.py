"""工作日命令: counting from a day, to a day, and asking of one day."""

import pytest

from tests.cli.conftest import Huiqi


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("2021-10-08",), {"workday": True}),
        (("2021-10-07",), {"workday": False}),
        (("2021-10-09",), {"workday": True}),  # Saturday for National Day
        (("2021-10-08", "--add", "1"), {"date": "2021-10-08"}),
        (("2021-10-01", "--add", "1"), {"date": "2021-10-08"}),
        (("2021-10-08", "--add", "3"), {"date": "2021-10-11"}),
        (("2021-10-08", "--until", "2021-10-08"), {"days": 1}),
        (("2021-10-01", "--until", "2021-10-07"), {"days": 0}),
        (("2021年10月8日", "--until", "2021/10/31"), {"days": 17}),
    ],
)
def test_both_ends_count(huiqi: Huiqi, words: tuple[str, ...], answer: dict[str, object]) -> None:
    assert huiqi("workdays", *words, "--json").json == answer


def test_people_are_told_a_sentence(huiqi: Huiqi) -> None:
    assert huiqi("workdays", "2021-10-07").lines == ["2021-10-07 不是工作日。"]
    assert huiqi("workdays", "2021-10-08", "--add", "3").lines == [
        "自 2021-10-08 起的第 3 个工作日是 2021-10-11。"
    ]
    assert huiqi("workdays", "2021-10-08", "--until", "2021-10-31").lines == [
        "2021-10-08 至 2021-10-31（首尾都算）共 17 个工作日。"
    ]


@pytest.mark.parametrize(
    ("words", "whats"),
    [
        (("2021-02-30",), ["起始日「2021-02-30」这一天不存在。"]),
        (
            ("2021-02-30", "--add", "1.5"),
            ["起始日「2021-02-30」这一天不存在。", "--add「1.5」不是可用的整数。"],
        ),
        (("2021-10-08", "--add", "0"), ["工作日数必须至少为 1，得到 0。"]),
        (("2021-10-08", "--add", "-3"), ["工作日数必须至少为 1，得到 -3。"]),
        (("2021-10-08", "--add", "9" * 5000), [f"--add「{'9' * 5000}」不是可用的整数。"]),
        (
            ("2021-10-08", "--until", "2021-10-07"),
            ["截止日 2021-10-07 早于起始日 2021-10-08：请检查两个日期的先后。"],
        ),
    ],
)
def test_wrong_days_are_refused_all_at_once(
    huiqi: Huiqi, words: tuple[str, ...], whats: list[str]
) -> None:
    assert huiqi("workdays", *words, "--json").whats == whats


def test_a_day_beyond_the_published_calendar_is_refused_with_what_to_do(huiqi: Huiqi) -> None:
    (what,) = huiqi("workdays", "2190-01-01", "--json").whats
    assert what.startswith("无法判断 2190-01-01 是否工作日：2190 年的放假安排国务院办公厅尚未公布")
