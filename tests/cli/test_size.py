"""划型命令: the class, the indicator that decides, and answers from part of the facts."""

import pytest

from tests.cli.conftest import Huiqi


def _asked(given: str) -> list[str]:
    return [
        word for pair in given.split() for word in (f"--{pair.split('=')[0]}", pair.split("=")[1])
    ]


@pytest.mark.parametrize(
    ("given", "size", "decided_by"),
    [
        ("industry=C39 employees=1000 revenue=400000000", "large", "employees,revenue"),
        ("industry=C39 employees=999 revenue=400000000", "medium", "employees"),
        ("industry=C39 employees=1000 revenue=399999999.99", "medium", "revenue"),
        ("industry=C39 employees=300 revenue=20000000", "medium", "employees,revenue"),
        ("industry=C39 employees=20 revenue=3000000", "small", "employees,revenue"),
        ("industry=C39 employees=19 revenue=3000000", "micro", "employees"),
        ("industry=39 employees=19", "micro", "employees"),
        ("industry=39 revenue=0", "micro", "revenue"),
        ("industry=E47 revenue=800000000 assets=800000000", "large", "revenue,assets"),
        ("industry=E47 revenue=800000000 assets=799999999", "medium", "assets"),
        ("industry=A01 revenue=2亿", "large", "revenue"),
        ("industry=A01 revenue=2亿 employees=3 assets=1", "large", "revenue"),
        ("industry=零售业 employees=9 revenue=500万", "micro", "employees"),
        ("industry=F employees=4", "micro", "employees"),
        ("industry=M73 employees=300", "large", "employees"),
        ("industry=M73 employees=300 revenue=5", "large", "employees"),
        ("industry=J66 employees=5", "not_covered", "industry"),
        ("industry=J66", "not_covered", "industry"),
        ("industry=C39 employees=1000", "unknown", None),
        ("industry=C39", "unknown", None),
        ("industry=未知 employees=5", "unknown", None),
    ],
)
def test_class_and_what_decided_it(
    huiqi: Huiqi, given: str, size: str, decided_by: str | None
) -> None:
    told = huiqi("size", *_asked(given), "--json").json
    assert (told["class"], told["decided_by"]) == (size, decided_by)


def test_the_row_of_the_table_is_named(huiqi: Huiqi) -> None:
    told = huiqi("size", "--industry", "零售业", "--employees", "9", "--json").json
    assert told["standard"] == "统计上大中小微型企业划分办法（2017） 附表：零售业"


def test_what_is_missing_is_named(huiqi: Huiqi) -> None:
    told = huiqi("size", "--industry", "C39", "--employees", "500", "--json").json
    assert told["missing"] == ["revenue"]
    assert huiqi("size", "--industry", "C39", "--employees", "500").lines[0] == (
        "未知（还缺：营业收入（revenue））"
    )


def test_people_are_told_in_words(huiqi: Huiqi) -> None:
    assert huiqi("size", "--industry", "C39", "--employees", "9").lines == [
        "微型（由从业人员决定）",
        "标准：统计上大中小微型企业划分办法（2017） 附表：工业",
        "→ 从业人员 9 人：未达到小型下限 20 人，为微型，由它决定",
        "? 营业收入未知，不影响结论",
    ]


def test_every_wrong_indicator_is_refused_at_once(huiqi: Huiqi) -> None:
    wrong = _asked("industry=9X employees=-5 revenue=1.001")
    industry, *others = huiqi("size", *wrong, "--json").whats
    assert industry.startswith("「行业」（industry）：「9X」不是「行业」的代码或名称。")
    assert others == [
        "「从业人员」（employees）：「-5」不能是负数。",
        "「营业收入」（revenue）：「1.001」不能使用：金额最多精确到分（两位小数）。",
    ]


def test_without_an_industry_the_call_is_wrong(huiqi: Huiqi) -> None:
    told = huiqi("size", "--employees", "5")
    assert (told.code, told.err.splitlines()[0]) == (2, "用法有误：缺少 --industry。")
