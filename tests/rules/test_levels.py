"""等级: a classification names its own levels where it says which one a subject reaches."""

from pathlib import Path

import pytest

from huiqi.rules.book import Library
from huiqi.rules.facts import Facts
from huiqi.rules.load import load_library
from huiqi.rules.problems import Refused
from tests.rules.small import ON, write

VALUES = """\
values:
  size:
    text: "规模"
    cite: {source: "letter"}
    levels: {small: "小型", large: "大型"}
    bands: {of: "employees", steps: [{at_least: "300", gives: "large"}], otherwise: "small"}
  class:
    text: "划型"
    cite: {source: "letter"}
    levels: {small: "小型", large: "大型"}
    formula: "CASE WHEN blacklisted THEN small ELSE size END"
when:"""


def library(folder: Path, values: str = VALUES, when: str = "class >= 'large'") -> Library:
    rules = write(folder, when=(when,)) / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace("when:", values, 1)
    rules.write_text(text, encoding="utf-8")
    return load_library(folder)


@pytest.mark.parametrize(
    ("employees", "blacklisted", "verdict"),
    [(300, False, "yes"), (299, False, "no"), (300, True, "no")],
)
def test_a_level_stands_for_its_place(
    tmp_path: Path, employees: int, blacklisted: bool, verdict: str
) -> None:
    facts = Facts.read({"employees": employees, "blacklisted": blacklisted}, ON)
    found = library(tmp_path).explain("city.one", facts)
    assert found.to_dict()["verdict"] == verdict


def test_a_level_that_is_misspelt_is_told_with_the_nearest(tmp_path: Path) -> None:
    wrong = library(tmp_path, VALUES.replace('gives: "large"', 'gives: "larg"'))
    with pytest.raises(Refused) as told:
        wrong.answer("city.one", Facts(ON))
    assert [problem.what for problem in told.value.problems] == [
        "规则「larg」不能使用：没有名为「larg」的事实或参数。是否为「large」？"
    ]


def test_levels_are_names_inside_their_classification_only(tmp_path: Path) -> None:
    outside = library(tmp_path, when="employees >= large")
    with pytest.raises(Refused) as told:
        outside.answer("city.one", Facts(ON))
    assert [problem.what.split("。")[0] for problem in told.value.problems] == [
        "规则「employees >= large」不能使用：没有名为「large」的事实或参数"
    ]
