"""同一事实: the same firm as JSON, YAML or a spreadsheet, and the same answer in words and JSON."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from huiqi.library import load
from huiqi.rules.dictionary import FACTS
from tests.cli.conftest import FIRM, FIRMS, ROOT, Firm, Huiqi

ON = ("--on", "2021-10-20")
OTHER_FORMS = [str(ROOT / "examples" / f"chenglan.{suffix}") for suffix in ("yaml", "xlsx")]
COMMANDS = (
    ("match", FIRM),
    ("match", FIRMS),
    *(("explain", programme, FIRM) for programme in load().policies),
)
FACTS_OF_A_FIRM: dict[str, Any] = {
    "name": "甲公司",
    "industry": "C39",
    "employees": 86,
    "revenue": 19999999.5,
    "debt_ratio": 0.425,
    "registered_on": "2016-06-08",
    "blacklisted": False,
    "titles": [{"kind": "srdi", "granted_on": "2020-11-02"}],
}


def sheet(path: Path, rows: list[list[Any]]) -> str:
    """A workbook; lists are written as JSON, as people must."""
    with Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            cells = [json.dumps(c) if isinstance(c, list) else c for c in row]
            page.write_row(number, 0, cells)
    return str(path)


@pytest.mark.parametrize("path", OTHER_FORMS)
@pytest.mark.parametrize("words", [("match",), ("explain", "shenzhen_longgang.park_rent")])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_example_is_answered_alike_in_every_form(
    huiqi: Huiqi, path: str, words: tuple[str, ...], form: tuple[str, ...]
) -> None:
    assert huiqi(*words, path, *ON, *form) == huiqi(*words, FIRM, *ON, *form)


def test_a_sheet_may_hold_a_firm_a_row_or_a_fact_a_row_under_keys_or_labels(
    huiqi: Huiqi, firm: Firm, tmp_path: Path
) -> None:
    keys, values = list(FACTS_OF_A_FIRM), list(FACTS_OF_A_FIRM.values())
    labels = [FACTS[key].label for key in keys]
    sheets = {
        "keys.xlsx": [keys, values],
        "labels.xlsx": [labels, values],
        "facts.xlsx": [["事实", "值"], *map(list, zip(labels, values, strict=True))],
    }
    same = huiqi("match", firm(FACTS_OF_A_FIRM), *ON, "--json")
    assert same.code == 0
    for name, rows in sheets.items():
        assert huiqi("match", sheet(tmp_path / name, rows), *ON, "--json") == same


def test_firms_may_stand_in_a_list_or_under_a_key(huiqi: Huiqi, tmp_path: Path) -> None:
    several = [FACTS_OF_A_FIRM, {"name": "乙公司"}]
    told = []
    for number, data in enumerate((several, {"firms": several})):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        told.append(huiqi("match", str(path), *ON, "--json"))
    assert told[0] == told[1]
    assert [one["firm"]["name"] for one in told[0].json] == ["甲公司", "乙公司"]


def test_an_empty_firm_is_unknown_and_that_is_an_answer(huiqi: Huiqi, firm: Firm) -> None:
    told = huiqi("match", firm({}), *ON, "--json").json
    assert {one["verdict"] for one in told["results"]} == {"unknown"}
    assert (told["firm"], told["best_combination"]["programmes"]) == (
        {"name": "", "credit_code": None},
        [],
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_page_and_json_name_the_same_programmes_and_both_are_answers(
    huiqi: Huiqi, words: tuple[str, ...]
) -> None:
    page, told = huiqi(*words, *ON), huiqi(*words, *ON, "--json").json
    assert (page.code, page.err) == (0, "")
    firms = told if isinstance(told, list) else [told]
    for one in (result for firm in firms for result in firm.get("results", [firm])):
        assert one["programme"] in page.out


def test_a_number_with_decimals_is_bare_and_exact_wherever_it_stands(
    huiqi: Huiqi, firm: Firm
) -> None:
    written = {"revenue": 19999999.5, "main_revenue": 19999999.07, "industry": "C39"}
    for words in (
        ("match", firm(written)),
        ("explain", "national.above_scale", firm(written)),
        ("explain", "national.tech_sme", FIRM),
        ("library", "facts"),
        *(("library", "show", programme) for programme in load().policies),
    ):
        on = ON if words[0] != "library" else ()
        numbers: list[str] = []
        json.loads(huiqi(*words, *on, "--json").out, parse_float=numbers.append)
        # As people write them: no exponent, no digits that only a binary fraction has.
        assert [text for text in numbers if "e" in text.lower() or len(text) > 15] == []


def test_the_gap_to_a_threshold_is_exact_to_the_fen(huiqi: Huiqi, firm: Firm) -> None:
    path = firm({"industry": "C39", "revenue": 19999999.07, "main_revenue": 19999999.07})
    told = huiqi("explain", "national.above_scale", path, *ON, "--json")
    (change,) = told.json["nearest_change"]
    assert (change["from"], change["gap"]) == (Decimal("19999999.07"), Decimal("0.93"))
    assert '"gap": 0.93' in told.out
