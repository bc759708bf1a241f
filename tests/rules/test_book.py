"""政策库: all programmes for one firm, what is not in force, and the best combination."""

from datetime import date
from pathlib import Path

import pytest

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.book import Match, OutOfForce
from huiqi.rules.load import load_library
from huiqi.rules.problems import Refused
from huiqi.rules.testing import run_cases
from tests.rules import small

ON = small.ON
YES = ("employees >= 1",)


def match(folder: Path, **given: object) -> Match:
    return small.library(folder).match({"employees": 5, **given}, ON)


def refusals(refused: Refused) -> list[str]:
    return [str(problem) for problem in refused.problems]


# Matching


def test_claimable_come_first_and_the_largest_ceiling_before_the_smaller(tmp_path: Path) -> None:
    small.write(tmp_path, "city.no", when=("employees >= 9",), amount="900")
    small.write(tmp_path, "city.open", when=("blacklisted",), amount="900")
    small.write(tmp_path, "city.small", when=YES, amount="100")
    small.write(tmp_path, "city.large", when=YES, amount="500")
    small.write(tmp_path, "city.also", when=YES, amount="500")
    assert [(one.policy.id, one.verdict) for one in match(tmp_path).results] == [
        ("city.also", "yes"),
        ("city.large", "yes"),
        ("city.small", "yes"),
        ("city.open", "unknown"),
        ("city.no", "no"),
    ]


def test_programme_that_is_not_in_force_stands_apart() -> None:
    for day, in_force in ((date(2021, 2, 28), False), (date(2021, 3, 1), True)):
        found = load().match({}, day)
        apart = {one.policy.id for one in found.not_in_force}
        among = {one.policy.id for one in found.results}
        assert ("shenzhen.srdi_award" in apart, "shenzhen.srdi_award" in among) == (
            not in_force,
            in_force,
        )


FIRST_LOAN = "shenzhen.first_loan_interest"


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ({"loan_drawn_on": "2022-12-31"}, "2022-06-01"),
        ({"loan_drawn_on": "2023-01-01"}, "2023-01-01"),
        ({"loans": [{"loan_drawn_on": "2023-01-01"}]}, "2023-01-01"),
        (
            {"loans": [{"loan_drawn_on": "2023-01-01"}, {"loan_drawn_on": "2022-12-31"}]},
            "2022-06-01",
        ),
        (
            {"loans": [{"loan_drawn_on": "2022-05-31"}, {"loan_drawn_on": "2023-01-01"}]},
            "2023-01-01",
        ),
        ({"loans": [{}], "loan_drawn_on": "2022-12-31"}, "2023-01-01"),
        ({}, "2023-01-01"),
    ],
)
def test_day_of_a_loan_selects_the_edition(given: dict[str, object], version: str) -> None:
    found = load().explain(FIRST_LOAN, given, date(2023, 3, 31))
    assert isinstance(found, Answer)
    assert found.rules.version == version


@pytest.mark.parametrize(
    ("given", "selected_by"),
    [
        ({"loan_drawn_on": "2022-05-31"}, date(2022, 5, 31)),
        (
            {"loans": [{"loan_drawn_on": "2022-05-31"}, {"loan_drawn_on": "2023-04-01"}]},
            date(2022, 5, 31),
        ),
        ({}, None),
    ],
)
def test_programme_out_of_force_tells_the_day_of_the_loan(
    given: dict[str, object], selected_by: date | None
) -> None:
    found = load().explain(FIRST_LOAN, given, date(2023, 4, 1))
    assert isinstance(found, OutOfForce)
    assert found.selected_by == selected_by


def test_only_programmes_for_firms_are_matched() -> None:
    found = load().match({}, ON)
    matched = {one.policy.id for one in found.results}
    matched |= {one.policy.id for one in found.not_in_force}
    firms = {one.id for one in load().policies.values() if one.subject == "enterprise"}
    assert matched == firms
    assert matched != set(load().policies)


def test_answer_is_found_by_its_programme(tmp_path: Path) -> None:
    small.write(tmp_path, when=YES, amount="100")
    assert match(tmp_path)["city.one"].verdict == "yes"


def test_match_tells_firm_day_and_sums(tmp_path: Path) -> None:
    small.write(tmp_path, when=YES, amount="100")
    told = match(tmp_path, name="甲公司").to_dict()
    assert list(told) == [
        "on",
        "firm",
        "results",
        "not_in_force",
        "next_questions",
        "best_combination",
    ]
    assert (told["on"], told["firm"]) == ("2021-10-20", {"name": "甲公司", "credit_code": None})


def test_rules_are_compiled_once_for_a_day(tmp_path: Path) -> None:
    small.write(tmp_path, when=YES, amount="100")
    library = small.library(tmp_path)
    one, two = (library.match({"employees": 5}, ON)["city.one"].rules for _ in range(2))
    assert one is two


# The best combination


def test_programmes_that_do_not_exclude_each_other_are_added_up(tmp_path: Path) -> None:
    small.write(tmp_path, "city.a", when=YES, amount="100")
    small.write(tmp_path, "city.b", when=YES, amount="300")
    assert match(tmp_path).to_dict()["best_combination"] == {
        "programmes": ["city.a", "city.b"],
        "amount_max": 400,
        "left_out": [],
    }


