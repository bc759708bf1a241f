"""数据文件: CSV and JSON say what the library and the database say, and nothing runs in a sheet."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.clock import CALENDAR
from huiqi.library import load
from huiqi.opendata.actions import publish
from huiqi.opendata.dataset import Column, Dataset
from huiqi.opendata.forms import as_csv
from huiqi.opendata.lines import one_line, read_line
from huiqi.opendata.shelf import DATASETS
from huiqi.opendata.sources.policies import rule_file
from huiqi.policies.models import Clause, DocumentRelation, PolicyDocument
from huiqi.rules.dictionary import FACTS
from huiqi.rules.schemas import schema_text
from tests.cast import NOW
from tests.opendata.conftest import Publish

# No call is published here, and no notice has ended; test_awards.py has rows of both.
WITHOUT_ROWS = {"calls", "awards"}


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def _items(client: Client, name: str) -> list[dict[str, Any]]:
    told = json.loads(_text(client, f"/open/{name}.json"), parse_float=Decimal)
    assert (told["dataset"], told["total"]) == (name, len(told["items"]))
    items: list[dict[str, Any]] = told["items"]
    return items


def _read(column: Column, written: str) -> object:
    """What a reader of the CSV makes of a cell, by its column's kind."""
    if written == "":
        return None
    match column.kind:
        case "flag":
            return {"是": True, "否": False}[written]
        case "integer":
            return int(written)
        case "decimal":
            return Decimal(written)
        case "json":
            return json.loads(written, parse_float=Decimal)
    return written.removeprefix("'")


def test_csv_and_json_say_the_same_and_what_is_on_file(published: None, client: Client) -> None:
    told = {}
    for name, dataset in DATASETS.items():
        text = _text(client, f"/open/{name}.csv")
        assert text.startswith("\ufeff")
        head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert head == [column.title for column in dataset.columns]
        read = [
            {c.name: _read(c, written) for c, written in zip(dataset.columns, row, strict=True)}
            for row in rows
        ]
        items = told[name] = _items(client, name)
        assert read == items
        assert bool(items) != (name in WITHOUT_ROWS), name
    _assert_is_on_file(told)
    assert publish(actor=SYSTEM, now=NOW) == []  # what says the same is no new version


def _assert_is_on_file(told: Mapping[str, list[dict[str, Any]]]) -> None:
    assert [one["programme"] for one in told["programmes"]] == list(load().policies)
    assert {one["document"]: one["title"] for one in told["documents"]} == dict(
        PolicyDocument.objects.values_list("pk", "title")
    )
    assert sorted(
        (one["programme"], one["item"], one["text"]) for one in told["clauses"]
    ) == sorted(Clause.objects.values_list("basis__programme", "item", "text"))
    assert {(one["document"], one["kind"], one["other"]) for one in told["relations"]} == set(
        DocumentRelation.objects.values_list("document", "kind", "other")
    )
    assert [one["key"] for one in told["vocabulary"]] == list(FACTS)
    assert {one["date"]: one["workday"] for one in told["workdays"]} == _calendar()


def _calendar() -> Mapping[str, bool]:
    first, last = CALENDAR.first_known(), CALENDAR.known_until()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day.isoformat(): CALENDAR.is_workday(day) for day in days}


def test_make_up_saturdays_and_holidays_are_marked_as_moved(
    publish_only: Publish, client: Client
) -> None:
    publish_only("workdays")
    days = {one["date"]: (one["workday"], one["moved"]) for one in _items(client, "workdays")}
    assert days["2021-10-09"] == (True, True)
    assert days["2021-10-01"] == (False, True)
    assert days["2021-10-20"] == (True, False)
    assert days["2021-10-23"] == (False, False)


