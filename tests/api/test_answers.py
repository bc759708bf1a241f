"""接口答复: what the interface answers is what the command line prints, to the last digit."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from huiqi.cli import main
from huiqi.library import load
from huiqi.rules.dictionary import FACTS
from tests.api.conftest import Ask
from tests.cast import TODAY

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRMS = ("chenglan.json", "aman.json", "yuguan.json")
DAYS = ("2019-06-01", "2021-10-20")


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the command line prints in JSON, on the city's day."""

    def call(*words: str) -> str:
        assert main([*words, "--json"]) == 0
        return capsys.readouterr().out

    def today() -> date:
        return TODAY

    for module in ("given", "each", "workdays"):
        monkeypatch.setattr(f"huiqi.cli.{module}.today", today)
    return call


def body(firm: str, on: str | None = None) -> str:
    """A body around the very text of a file, so that no number passes through this test."""
    facts = (EXAMPLES / firm).read_text(encoding="utf-8")
    day = f', "on": "{on}"' if on else ""
    return f'{{"facts": {facts}{day}}}'


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("firm", FIRMS)
def test_match_is_that_of_the_command_line(ask: Ask, printed: Any, firm: str, day: str) -> None:
    told = ask("/match", body(firm, day))
    assert told.text == printed("match", str(EXAMPLES / firm), "--on", day)


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("programme", ["shenzhen.guarantee_fee", "shenzhen.srdi_award"])
def test_explanation_is_that_of_the_command_line(
    ask: Ask, printed: Any, programme: str, firm: str
) -> None:
    told = ask(f"/explain/{programme}", body(firm, "2021-10-20"))
    assert told.text == printed("explain", programme, str(EXAMPLES / firm), "--on", "2021-10-20")


def test_day_left_out_is_the_citys(ask: Ask, city_clock: datetime) -> None:
    assert ask("/match", body("chenglan.json")).json["on"] == "2021-10-20"


@pytest.mark.parametrize(
    "asked",
    [
        {"industry": "C39", "employees": "30", "revenue": "4000000"},
        {"industry": "零售业", "employees": "1,000", "revenue": "2000.5万"},
        {"industry": "C39"},
        {"industry": "J66"},
    ],
)
def test_size_is_that_of_the_command_line(
    ask: Ask, printed: Any, city_clock: datetime, asked: dict[str, str]
) -> None:
    told = ask(f"/size?{urlencode(asked)}")
    words = [word for key, value in asked.items() for word in (f"--{key}", value)]
    assert told.text == printed("size", *words)


@pytest.mark.parametrize("asked", [{}, {"add": "3"}, {"until": "2021-10-31"}])
def test_working_days_are_those_of_the_command_line(
    ask: Ask, printed: Any, asked: dict[str, str]
) -> None:
    told = ask(f"/workdays?{urlencode({'start': '2021-10-08'} | asked)}")
    words = [word for key, value in asked.items() for word in (f"--{key}", value)]
    assert told.text == printed("workdays", "2021-10-08", *words)


@pytest.mark.parametrize("programme", list(load().policies))
def test_programme_is_that_of_the_command_line(ask: Ask, printed: Any, programme: str) -> None:
    assert ask(f"/programmes/{programme}").text == printed("library", "show", programme)


@pytest.mark.parametrize(("path", "what"), [("/facts", "facts"), ("/programmes", "list")])
def test_pages_together_are_the_list_of_the_command_line(
    ask: Ask, printed: Any, path: str, what: str
) -> None:
    whole = json.loads(printed("library", what))
    found: list[Any] = []
    while True:
        page = json.loads(ask(f"{path}?limit=17&offset={len(found)}").text)
        assert (page["total"], page["limit"], page["offset"]) == (len(whole), 17, len(found))
        if not page["items"]:
            break
        found += page["items"]
    assert found == whole


def test_page_beyond_the_end_is_empty(ask: Ask) -> None:
    told = ask(f"/facts?offset={len(FACTS)}").json
    assert (told["total"], told["items"]) == (len(FACTS), [])


def test_numbers_are_exact_both_ways(ask: Ask) -> None:
    told = ask("/size?industry=C39&employees=300&revenue=19999999.99").json
    assert told["class"] == "small"
    assert "19,999,999.99 元" in told["tree"][1]["text"]
    # As a binary float it would be written 1.15e-07, and with other digits further down.
    sent = '{"facts": {"employees": 0.30000000000000000001}}'
    assert "0.30000000000000000001" in ask("/match", sent).whats[0]