def test_excluded_programme_is_left_out_with_the_reason_and_the_difference(tmp_path: Path) -> None:
    small.write(tmp_path, "city.a", when=YES, amount="100", stacking='{not_with: ["city.b"]}')
    small.write(tmp_path, "city.b", when=YES, amount="300")
    assert match(tmp_path).to_dict()["best_combination"] == {
        "programmes": ["city.b"],
        "amount_max": 300,
        "left_out": [
            {
                "programme": "city.a",
                "why": "与已选的「city.b 扶持」不得同时享受；所选组合比改选本项多 200 元",
            }
        ],
    }


def test_one_programme_of_a_group_is_chosen(tmp_path: Path) -> None:
    for name, amount in (("city.a", "100"), ("city.b", "300")):
        small.write(tmp_path, name, when=YES, amount=amount, stacking='{group: "rent"}')
    (left,) = match(tmp_path).best.left_out
    assert (left.programme, left.why) == (
        "city.a",
        "与已选的「city.b 扶持」同属「rent」，只能享受一项；所选组合比改选本项多 200 元",
    )


def test_programmes_that_pay_one_expense_stay_within_it(tmp_path: Path) -> None:
    pool = '{expense: {pool: "rent", share_at_most: "1", of: "rent_paid_last_year"}}'
    for name in ("city.a", "city.b"):
        small.write(tmp_path, name, when=YES, amount="0.75 * rent_paid_last_year", stacking=pool)
    best = match(tmp_path, rent_paid_last_year=1000).best
    assert best.total == 100_000
    assert [(one.programme, one.amount, one.cut_by) for one in best.programmes] == [
        ("city.a", 75_000, ""),
        ("city.b", 25_000, "同一笔费用合计不超过 1,000 元"),
    ]


def test_what_is_not_sure_is_not_in_the_combination(tmp_path: Path) -> None:
    small.write(tmp_path, "city.open", when=("blacklisted",), amount="900")
    small.write(tmp_path, "city.unsure", when=YES, amount="least(revenue, 900)")
    best = match(tmp_path).best
    assert (best.programmes, best.total, best.left_out) == ((), 0, ())


# Refusals


def test_unknown_programme_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(Refused) as refused:
        load().policy("shenzhen_longgang.parkrent")
    assert refusals(refused.value) == [
        "政策库里没有「shenzhen_longgang.parkrent」。是否为「shenzhen_longgang.park_rent」？"
    ]
    with pytest.raises(Refused) as refused:
        load().policy("zz")
    assert refusals(refused.value) == ["政策库里没有「zz」。用 huiqi library list 查看全部编号。"]


def test_facts_without_a_day_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        load().match({"employees": 5})
    assert refusals(refused.value) == ["缺少评估日期。请给出 on，例如 date(2021, 10, 20)。"]


def test_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_library(tmp_path)
    assert refusals(refused.value) == [
        f"「{tmp_path}」下没有政策文件。政策库应是「地域/项目/rules.yaml」的文件夹。"
    ]


def test_problems_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    homes = [small.write(tmp_path, name) for name in ("city.a", "city.b")]
    for home in homes:
        (home / "rules.yaml").write_text("id: 1\nid: 2\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_library(tmp_path)
    assert {Path(one.file).parent.name for one in refused.value.problems} == {"a", "b"}


def test_every_bad_rule_of_a_policy_is_told_with_its_line(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=("revenu > 1", "blacklisted", "rd_spend / revenue > 1"))
    with pytest.raises(Refused) as refused:
        small.rules(tmp_path)
    lines = (home / "rules.yaml").read_text(encoding="utf-8").splitlines()
    told = [(lines[one.line - 1].split('"')[1], one.what) for one in refused.value.problems]
    assert told == [
        (
            "c1",
            "规则「revenu > 1」不能使用：没有名为「revenu」的事实或参数。是否为「revenue」？",
        ),
        (
            "c3",
            (
                "规则「rd_spend / revenue > 1」不能使用：不能除以事实。"
                "请改写成乘法，例如 rd_spend >= 0.05 * revenue。"
            ),
        ),
    ]


# Worked cases


def test_case_that_differs_is_told_with_its_name_and_line(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=("blacklisted",), verdict="yes")
    (problem,) = run_cases(small.library(tmp_path))
    assert problem.what == (
        "案例「一无所知」：结论应为 yes，得到 unknown（未满足或未知：c1；缺 blacklisted）。"
    )
    assert (Path(problem.file), problem.line) == (home / "cases.yaml", 3)


def test_case_tells_the_shared_limit_and_the_checks_it_expected(tmp_path: Path) -> None:
    pool = '{expense: {pool: "rent", share_at_most: "0.5", of: "rent_paid_last_year"}}'
    home = small.write(tmp_path, stacking=pool)
    told = """\
  - {name: "合计一半", on: "2021-10-20", given: {rent_paid_last_year: 10}, expect: %s}
"""
    for expect, problem in (
        ("{expense_limit: 5, checks: []}", ""),
        ("{expense_limit: 6}", "同一笔费用的合计上限应为 6，得到 5。"),
    ):
        (home / "cases.yaml").write_text("cases:\n" + told % expect, encoding="utf-8")
        said = [one.what for one in run_cases(small.library(tmp_path))]
        assert said == ([f"案例「合计一半」：{problem}"] if problem else [])


def test_case_that_agrees_is_no_problem(tmp_path: Path) -> None:
    small.write(tmp_path, when=("blacklisted",), verdict="unknown")
    assert run_cases(small.library(tmp_path)) == []
