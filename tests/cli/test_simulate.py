"""政策沙盘命令: what a changed rule costs whom; everything that is wrong, all at once."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huiqi import __version__
from huiqi.cli import of_city
from huiqi.library import FOLDER
from tests.cli.conftest import Huiqi, Told
from tests.cli.test_answer_schemas import complaints
from tests.rules.test_simulate import RENT, TENANTS
from tests.rules.test_sweep import code, written

ON = ("--on", "2022-10-20")
RENT_FOLDER = FOLDER / "shenzhen_longgang" / "park_rent"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tenants of the sheet: four who get 600,000 yuan, one of whom nobody knows the rent."""
    return written(tmp_path_factory.mktemp("simulate") / "r.parquet", TENANTS)


Simulate = Any


@pytest.fixture
def simulate(huiqi: Huiqi, register: Path) -> Simulate:
    shelf = str(register.parent / "shelf")

    def call(*given: str) -> Told:
        return huiqi("simulate", RENT, str(register), *ON, "--snapshots", shelf, *given)

    return call


def answer(told: Told) -> dict[str, Any]:
    assert told.code == 0, told.err
    found: dict[str, Any] = json.loads(told.out)
    assert complaints("simulate", found) == []
    return found


def a_draft(folder: Path, was: str, becomes: str) -> Path:
    """A copy of the programme's folder, with one piece of its rules changed."""
    copy = folder / "shenzhen_longgang" / "park_rent"
    shutil.copytree(RENT_FOLDER, copy)
    text = (copy / "rules.yaml").read_text(encoding="utf-8")
    assert text.count(was) == 1
    (copy / "rules.yaml").write_text(text.replace(was, becomes), encoding="utf-8")
    return copy


def test_a_setting_is_answered_as_the_sheet_says(simulate: Simulate) -> None:
    found = answer(simulate("--set", "rate=40%", "--json"))
    [one] = found["comparisons"]
    assert (one["winners"], one["losers"], one["lowered"], one["loss"]) == (0, 0, 3, 60_000)
    costs = [one["sides"][side]["cost"] for side in ("before", "after")]
    assert costs == [[600_000, 800_000], [540_000, 740_000]]
    assert one["moves"] == [
        {"before": "no", "after": "no", "firms": 2},
        {"before": "unknown", "after": "unknown", "firms": 1},
        {"before": "yes", "after": "yes", "firms": 4},
    ]
    assert [firm["credit_code"] for firm in one["affected"]["listed"]] == [
        code(n) for n in (0, 1, 2)
    ]
    [longgang] = [group for group in one["groups"] if group["group"] == "440307"]
    assert (longgang["firms"], longgang["before"]["yes"], longgang["loss"]) == (6, 4, 60_000)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (2, 0, 1, 3), (2, 0, 3, 1)])
def test_words_and_options_stand_in_any_order(
    huiqi: Huiqi, register: Path, order: tuple[int, ...]
) -> None:
    words = ((RENT,), (str(register),), ("--set", "rate=40%", *ON), ("--years", "1", "--json"))
    shelf = ("--snapshots", str(register.parent / "shelf"))
    told = huiqi("simulate", *(word for place in order for word in words[place]), *shelf)
    assert answer(told)["comparisons"][0]["loss"] == 60_000


def test_a_word_too_many_is_a_wrong_call(huiqi: Huiqi) -> None:
    told = huiqi("simulate", RENT, "--set", "rate=1", "a.parquet", "b.parquet")
    assert (told.code, told.err.splitlines()[0]) == (2, "用法有误：不认识「b.parquet」。")


def test_an_answer_can_be_had_again(simulate: Simulate) -> None:
    first, second = (simulate("--set", "rate=40%", "--json") for _ in range(2))
    assert first.out == second.out
    found = answer(first)
    assert (found["huiqi"], found["on"], found["take_up"]) == (__version__, "2022-10-20", 1)
    in_force, draft = found["texts"]
    assert (in_force["settings"], draft["settings"]) == ([], ["rate=40%"])
    other = answer(simulate("--set", "rate=41%", "--json"))
    assert other["comparisons"][0]["question"] != found["comparisons"][0]["question"]
    assert other["register"] == found["register"]


