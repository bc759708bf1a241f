"""跨项目的规定: one subsidy for one thing, caps that programmes share, departments over time."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from huiqi.rules import lists
from huiqi.rules.check import check_library
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_policy
from huiqi.rules.problems import Refused
from tests.rules import small

CITE = 'cite: {source: "letter", clause: "一"}'
LOANS = f"once_per: {{every: loan, object: bank_loans, {CITE}}}"
CAP = f"shared_caps: [{{id: finance, every: year, at_most: most, text: 金融扶持, {CITE}}}]"
LIFE = CAP.replace("every: year", "every: life")
MOST = f'  most: {{unit: "元", values: {{"2021-01-01": "1000"}}, {CITE}}}\n'
YES = ("revenue > 0",)


def written(
    folder: Path, programme: str, amount: str, stacking: str, parameters: str = MOST, more: str = ""
) -> Path:
    home = small.write(folder, programme, when=YES, amount=amount, stacking=f"{{{stacking}}}")
    rules = home / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace("when:\n", f"parameters:\n{parameters}when:\n")
    rules.write_text(text + more, encoding="utf-8")
    return rules


def best(folder: Path, **given: object) -> tuple[Mapping[str, int], list[str]]:
    """分 by programme, and why the others are left out."""
    found = small.library(folder).match({"revenue": 1, **given}, small.ON).best
    return {one.programme: one.amount for one in found.programmes}, [
        one.why for one in found.left_out
    ]


def test_one_thing_is_supported_by_one_programme(tmp_path: Path) -> None:
    for name, amount in (("city.a", "300"), ("city.b", "500")):
        written(tmp_path, name, amount, LOANS)
    written(tmp_path, "city.c", "100", LOANS.replace("bank_loans", "other_loans"))
    taken, why = best(tmp_path)
    assert taken == {"city.b": 50_000, "city.c": 10_000}
    assert why == ["与已选的「city.b 扶持」不得同时享受；所选组合比改选本项多 200 元"]


def test_a_cap_that_programmes_share_cuts_what_they_pay_together(tmp_path: Path) -> None:
    for name in ("city.a", "city.b"):
        written(tmp_path, name, "700", CAP)
    assert sum(best(tmp_path)[0].values()) == 100_000


@pytest.mark.parametrize(
    ("cap", "year", "left"), [(CAP, 2021, 80_000), (CAP, 2020, 100_000), (LIFE, 2020, 80_000)]
)
def test_what_was_received_is_taken_off_a_shared_cap(
    tmp_path: Path, cap: str, year: int, left: int
) -> None:
    for name in ("city.a", "city.b"):
        written(tmp_path, name, "700", cap)
    awards = [{"programme": "city.b", "amount": 200, "year": year}]
    assert sum(best(tmp_path, awards_paid=awards)[0].values()) == left


def test_a_shared_cap_that_is_open_limits_nothing(tmp_path: Path) -> None:
    for name in ("city.a", "city.b"):
        written(tmp_path, name, "700", CAP, MOST.replace('"1000"', "null"))
    assert sum(best(tmp_path)[0].values()) == 140_000


def test_a_payment_without_a_year_is_not_surely_of_this_year() -> None:
    awards = [{"programme": "a.b", "amount": 5}, {"programme": "a.b", "amount": 7, "year": 2021}]
    facts = Facts.read({"awards_paid": awards}, small.ON)
    day = small.ON.toordinal()
    assert lists.paid(facts, "a.b", day) == (Fraction(12), Fraction(12))
    assert lists.paid(facts, "a.b", day, in_year=True) == (Fraction(7), lists.MOST_PAID)


# Checks


def problem(rules: Path) -> str:
    with pytest.raises(Refused) as refusal:
        load_policy(rules.parent)
    (one,) = refusal.value.problems
    assert one.file == str(rules)
    return (
        rules.read_text(encoding="utf-8").splitlines()[one.line - 1].strip()[:12]
        + "："
        + (one.what + one.fix)
    )


@pytest.mark.parametrize(
    ("stacking", "parameters", "told"),
    [
        (
            CAP.replace("most,", "mosst,"),
            MOST,
            "stacking: {s：没有参数 mosst。是否要写 most？",
        ),
        (
            CAP,
            MOST.replace('"元"', '"人"'),
            (
                "stacking: {s：共同上限 finance 的参数 most 的单位是 人。"
                "上限是金额，单位应为 元 或 万元。"
            ),
        ),
        (
            CAP.replace("letter", "lettre"),
            MOST,
            "stacking: {s：没有来源 lettre。是否要写 letter？",
        ),
        (
            LOANS.replace("letter", "lettre"),
            MOST,
            "stacking: {o：没有来源 lettre。是否要写 letter？",
        ),
        (
            LOANS.replace("every: loan", "every: lone"),
            MOST,
            "stacking: {o：every 应为选项之一，得到「lone」。是否要写 loan？",
        ),
        (
            CAP.replace("}]", f"}}, {CAP[CAP.index('{id') : -1]}]"),
            MOST,
            "stacking: {s：共同上限 finance 重复。请删去一个。",
        ),
    ],
)
def test_a_mistake_in_one_programme_is_told(
    tmp_path: Path, stacking: str, parameters: str, told: str
) -> None:
    assert problem(written(tmp_path, "city.a", "1", stacking, parameters)) == told


@pytest.mark.parametrize(
    ("one", "two", "parameters", "told"),
    [
        (
            LOANS,
            LOANS.replace("every: loan", "every: invoice"),
            MOST,
            "对象 bank_loans 在这里是 invoice，在 city.a 是 loan。",
        ),
        (CAP, LIFE, MOST, "共同上限 finance 在这里按 life，在 city.a 按 year。"),
        (
            CAP,
            CAP,
            MOST.replace('"1000"}', '"0.1", "2022-01-01": "0.2"}').replace("元", "万元"),
            "共同上限 finance 的数额与 city.a 不同：2022-01-01 起为 2000 元，那里为 1000 元。",
        ),
    ],
)
def test_programmes_that_share_a_name_must_mean_the_same(
    tmp_path: Path, one: str, two: str, parameters: str, told: str
) -> None:
    written(tmp_path, "city.a", "1", one)
    rules = written(tmp_path, "city.b", "1", two, parameters)
    (found,) = check_library(tmp_path).problems
    assert (found.what, found.file) == (told, str(rules))
    assert "stacking" in rules.read_text(encoding="utf-8").splitlines()[found.line - 1]


def test_the_same_cap_in_another_unit_is_the_same(tmp_path: Path) -> None:
    written(tmp_path, "city.a", "1", CAP)
    written(tmp_path, "city.b", "1", CAP, MOST.replace('"1000"', '"0.1"').replace("元", "万元"))
    assert check_library(tmp_path).problems == ()


# Departments


def departments(*rows: str) -> str:
    return "responsible:\n" + "".join(f"  - {{{row}, {CITE}}}\n" for row in rows)


OLD = 'from: "2019-01-01", to: "2021-12-31", department: 甲局'
NEW = 'from: "2022-01-01", department: 乙局'


def test_the_department_is_the_one_of_the_day(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, "city.a", "1", LOANS, more=departments(OLD, NEW)).parent)
    days = (date(2018, 12, 31), date(2019, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    assert [policy.department_on(day) for day in days] == ["", "甲局", "甲局", "乙局"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            (NEW, OLD),
            (
                "主管部门 甲局 与前一个 乙局 的日期重叠。"
                "请从早到晚排列，前一个的末日为后一个首日的前一天。"
            ),
        ),
        (
            (OLD, NEW.replace("2022-01-01", "2021-12-31")),
            (
                "主管部门 乙局 与前一个 甲局 的日期重叠。"
                "请从早到晚排列，前一个的末日为后一个首日的前一天。"
            ),
        ),
        (
            (OLD.replace("2021-12-31", "2018-12-31"),),
            "主管部门 甲局 的末日 2018-12-31 早于首日 2019-01-01。请核对两个日期。",
        ),
    ],
)
def test_departments_follow_one_another(tmp_path: Path, rows: tuple[str, ...], told: str) -> None:
    rules = written(tmp_path, "city.a", "1", LOANS, more=departments(*rows))
    assert problem(rules).partition("：")[2] == told
