"""政策库命令: list, show, check and facts."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.library import FOLDER, load
from huiqi.rules.dictionary import FACTS
from tests.cli.conftest import Huiqi


def test_list_has_every_programme_with_its_editions(huiqi: Huiqi) -> None:
    told = huiqi("library", "list", "--json").json
    assert [one["id"] for one in told] == list(load().policies)
    rent = next(one for one in told if one["id"] == "shenzhen_longgang.park_rent")
    assert [(one["from"], one["to"]) for one in rent["editions"]] == [
        ("2018-01-01", "2020-12-31"),
        ("2021-01-01", None),
    ]


@pytest.mark.parametrize("programme", list(load().policies))
def test_every_programme_can_be_shown_both_ways(huiqi: Huiqi, programme: str) -> None:
    policy, told = load().policies[programme], huiqi("library", "show", programme, "--json").json
    assert [one["id"] for one in told["conditions"]] == [one.id for one in policy.when]
    assert [one["id"] for one in told["checks"]] == [one.id for one in policy.checks]
    lines = huiqi("library", "show", programme).lines
    assert [line for line in lines if line.startswith("版本")] == ["版本（首尾两天都算）"]
    assert lines[1].split("，")[0] == programme


def test_a_parameter_is_a_number_with_its_first_day_and_clause(huiqi: Huiqi) -> None:
    told = huiqi("library", "show", "shenzhen_longgang.park_rent", "--json").json
    rate = next(one for one in told["parameters"] if one["name"] == "rate")
    clause = "市政协第20210370号提案答复 一"
    dated = {"from": "2018-01-01", "value": Decimal("0.5"), "clause": clause}
    assert rate["values"] == [dated | {"unverified": False, "note": ""}]
    assert rate["clause"] == clause


def test_values_from_two_instruments_stand_each_with_its_own(huiqi: Huiqi) -> None:
    told = huiqi("library", "show", "national.price_deduction", "--json").json
    low = next(one for one in told["parameters"] if one["name"] == "full_low")
    assert [(one["from"], one["value"], one["clause"]) for one in low["values"]] == [
        ("2021-01-01", Decimal("0.06"), "财库〔2020〕46号 价格扣除"),
        ("2022-07-01", Decimal("0.1"), "财库〔2022〕19号 价格扣除"),
    ]
    lines = huiqi("library", "show", "national.price_deduction").lines
    start = lines.index("货物和服务扣除比例下限")
    assert lines[start + 1 : start + 5] == [
        "2021-01-01 起：6%",
        "依据：财库〔2020〕46号 价格扣除",
        "2022-07-01 起：10%",
        "依据：财库〔2022〕19号 价格扣除",
    ]


def test_departments_and_what_spans_programmes_are_shown(huiqi: Huiqi) -> None:
    told = huiqi("library", "show", "shenzhen.interest_subsidy", "--json").json
    assert [(one["department"], one["from"], one["to"]) for one in told["responsible"]] == [
        ("深圳市科技创新委员会", "2020-02-28", "2025-02-27"),
        ("深圳市科技创新局", "2025-02-28", None),
    ]
    once = told["stacking"].pop("once_per")
    assert (once["every"], once["object"]) == ("loan", "interest_of_loan")
    assert told["stacking"] == {
        "expense": None,
        "not_with": [],
        "recurs": {"every": "loan", "at_most": "", "consecutive": False, "once": True},
        "group": "",
        "shared_caps": [],
    }
    lines = huiqi("library", "show", "shenzhen.interest_subsidy").lines
    start = lines.index("主管部门")
    assert lines[start + 1] == "2020-02-28 至 2025-02-27：深圳市科技创新委员会"
    every, alone = lines[lines.index("与其他项目") + 1 :][:2]
    assert every == "每笔贷款一次"
    assert alone.startswith("同一笔贷款（interest_of_loan）只由一个项目扶持；依据：")


def test_an_unknown_programme_is_refused_with_the_nearest_one(huiqi: Huiqi) -> None:
    told = huiqi("library", "show", "shenzhen.srdi_awrd")
    assert (told.code, told.err.splitlines()) == (
        1,
        [
            "输入不能使用，共 1 处：",
            "  · 政策库里没有「shenzhen.srdi_awrd」。是否为「shenzhen.srdi_award」？",
        ],
    )


def test_check_says_how_much_was_looked_at(huiqi: Huiqi) -> None:
    (line,) = huiqi("library", "check").lines
    wanted = r"(\d+) 个项目、(\d+) 个案例、(\d+) 件事、(\d+) 项义务、(\d+) 个可以申报，全部通过。"
    found = re.fullmatch(wanted, line)
    assert found
    assert int(found[1]) == len(load().policies)
    assert int(found[2]) > 600
    assert all(map(int, found.groups()))


@pytest.mark.verify  # checks the whole library twice
def test_check_says_the_same_for_machines(huiqi: Huiqi) -> None:
    told = huiqi("library", "check", "--json").json
    assert (told["programmes"], told["problems"]) == (len(load().policies), [])
    (line,) = huiqi("library", "check").lines
    assert line == (
        f"{told['programmes']} 个项目、{told['cases']} 个案例、"
        f"{told['matters']} 件事、{told['duties']} 项义务、"
        f"{told['applied_for']} 个可以申报，全部通过。"
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the library that a test may spoil."""
    rents = ("shenzhen_longgang/park_rent", "shenzhen_guangming/park_rent")
    for programme in ("shenzhen/srdi_award", *rents):
        shutil.copytree(FOLDER / programme, tmp_path / programme)
    return tmp_path