def test_years_and_a_take_up_are_costed_with_their_assumptions(simulate: Simulate) -> None:
    found = answer(simulate("--set", "rate=40%", "--years", "2", "--take-up", "50%", "--json"))
    budget = found["budget"]
    assert [one["text"] for one in budget["texts"]] == ["in_force", "draft"]
    years = [[year["cost"] for year in one["years"]] for one in budget["texts"]]
    assert years == [[[300_000, 400_000]] * 2, [[270_000, 370_000]] * 2]
    assert "符合的企业中有 50% 申请，费用按此比例，两端各向外取整到分。" in budget["assumptions"]
    # What the comparison says is of all firms, whoever applies.
    assert found["comparisons"][0]["sides"]["after"]["cost"] == [540_000, 740_000]


def test_a_draft_with_another_condition_is_tried(simulate: Simulate, tmp_path: Path) -> None:
    was, becomes = "rent_paid_last_year > 0", "rent_paid_last_year > 300000 AND employees >= 20"
    draft = a_draft(tmp_path, was, becomes)
    found = answer(simulate("--draft", str(draft / "rules.yaml"), "--json"))
    [one] = found["comparisons"]
    assert (one["winners"], one["losers"], one["loss"]) == (0, 2, 200_000)
    assert found["texts"][1]["file"] == str(draft / "rules.yaml")
    assert found["texts"][1]["sha256"] != found["texts"][0]["sha256"]
    assert "rent_paid_last_year > 300000" not in str(found["texts"][1]["changes"])
    [note] = found["fair_competition"]
    assert [point["topic"] for point in note["points"] if point["is_new"]] == ["size"]


def test_two_drafts_are_compared_with_what_is_in_force_and_with_each_other(
    simulate: Simulate, tmp_path: Path
) -> None:
    draft = a_draft(tmp_path, '"200000"', '"150000"')
    found = answer(simulate("--set", "rate=40%", "--compare", str(draft), "--json"))
    pairs = [(one["before"], one["after"]) for one in found["comparisons"]]
    assert pairs == [("in_force", "draft"), ("in_force", "compared"), ("draft", "compared")]
    # At 150,000 at most: 50,000, 150,000, 150,000 and 150,000, against 40, 120, 180 and 200.
    costs = [one["sides"]["after"]["cost"] for one in found["comparisons"]]
    assert costs == [[540_000, 740_000], [500_000, 650_000], [500_000, 650_000]]
    last = found["comparisons"][2]
    assert (last["raised"], last["gain"], last["lowered"], last["loss"]) == (2, 40_000, 2, 80_000)
    assert [one["text"] for one in found["budget"]["texts"]] == ["in_force", "draft", "compared"]
    assert [one["text"] for one in found["fair_competition"]] == ["draft", "compared"]


def test_the_page_says_the_same(simulate: Simulate) -> None:
    told = simulate("--set", "rate=40%", "--years", "2")
    assert told.code == 0
    assert "· 「租金扶持比例；旧版比例相同」由 50% 改为 40%" in told.lines
    assert any(
        line.startswith("金额减少") and line.endswith("3 户，共 60,000 元") for line in told.lines
    )
    assert any(line.startswith("龙岗区") and line.endswith("-60,000 元") for line in told.lines)
    assert any(
        line.startswith(code(2)) and "200,000 元 → 180,000 元" in line for line in told.lines
    )
    assert "公平竞争审查提示：草案" in told.lines
    assert "这是按规则列出的提示，不是审查结论；没有列出的也可能需要审查。" in told.lines


def test_all_affected_firms_are_in_the_file(simulate: Simulate, tmp_path: Path) -> None:
    text, sheet = tmp_path / "a.csv", tmp_path / "a.xlsx"
    for path in (text, sheet):
        assert simulate("--set", "rate=40%", "--out", str(path)).code == 0
    with text.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert len(heading) == len(rows[0]) == 10
    assert rows[2] == [
        *("现行规则 → 草案", code(2), "龙岗区", "C 制造业", "未知", "符合", "符合"),
        *("200000", "180000", "-20000"),
    ]
    book = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert [row[1] for row in book[1:]] == [row[1] for row in rows] == [code(n) for n in (0, 1, 2)]
    assert book[3][-3:] == [200_000, 180_000, -20_000]


