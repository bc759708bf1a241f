"""乱输入: whatever is given, the answer is facts or a refusal in Chinese, never anything else."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.cli import main
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.intake import read_file
from huiqi.rules.problems import Place, Refused
from huiqi.rules.read import COMPLETE, ENTRIES

ON = date(2021, 10, 20)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # by terminals
KEYS = [
    *FACTS,
    *(fact.label for fact in FACTS.values()),
    *(key + COMPLETE for key in FACTS),
    *(field for fields in ENTRIES.values() for field in fields),
    *("value", "period", "source", "firms"),
]
# One temporary file serves every example: each one overwrites it.
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

texts = st.one_of(
    st.text(st.characters(), max_size=20),  # surrogates and control characters, too
    st.sampled_from(["NaN", "Infinity", "-inf", "1e999999", "9" * 600, "０", "5%", "是", "[", "{"]),
    st.sampled_from(
        ["2021-10-20", "2021-02-30", "高企", "甲" * 501, "C39", "１，０００万", "null"]
    ),
    st.from_regex(r"-?[0-9]{1,30}(\.[0-9]{1,30})?[万亿%倍]?", fullmatch=True),
)
numbers = st.one_of(
    st.integers(),
    st.integers(-3, 10**6),
    st.sampled_from([19, 400, 5000]).map(lambda places: 10**places),
    st.floats(),
)
json_scalars = st.none() | st.booleans() | numbers | texts
python_scalars = json_scalars | st.decimals() | st.fractions() | st.dates() | st.binary(max_size=3)
keys = st.sampled_from(KEYS) | texts


def nested(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


def outcome_is_facts_or_chinese(read: Any) -> None:
    """Reads, and looks at every problem as a terminal would show it."""
    try:
        found = read()
    except Refused as refused:
        told = [str(problem) for problem in refused.problems]
        assert [one for one in told if not CHINESE.search(one) or OBEYED.search(one)] == []
        assert told != []
    else:
        assert {type(one) for one in found} == {Facts}


@given(st.dictionaries(keys, nested(python_scalars), max_size=6))
def test_mapping_of_anything_is_facts_or_a_refusal(given_: dict[str, Any]) -> None:
    outcome_is_facts_or_chinese(lambda: [Facts.read(given_, ON, Place("a"))])


@given(st.sampled_from(sorted(FACTS)), nested(python_scalars))
def test_every_fact_takes_anything_or_says_why_not(key: str, raw: object) -> None:
    outcome_is_facts_or_chinese(lambda: [Facts.read({key: raw}, ON)])


@SHARED
@given(data=nested(json_scalars), name=st.sampled_from(["a.json", "a.yaml"]))
def test_file_of_any_json_is_facts_or_a_refusal(tmp_path: Path, data: object, name: str) -> None:
    path = tmp_path / name
    try:
        text = json.dumps(data)
    except ValueError:  # a number that Python does not write out
        text = "9" * 5000
    path.write_text(text, encoding="utf-8")
    outcome_is_facts_or_chinese(lambda: read_file(path, ON))


@SHARED
@given(
    data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()),
    name=st.sampled_from(["a.json", "a.yaml", "a.xlsx", "a.xls", "a.ods", "a.txt", "a"]),
)
def test_file_of_any_bytes_is_facts_or_a_refusal(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    outcome_is_facts_or_chinese(lambda: read_file(path, ON))


@pytest.mark.parametrize(
    "text",
    [
        '{"revenue": NaN}',
        '{"revenue": -Infinity}',
        '{"revenue": 1e99999999999999999999}',
        '{"name": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"revenue": ' + "[" * 900 + "]" * 900 + "}",
        '{"' + "a" * 10**6 + '": 1}',
        '{"titles": [' + '{"kind": "' + "x" * 10**5 + '"}]}',
        '{"employees": {"value": 1, "period": {"a": [1]}}}',
        '{"firms": "甲"}',
        '{"firms": [], "name": 1}',
        '{"district": {"value": {"value": 1}}}',
        "[[], {}, 1]",
        "\x00",
    ],
    ids=range(14),
)
def test_command_ends_with_one_and_a_refusal_for_a_file_made_to_break_it(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert main(["match", str(path), "--on", "2021-10-20", "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    refused = json.loads(told.err)
    assert [one["file"] for one in refused["problems"]] == ["a.json"] * len(refused["problems"])
    assert len(told.err) < 5000
    assert main(["match", str(path), "--on", "2021-10-20"]) == 1
    assert capsys.readouterr().err.startswith("输入不能使用，共 ")
