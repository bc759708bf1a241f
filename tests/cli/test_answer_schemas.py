"""答复架构: every answer of the command line satisfies the JSON Schema that ships with it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import huiqi.rules
from huiqi.library import load
from tests.cli.conftest import FIRM, FIRMS, Huiqi

FOLDER = Path(huiqi.rules.__file__).parent / "schemas"
NAMES = (
    *("match", "explain", "size", "library_list", "library_show", "library_facts"),
    *("library_coverage", "library_mutate", "library_diff", "library_unverified"),
    *("workdays", "search", "simulate", "sweep", "match_table", "roster", "refused"),
)
DAYS = ("2019-06-01", "2021-10-20", "2025-06-01")
SIZES = (
    ("--industry", "C39", "--employees", "30", "--revenue", "4000000"),
    ("--industry", "C39"),
    ("--industry", "J66"),
)


def complaints(name: str, value: Any) -> list[str]:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(value)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_itself_well_formed(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", [FIRM, FIRMS])
def test_match(huiqi: Huiqi, path: str, day: str) -> None:
    assert complaints("match", huiqi("match", path, "--on", day, "--json").json) == []


@pytest.mark.parametrize("programme", list(load().policies))
def test_explain(huiqi: Huiqi, programme: str) -> None:
    for day in DAYS:
        told = huiqi("explain", programme, FIRM, "--on", day, "--json").json
        assert complaints("explain", told) == []
    told = huiqi("explain", programme, FIRMS, "--on", DAYS[1], "--json").json
    assert complaints("explain", told) == []


@pytest.mark.parametrize("query", ["贷款贴息", "技术该造", "龘靐齉风", "91440300MA5CLAN012"])
def test_search(huiqi: Huiqi, query: str) -> None:
    assert complaints("search", huiqi("search", query, "--json").json) == []


@pytest.mark.parametrize("words", SIZES)
def test_size(huiqi: Huiqi, words: tuple[str, ...]) -> None:
    assert complaints("size", huiqi("size", *words, "--json").json) == []


def test_library_list(huiqi: Huiqi) -> None:
    assert complaints("library_list", huiqi("library", "list", "--json").json) == []


def test_library_facts(huiqi: Huiqi) -> None:
    assert complaints("library_facts", huiqi("library", "facts", "--json").json) == []


@pytest.mark.parametrize("programme", list(load().policies))
def test_library_show(huiqi: Huiqi, programme: str) -> None:
    told = huiqi("library", "show", programme, "--json").json
    assert complaints("library_show", told) == []


def test_library_coverage(huiqi: Huiqi) -> None:
    told = huiqi("library", "coverage", "national.tech_sme", "--json").json
    assert complaints("library_coverage", told) == []


def test_library_diff(huiqi: Huiqi) -> None:
    days = ("shenzhen.guarantee_fee@2021-10-20", "shenzhen.guarantee_fee@2022-10-20")
    told = huiqi("library", "diff", *days, "--firms", FIRMS, "--json").json
    assert complaints("library_diff", told) == []


def test_library_unverified(huiqi: Huiqi) -> None:
    told = huiqi("library", "unverified", "--json").json
    assert complaints("library_unverified", told) == []


def test_library_mutate(huiqi: Huiqi) -> None:
    told = huiqi("library", "mutate", "shenzhen.voucher_redemption", "--json").json
    assert complaints("library_mutate", told) == []


@pytest.mark.parametrize("words", [(), ("--add", "3"), ("--until", "2021-10-31")])
def test_workdays(huiqi: Huiqi, words: tuple[str, ...]) -> None:
    told = huiqi("workdays", "2021-10-08", *words, "--json").json
    assert complaints("workdays", told) == []


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '[{}, {"employees": -1}]', {"file", "firm", "key"}),
        ("a.yaml", "employees: -1", {"file", "line", "key"}),
        ("a.json", "[", {"file", "line"}),
        ("a.txt", "x", {"file"}),
    ],
)
def test_refusal(huiqi: Huiqi, tmp_path: Path, name: str, text: str, place: set[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    told = json.loads(huiqi("match", str(tmp_path / name), "--on", DAYS[1], "--json").err)
    assert complaints("refused", told) == []
    assert [set(one) - {"what", "why", "fix"} for one in told["problems"]] == [place]
    assert complaints("refused", {"code": "refused", "problems": []}) != []
    assert complaints("refused", {"code": "refused", "problems": [{"fix": "x"}]}) != []


def test_an_answer_with_a_key_too_many_is_not_what_was_promised() -> None:
    assert complaints("workdays", {"days": 1, "date": "2021-10-08"}) != []