def test_all_that_is_wrong_is_told_at_once(huiqi: Huiqi, tmp_path: Path) -> None:
    taken = tmp_path / "taken.csv"
    taken.touch()
    told = huiqi(
        *("simulate", RENT, str(tmp_path / "none.parquet"), "--on", "2022-13-20", "--json"),
        *("--set", "rat=0.4", "--set", "rate=4人", "--set", "annual_cap"),
        *("--take-up", "160%", "--years", "0", "--out", str(taken)),
        *("--compare", str(tmp_path / "nothing.yaml")),
    )
    assert told.whats == [
        "--on「2022-13-20」这一天不存在。",
        "已经有这个文件，",
        "--take-up不能是「160%」。",
        "不能测算 0 个年度，",
        "没有参数「rat」。",
        "参数「rate」不能是「4人」，",
        "看不懂「annual_cap」。",
        "找不到这个文件。",
        "没有这个文件。",
    ]
    assert complaints("refused", {"code": "refused", "problems": told.refused}) == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--set", "rate=0.4"), "不知道在哪份名册上试。"),
        (("REGISTER", "--city", "--set", "rate=0.4"), "不知道在哪份名册上试。"),
        (("REGISTER",), "没有要试的改动。"),
        (("REGISTER", "--set", "rate=0.4", "--years", "三"), "--years「三」不是可用的整数。"),
        (("REGISTER", "--set", "rate=0.4", "--take-up", "0%"), "--take-up不能是「0%」。"),
        (("REGISTER", "--set", "rate=0.4", "--out", "名单.pdf"), "--out 的文件类型不认识。"),
        (("REGISTER", "--set", "rate=0.4", "--out", "没有/名单.csv"), "没有这个文件夹。"),
    ],
)
def test_a_word_that_cannot_be_used_is_refused(
    huiqi: Huiqi, register: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], what: str
) -> None:
    monkeypatch.setattr(of_city, "as_the_city", lambda: date(2022, 10, 20))
    given = [str(register) if word == "REGISTER" else word for word in words]
    assert what in huiqi("simulate", RENT, *given, *ON, "--json").whats


def test_an_unknown_programme_is_told_beside_a_register_with_problems(
    huiqi: Huiqi, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("credit_code\n", encoding="utf-8")
    told = huiqi("simulate", "shenzhen_longgang.rent", str(path), "--set", "rate=1", "--json")
    assert told.whats == ["政策库里没有「shenzhen_longgang.rent」。", "不是完整的 Parquet 文件。"]


def test_a_programme_that_is_not_for_firms_is_refused(huiqi: Huiqi, register: Path) -> None:
    told = huiqi("simulate", "shenzhen.risk_pool", str(register), "--set", "rate=1", "--json")
    assert told.whats == ["「shenzhen.risk_pool」不是给企业的项目（对象是loan），"]


def test_a_draft_of_another_programme_is_refused_with_all_that_is_wrong_in_it(
    simulate: Simulate, tmp_path: Path
) -> None:
    other = FOLDER / "shenzhen_guangming" / "park_rent" / "rules.yaml"
    told = simulate("--draft", str(other), "--json")
    assert any("shenzhen_guangming.park_rent" in what for what in told.whats)
    assert {one["file"] for one in told.refused} == {str(other)}
    broken = a_draft(tmp_path, "rent_paid_last_year > 0", "rent_paid > 0") / "rules.yaml"
    text = broken.read_text(encoding="utf-8").replace("NOT blacklisted", "NOT blacklist")
    broken.write_text(text, encoding="utf-8")
    told = simulate("--draft", str(broken), "--set", "rate=0.4", "--json")
    assert [one["line"] for one in told.refused] == [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if "rent_paid > 0" in line or 'NOT blacklist"' in line
    ]


def test_a_draft_whose_cases_are_still_those_of_the_old_text_is_tried_alone_but_not_in_a_folder(
    simulate: Simulate, tmp_path: Path
) -> None:
    folder = a_draft(tmp_path, 'id: "years_left"', 'id: "years_open"')
    assert simulate("--draft", str(folder / "rules.yaml"), "--json").code == 0
    told = simulate("--draft", str(folder), "--json")
    assert {one["file"] for one in told.refused} == {str(folder / "cases.yaml")}


def test_a_draft_that_is_not_in_force_on_the_day_is_refused(
    simulate: Simulate, tmp_path: Path
) -> None:
    was = '{from: "2021-01-01"}\n'
    draft = a_draft(tmp_path, was, '{from: "2021-01-01", to: "2022-06-30"}\n') / "rules.yaml"
    assert simulate("--draft", str(draft), "--json").whats == [
        f"「{RENT}」在 2022-10-20 没有生效的版本。"
    ]