def test_every_rule_file_is_in_the_format_of_the_engine(client: Client) -> None:
    schema = json.loads(schema_text("rules.schema.json"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for policy in load().policies.values():
        told = json.loads(_text(client, f"/open/rules/{policy.id}.json"), parse_float=Decimal)
        assert told == rule_file(policy)
        assert list(validator.iter_errors(json.loads(one_line(told)))) == []


def test_the_rules_put_together_again_are_the_rule_files(
    publish_only: Publish, client: Client
) -> None:
    publish_only("rules")
    files: dict[str, dict[str, Any]] = {name: {} for name in load().policies}
    lists = {"editions", "when", "checks", "outputs", "responsible"}
    for one in _items(client, "rules"):
        file, section = files[one["programme"]], one["section"]
        outer, _, inner = section.partition(".")
        held, name = (file.setdefault(outer, {}), inner) if inner else (file, outer)
        if section in lists or (inner and one["item"]):
            held.setdefault(name, []).append(one["content"])
        elif one["item"]:
            held.setdefault(name, {})[one["item"]] = one["content"]
        else:
            held[name] = one["content"]
    assert files == {name: rule_file(policy) for name, policy in load().policies.items()}


def test_a_rule_keeps_the_mark_of_what_nobody_has_read() -> None:
    rules = {
        (one["programme"], one["section"], one["item"]): one["unverified"]
        for one in DATASETS["rules"].rows()
    }
    subsidy = "shenzhen.interest_subsidy", "parameters"
    assert (rules[*subsidy, "successor_share"], rules[*subsidy, "interest_rate"]) == (True, False)


def _csv(column: Column, value: object) -> str:
    one = replace(DATASETS["codes"], columns=(column,))
    text = "".join(as_csv(one, [one_line({column.name: value})]))
    return next(iter(list(csv.reader(io.StringIO(text, newline="")))[1]), "")


@pytest.mark.parametrize("written", ["=1+1", "+86", "-1", "@sum", "\t=1", "\r=1", "＝1+1"])
def test_no_text_runs_as_a_formula(written: str) -> None:
    assert _csv(Column("text", "文字"), written) == f"'{written}"


def test_a_negative_number_stays_a_number() -> None:
    assert _csv(Column("n", "数", "integer"), -1) == "-1"
    assert _csv(Column("n", "数", "decimal"), Decimal("-0.0000001")) == "-0.0000001"


def test_a_cell_with_quotes_commas_and_line_breaks_comes_back_as_it_was() -> None:
    odd = '他说："好，\n行"'
    one = replace(DATASETS["codes"], columns=(Column("label", "名称"),))
    text = "".join(as_csv(one, [one_line({"label": odd})]))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["名称"],
        [odd],
    ]


@pytest.mark.parametrize("value", [Decimal("0.1"), "a\nb", "\u2028", None, [1, {"甲": True}]])
def test_a_row_is_one_line_and_is_read_as_it_was_written(value: object) -> None:
    line = one_line({"value": value})
    assert "\n" not in line
    assert read_line(line) == {"value": value}


def test_a_file_is_sent_row_by_row(publish_only: Publish, client: Client) -> None:
    publish_only("workdays")
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/open/workdays.csv")
        assert response.streaming
        parts = iter(response.streaming_content)  # type: ignore[attr-defined]
        assert next(parts).decode() == "\ufeff日期,星期,工作日,放假或调休\r\n"
        assert next(parts).decode().count("\r\n") == 1
        assert all(part.count(b"\r\n") == 1 for part in parts)
    assert sum("editionrow" in one["sql"] for one in asked.captured_queries) == 1


def test_the_same_rows_have_the_same_hash_anywhere(db: None) -> None:
    def rows() -> Any:
        yield {"day": date(2021, 10, 20).isoformat()}

    one = Dataset("one", "一", "", (Column("day", "日"),), ("day",), rows)
    [edition] = publish(actor=SYSTEM, now=NOW, datasets=[one])
    assert edition.version == (hashlib.sha256(b'day\n{ "day": "2021-10-20" }').hexdigest())