def test_check_of_one_programme_counts_its_own_cases_only(huiqi: Huiqi, shelf: Path) -> None:
    one = huiqi("library", "check", str(shelf / "shenzhen" / "srdi_award"), "--json").json
    two = huiqi("library", "check", str(shelf), "--json").json
    assert (one["programmes"], two["programmes"]) == (1, 3)
    assert one["cases"] < two["cases"]


def test_check_tells_every_problem_of_every_file_with_its_line(huiqi: Huiqi, shelf: Path) -> None:
    rent = shelf / "shenzhen_longgang" / "park_rent" / "rules.yaml"
    award = shelf / "shenzhen" / "srdi_award" / "rules.yaml"
    rent.write_text(rent.read_text("utf-8").replace("payer:", "payor:"), encoding="utf-8")
    award.write_text(award.read_text("utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    told = huiqi("library", "check", str(shelf))
    assert told.code == 1
    places = {line.strip("· ").split("：")[0] for line in told.err.splitlines()[1:]}
    assert {place.rpartition(":")[0] for place in places} == {str(rent), str(award)}
    (mine,) = {
        line.strip("· ").split(":")[0]
        for line in huiqi("library", "check", str(rent)).err.splitlines()[1:]
    }
    assert mine == str(rent)


def test_an_empty_folder_is_not_a_library(huiqi: Huiqi, tmp_path: Path) -> None:
    told = huiqi("library", "check", str(tmp_path), "--json")
    assert told.whats == [f"「{tmp_path}」下没有政策文件。"]


def test_facts_are_the_whole_dictionary(huiqi: Huiqi) -> None:
    rows = huiqi("library", "facts", "--json").json
    assert [row["key"] for row in rows] == list(FACTS)
    assert next(row for row in rows if row["key"] == "revenue") | {"sources": []} == {
        "key": "revenue",
        "label": "营业收入",
        "type": "money",
        "unit": "元",
        "group": FACTS["revenue"].group,
        "sources": [],
        "values": {},
        "least": 0,
        "most": 10**12,
        "note": FACTS["revenue"].note,
    }


def test_facts_stand_in_columns(huiqi: Huiqi) -> None:
    lines = huiqi("library", "facts").lines
    assert lines[0].split() == ["键", "类型", "单位", "名称", "来源（先者为准）"]
    assert len(lines) == len(FACTS) + 2
    assert next(line for line in lines if line.startswith("revenue ")).split() == [
        "revenue",
        "金额",
        "元",
        "营业收入",
        "、".join(FACTS["revenue"].sources),
    ]
