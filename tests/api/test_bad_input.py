"""接口的错误输入: each gets its status, its code and sentences that say all that is wrong."""

import json
from typing import Any

import pytest

from huiqi.rules.dictionary import FACTS
from tests.api.conftest import Ask

LONG = "9" * 5_000
INVALID_JSON = {
    "cut off": "{",
    "not JSON": "facts=1",
    "twice": '{"facts": {}, "facts": {}}',
    "NaN": '{"facts": {"employees": NaN}}',
    "Infinity": '{"facts": {"employees": -Infinity}}',
    "long number": f'{{"facts": {{"employees": {LONG}}}}}',
    "deep": "[" * 100_000,
    "deep and closed": '{"facts": {"titles": ' + "[" * 20 + "]" * 20 + "}}",
    "GBK": '{"facts": {"name": "澄澜"}}'.encode("gbk"),
    "UTF-16": '{"facts": {}}'.encode("utf-16"),
    "zero": b"\x00",
    "spaces": b"  \n",
}
# Of one fact: what is written, and the beginning of what is said of it.
WRONG = {
    "text for a number": {"employees": "很多"},
    "number for a flag": {"blacklisted": 2},
    "list for a number": {"revenue": [[1]]},
    "object for text": {"name": {"a": 1}},
    "flag for a number": {"employees": True},
    "fraction of a person": {"employees": 1.5},
    "too large": {"employees": 10**30},
    "far too large": {"revenue": 10**300},
    "below zero": {"employees": -1},
    "day that is none": {"registered_on": "2021-02-30"},
    "text for infinity": {"revenue": "Infinity"},
    "no list": {"titles": "高新技术企业"},
    "wrong check digit": {"credit_code": "91440300MA5DCL6C70"},
    "control characters": {"name": "\x00\x1b[2J"},
}
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("body", INVALID_JSON.values(), ids=INVALID_JSON)
def test_what_is_no_json_is_a_bad_request(ask: Ask, body: Any) -> None:
    assert ask("/match", body).code == (400, "invalid_json")


@pytest.mark.parametrize("facts", WRONG.values(), ids=WRONG)
def test_what_a_fact_cannot_be_is_told_with_its_key(ask: Ask, facts: dict[str, Any]) -> None:
    told = ask("/match", {"facts": facts, "on": "2021-10-20"})
    assert told.code == (422, "invalid")
    assert told.keys == list(facts)


@pytest.mark.parametrize("body", ["[]", "1", "null", '"facts"'])
def test_body_is_one_object(ask: Ask, body: str) -> None:
    assert ask("/match", body).whats == ["请求内容应是一个 JSON 对象。"]


def test_everything_that_is_wrong_is_told_at_once(ask: Ask) -> None:
    told = ask("/match", {"fact": 1, "on": "明天", "facts": {"employes": 3, "revenue": "多"}})
    assert told.code == (422, "invalid")
    assert told.keys == ["fact", "on", "employes", "revenue"]
    assert told.json["problems"][0]["fix"] == "是否为「facts」？"
    assert "employees" in told.json["problems"][2]["fix"]


def test_facts_cannot_be_left_out(ask: Ask) -> None:
    assert ask("/match", {}).whats == ["缺少「facts」。"]
    assert ask("/match", {"facts": []}).whats == ["「facts」应是一户企业的事实。"]


@pytest.mark.parametrize("on", [True, 5, [1], {}, "0000-00-00", 20211320, "NaN", ""])
def test_day_that_is_none_is_told(ask: Ask, on: Any) -> None:
    told = ask("/match", {"facts": {}, "on": on})
    assert (told.code, told.keys) == ((422, "invalid"), ["on"])


@pytest.mark.parametrize("key", list(FACTS))
def test_script_in_a_field_is_never_taken_for_anything_but_text(ask: Ask, key: str) -> None:
    told = ask("/explain/national.tech_sme", {"facts": {key: SCRIPT}})
    assert told.response["X-Content-Type-Options"] == "nosniff"
    assert told.response["Content-Type"] == "application/json"
    expected = 200 if FACTS[key].kind == "text" and key != "credit_code" else 422
    assert told.status == expected


def test_half_a_character_is_told_and_breaks_nothing(ask: Ask) -> None:
    told = ask("/match", '{"facts": {"name": "\\ud800", "\\udfff": 1}}')
    assert told.code == (422, "invalid")
    assert told.keys == ["name", "\udfff"]


def test_body_beyond_the_limit_is_not_read(ask: Ask) -> None:
    assert ask("/match", b" " * 1_000_001).code == (413, "too_large")
    assert ask("/match", b" " * 3_000_000).code == (413, "too_large")
    assert ask("/match", b'{"facts": {}}' + b" " * 999_000).status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=gbk", ""])
def test_body_must_say_that_it_is_json(ask: Ask, kind: str) -> None:
    told = ask("/match", {"facts": {}}, content_type=kind)
    assert told.code == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["industry"]),
        ("?industri=C39", ["industri", "industry"]),
        ("?industry=C39&employees=abc&assets=-1", ["employees", "assets"]),
        ("?industry=C39&employees=1&employees=2", ["employees"]),
        ("?industry=%FF", ["industry"]),
    ],
)
def test_query_that_cannot_be_used_is_told(ask: Ask, query: str, keys: list[str]) -> None:
    told = ask(f"/size{query}")
    assert (told.code, told.keys) == ((422, "invalid"), keys)


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "offset=-1", "limit=1e3"])
def test_page_that_there_is_not_is_told(ask: Ask, query: str) -> None:
    assert ask(f"/facts?{query}").keys == [query.partition("=")[0]]


def test_working_days_are_asked_in_one_way_and_within_the_calendar(ask: Ask) -> None:
    assert ask("/workdays?start=2021-10-08&add=1&until=2021-10-09").status == 422
    assert ask("/workdays?start=1990-10-08").status == 422
    assert ask("/workdays").keys == ["start"]


def test_unknown_programme_is_not_found_and_the_nearest_is_told(ask: Ask) -> None:
    told = ask("/explain/shenzhen.guarantee_fees", {"facts": {}})
    assert told.code == (404, "not_found")
    assert told.json["problems"][0]["fix"] == "是否为「shenzhen.guarantee_fee」？"
    assert ask("/programmes/%00").code == (404, "not_found")


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/match/", "/programmes/a/b", "/%FF"])
def test_address_where_there_is_nothing_is_told_in_the_same_shape(ask: Ask, path: str) -> None:
    assert ask(path).code == (404, "not_found")
    assert ask(path, {"facts": {}}).code == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [("/match", "GET", "POST"), ("/facts", "POST", "GET"), ("/openapi.json", "PUT", "GET, HEAD")],
)
def test_method_that_is_not_allowed_is_told_with_those_that_are(
    ask: Ask, path: str, method: str, allowed: str
) -> None:
    told = ask(path, {}, method=method)
    assert told.code == (405, "method_not_allowed")
    assert told.response["Allow"] == allowed


def test_mistake_before_any_operation_is_told_in_the_same_shape(ask: Ask) -> None:
    assert ask("/facts", headers={"Host": "elsewhere.example"}).code == (400, "bad_request")


def test_problems_are_those_that_the_schema_of_refusals_tells(ask: Ask) -> None:
    told = json.loads(ask("/match", "{").text)
    assert told["problems"][0].keys() == {"what", "fix", "line"}
