"""检查政策库: what `huiqi library check` finds, and that one bad file hides no other."""

from pathlib import Path

import pytest

from huiqi.library import FOLDER, load
from huiqi.rules.check import check_library
from tests.rules import small


def told(folder: Path) -> list[str]:
    return [problem.what for problem in check_library(folder).problems]


@pytest.mark.verify  # in make test, ``huiqi library check`` says so (tests/cli/test_library.py)
def test_the_library_we_ship_has_no_problem() -> None:
    report = check_library(FOLDER)
    assert (report.programmes, report.problems) == (len(load().policies), ())
    assert report.cases > 600


def test_a_good_policy_is_counted_with_its_cases(tmp_path: Path) -> None:
    small.write(tmp_path, when=["revenue > 0"])
    report = check_library(tmp_path)
    assert (report.programmes, report.cases, report.problems) == (1, 1, ())


def test_a_product_that_can_overflow_is_refused_with_the_way_out(tmp_path: Path) -> None:
    small.write(tmp_path, when=["revenue * assets > 0"])
    (problem,) = check_library(tmp_path).problems
    assert "可能有" in problem.what + problem.why
    assert "超出 64 位整数" in problem.what + problem.why
    assert "exact: true" in problem.fix
    assert problem.file.endswith("city/one/rules.yaml")


def test_a_product_that_fits_is_no_problem(tmp_path: Path) -> None:
    small.write(tmp_path, when=["employees * rd_staff > 0"])
    assert told(tmp_path) == []


def test_a_case_that_disagrees_is_told_with_its_line(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=["revenue > 0"], verdict="yes")
    (problem,) = check_library(tmp_path).problems
    assert problem.what == (
        "案例「一无所知」：结论应为 yes，得到 unknown（未满足或未知：c1；缺 revenue）。"
    )
    assert (problem.file, problem.line) == (str(home / "cases.yaml"), 3)


def test_a_file_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    broken = small.write(tmp_path, "city.broken")
    (broken / "rules.yaml").write_text('id: "city.broken\n', encoding="utf-8")
    small.write(tmp_path, "city.two", when=["revenu > 0"])
    files = [Path(problem.file).parent.name for problem in check_library(tmp_path).problems]
    assert files == ["broken", "two"]


def test_a_number_changed_inside_an_edition_is_compiled_too(tmp_path: Path) -> None:
    home = small.write(tmp_path, when=["revenue >= least(limit, 5)"])
    rules = home / "rules.yaml"
    dated = 'values: {"2021-01-01": "9", "2022-01-01": null}'
    parameter = (
        f'parameters:\n  limit: {{unit: "元", {dated}, cite: {{source: "letter", clause: "一"}}}}\n'
    )
    text = rules.read_text(encoding="utf-8").replace("when:", parameter + "when:")
    rules.write_text(text, encoding="utf-8")
    assert told(tmp_path) == []
    rules.write_text(text.replace('"2022-01-01": null', '"2022-01-01": "-1"'), encoding="utf-8")
    assert told(tmp_path) == ["条款「c1」恒为真：不论什么事实都满足，不起作用。"]


def test_a_folder_without_policies_says_what_it_should_be(tmp_path: Path) -> None:
    (problem,) = check_library(tmp_path).problems
    assert problem.fix == "政策库应是「地域/项目/rules.yaml」的文件夹。"
