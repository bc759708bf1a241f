"""体检: rules that cannot mean what they say are found, and sound ones are not."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from huiqi.library import load
from huiqi.rules.compile import Rules
from huiqi.rules.lint import Range, full_range, lint
from tests.rules import small

NEVER_ANYBODY = "恒为假：没有任何企业能满足。"
ALWAYS = "恒为真：不论什么事实都满足，不起作用。"


def found(folder: Path, *when: str) -> list[str]:
    small.write(folder, when=when)
    return [problem.what for problem in lint(small.rules(folder))]


def tiers(folder: Path, formula: str) -> list[str]:
    small.write(folder, amount=formula)
    return [problem.what for problem in lint(small.rules(folder)) if "条款" not in problem.what]


# Conditions


@pytest.mark.parametrize("rule", ["employees < 0", "employees > 10000000", "equipment_share > 1"])
def test_condition_beyond_the_bounds_of_its_fact_is_never_true(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule) == [f"条款「c1」{NEVER_ANYBODY}"]


@pytest.mark.parametrize("rule", ["employees >= 0", "equipment_share <= 1", "1 < 2"])
def test_condition_that_every_value_meets_is_always_true(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule) == [f"条款「c1」{ALWAYS}"]


@pytest.mark.parametrize(
    "rule",
    [
        "employees BETWEEN 300 AND 20",
        "employees > 300 AND blacklisted AND employees < 20",
        "employees > 20 AND employees < 20",
        "employees >= 20 AND 20 > employees",
        "employees = 20 AND employees = 21",
        "blacklisted OR employees BETWEEN 300 AND 20",
    ],
)
def test_reversed_bounds_exclude_each_other(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule) == [
        "条款「c1」恒为假：对「从业人员」的要求互相矛盾（例如 BETWEEN 上下限写反）。"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "employees >= 20 OR employees < 20",
        "employees >= 20 OR blacklisted OR employees <= 300",
        "employees <= 20 OR employees > 20",
    ],
)
def test_alternatives_that_leave_nothing_out_are_always_true(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule) == ["条款「c1」恒为真：对「从业人员」的各种情形加起来是全部。"]


@pytest.mark.parametrize(
    "rule",
    [
        "employees BETWEEN 20 AND 300",
        "employees BETWEEN 20 AND 20",
        "employees > 20 OR employees < 20",
        "employees >= 20 AND revenue < 20",
        "employees > 300 OR revenue < 20",
        "NOT blacklisted",
        "employees <> 20",
    ],
)
def test_sound_condition_is_not_suspected(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule) == []


def test_every_suspicious_condition_is_told_with_file_line_and_what_to_do(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=("employees < 0", "NOT blacklisted", "employees >= 0"))
    problems = lint(small.rules(tmp_path))
    lines = (home / "rules.yaml").read_text(encoding="utf-8").splitlines()
    assert [lines[problem.line - 1].split('"')[1] for problem in problems] == ["c1", "c3"]
    assert {problem.fix for problem in problems} == {"请对照原文检查界限和比较方向。"}
    assert [Path(problem.file).name for problem in problems] == ["rules.yaml"] * 2


# Tiers


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (
            "CASE WHEN employees >= 20 THEN 2 WHEN employees >= 300 THEN 3 ELSE 1 END",
            "金额「p」有一档永远轮不到（不低于 300 人）。",
        ),
        (
            "CASE WHEN employees < 0 THEN 2 ELSE 1 END",
            "金额「p」有一档永远轮不到（低于 0 人）。",
        ),
        (
            "CASE WHEN employees >= 0 THEN 2 ELSE 1 END",
            "金额「p」有一档恒成立（不低于 0 人），其后各档轮不到。",
        ),
        (
            "1 + CASE WHEN employees > 20 THEN 2 WHEN employees > 20 THEN 3 ELSE 1 END",
            "金额「p」有一档永远轮不到（高于 20 人）。",
        ),
    ],
)
def test_tier_that_no_firm_reaches_is_found(tmp_path: Path, formula: str, told: str) -> None:
    assert tiers(tmp_path, formula) == [told]


def test_tiers_from_the_highest_down_are_sound(tmp_path: Path) -> None:
    formula = "CASE WHEN employees >= 300 THEN 3 WHEN employees >= 20 THEN 2 ELSE 1 END"
    assert tiers(tmp_path, formula) == []


def test_tiers_of_a_named_value_are_checked_too(tmp_path: Path) -> None:
    formula = "CASE WHEN class2_ip >= 1 THEN 6 WHEN class2_ip >= 4 THEN 24 ELSE 0 END"
    small.write(tmp_path, when=("points > 5",), values={"points": formula})
    told = {problem.what for problem in lint(small.rules(tmp_path))}
    assert told == {
        "条款「c1」有一档永远轮不到（不低于 4 项）。",
        "命名值「points」有一档永远轮不到（不低于 4 项）。",
    }


# Units and limits


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "debt_ratio >= 0 AND revenue > 0",
            "里「资产负债率不低于 0%」恒为真：超出了事实的登记范围。",
        ),
        (
            "blacklisted OR equipment_share > 30",
            "里「设备投资占固定资产投资比高于 3,000%」恒为假：超出了事实的登记范围。",
        ),
        (
            "NOT blacklisted AND year(registered_on) < 1900",
            "恒为假：没有任何企业能满足。",
        ),
        (
            "year(registered_on) < 1900 OR revenue > 5",
            "里「注册日期的年份低于 1900 年」恒为假：超出了事实的登记范围。",
        ),
        (
            "rd_spend >= 0.05",
            "把「研发费用」与 0.05 元比较：是不是漏写了比例，例如 0.05 * revenue？",
        ),
        (
            "blacklisted OR 0.05 <= revenue",
            "把「营业收入」与 0.05 元比较：是不是漏写了比例，例如 0.05 * revenue？",
        ),
    ],
)
def test_a_literal_outside_what_its_fact_can_be_is_found(
    tmp_path: Path, rule: str, told: str
) -> None:
    assert found(tmp_path, rule) == [f"条款「c1」{told}"]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("least(greatest(revenue, 500), 300)", "金额「p」的上限（300 元）低于下限（500 元）。"),
        ("greatest(least(revenue, 300), 500)", "金额「p」的下限（500 元）高于上限（300 元）。"),
    ],
)
def test_a_cap_below_a_floor_is_found(tmp_path: Path, formula: str, told: str) -> None:
    assert tiers(tmp_path, formula) == [told]


def test_a_cap_at_its_floor_is_sound(tmp_path: Path) -> None:
    assert tiers(tmp_path, "least(greatest(revenue, 300), 300)") == []


def test_a_cap_of_the_whole_amount_below_its_floor_is_found(tmp_path: Path) -> None:
    home = small.write(tmp_path, amount="greatest(revenue, 500)")
    rules = home / "rules.yaml"
    cap = '  caps: [{id: "top", text: "封顶", formula: "300", cite: {source: "letter"}}]\n'
    rules.write_text(rules.read_text(encoding="utf-8") + cap, encoding="utf-8")
    (problem,) = lint(small.rules(tmp_path))
    assert problem.what == "金额合计「top」的上限（300 元）低于下限（500 元）。"
    assert rules.read_text(encoding="utf-8").splitlines()[problem.line - 1] == cap.rstrip()


# Ranges


def spans() -> Mapping[str, Range]:
    def span(low: int, high: int, *, low_open: bool = False, high_open: bool = False) -> Range:
        return Range(Fraction(low), Fraction(high), low_open, high_open)

    return {
        "closed": span(1, 3),
        "open": span(1, 3, low_open=True, high_open=True),
        "point": span(1, 1),
        "nothing": span(1, 1, low_open=True),
    }


def test_ranges_meet_in_what_lies_in_both() -> None:
    of = spans()
    assert of["closed"].meet(of["open"]) == of["open"]
    assert of["open"].meet(of["closed"]) == of["open"]
    assert of["closed"].meet(of["point"]) == of["point"]
    assert of["open"].meet(of["point"]).empty is True
    assert [name for name, one in of.items() if one.empty] == ["nothing"]


def test_range_lies_within_another_only_with_all_its_values() -> None:
    of = spans()
    assert of["open"].within(of["closed"]) is True
    assert of["closed"].within(of["open"]) is False
    assert of["nothing"].within(of["point"]) is True


def test_full_range_is_in_the_unit_people_write() -> None:
    assert full_range("net_profit") == Range(Fraction(-(10**12)), Fraction(10**12))
    assert full_range("equipment_share") == Range(Fraction(0), Fraction(1))


# The library


def editions() -> list[Rules]:
    library = load()
    return [
        library.compiled(policy, edition, edition.from_, edition.from_)
        for policy in library.policies.values()
        for edition in policy.editions
    ]


@pytest.mark.parametrize(
    "rules", editions(), ids=lambda rules: f"{rules.policy.id}@{rules.version}"
)
def test_no_edition_of_the_library_is_suspicious(rules: Rules) -> None:
    assert lint(rules) == []
