"""形状: typed values, all problems with their lines, and the same rules as JSON Schema."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from huiqi.rules.scalars import Choice, Day, Decimal, Expression, Flag, Integer, Money, Word
from huiqi.rules.shape import (
    BAD,
    Free,
    ListOf,
    Log,
    MapOf,
    Nullable,
    OneOf,
    Record,
    Shape,
    document_schema,
    may,
    need,
)
from huiqi.rules.strict_yaml import plain_value, read_text

RANGE: Record[dict[str, Any]] = Record(
    "range",
    {"from": need(Day(), "首日", into="from_"), "to": may(Nullable(Day()), "末日")},
    dict,
)
PERSON: Record[dict[str, Any]] = Record(
    "person",
    {
        "id": need(Word(r"[a-z]+", "小写英文"), "编号"),
        "kind": need(Choice(("award", "subsidy")), "类别"),
        "share": may(Decimal(), "比例"),
        "rule": may(Expression(), "公式"),
        "text": may(Word(), "文本"),
        "ranges": may(ListOf(RANGE, at_least=1), "各段"),
        "open": may(Flag(), "是否公开"),
        "who": may(OneOf((Word(), ListOf(Word()))), "谁"),
    },
    dict,
)


def read(shape: Shape[Any], text: str) -> tuple[Any, list[str]]:
    document = read_text(text, "f.yaml")
    log = Log("f.yaml", document.problems)
    value = shape.read(document.root, log, "文件")
    return value, [str(problem) for problem in log.problems]


def test_a_good_record_gives_typed_values_and_its_lines() -> None:
    value, told = read(
        PERSON,
        "id: x\nkind: award\nshare: '0.30'\nrule: >-\n  a\n  + b\nopen: false\n"
        "ranges:\n  - {from: '2021-01-01', to: null}\nwho: [y]\n",
    )
    assert told == []
    assert value == {
        "line": 1,
        "id": "x",
        "kind": "award",
        "share": Fraction(3, 10),
        "rule": "a + b",
        "open": False,
        "ranges": ({"line": 9, "from_": date(2021, 1, 1), "to": None},),
        "who": ("y",),
    }
    assert value["rule"].line == 4


def test_all_problems_of_a_file_come_at_once_each_with_its_line() -> None:
    value, told = read(
        PERSON,
        "id: X\nkind: awrd\nshare: 5%\nrules: a\nranges:\n  - {form: 2021-01-01}\n"
        "  - {from: 2021-02-30}\nopen: 是\ntext: 1.10\nwho: {a: 1}\nid: y\n",
    )
    assert value is BAD
    assert told == [
        "f.yaml:11：键 id 重复。第 1 行已经写过，重复时无法判断以哪个为准。请合并为一处或改名。",
        "f.yaml:1：id 应为小写英文，得到「X」。",
        "f.yaml:2：kind 应为选项之一，得到「awrd」。是否要写 award？",
        "f.yaml:3：share 应为数字，得到「5%」。比例请写成小数，例如 5% 写 0.05。",
        "f.yaml:4：键 rules 不认识。是否要写 rule？",
        "f.yaml:6：键 form 不认识。是否要写 from？",
        "f.yaml:7：from 应为日期，得到「2021-02-30」。没有这一天，请核对。",
        "f.yaml:8：open 应为是否，得到「是」。请写 true 或 false，不加引号。",
        'f.yaml:9：text 应为文本，得到「1.10」。请加引号："1.10"。',
        "f.yaml:10：who 应为列表，得到映射。",
    ]


def test_an_empty_or_missing_key_is_named_with_its_meaning() -> None:
    assert read(PERSON, "kind: award\nid:\n")[1] == [
        "f.yaml:2：id 是空的。请写小写英文；不需要就删去这个键。"
    ]
    assert read(PERSON, "\nkind: award\n")[1] == ["f.yaml:2：文件 缺少 id（编号）。请补上。"]


def test_a_place_that_is_broken_already_is_not_reported_twice() -> None:
    value, told = read(PERSON, "id: &a x\nkind: *a\n")
    assert value is BAD
    assert [line.split("。")[0] for line in told] == [
        "f.yaml:1：不支持锚点 &a",
        "f.yaml:2：不支持引用 *a",
    ]


@pytest.mark.parametrize(
    ("text", "given_keys"), [("a: '1'\nb: '2'", "同时写了 a、b"), ("{}", "都没有写")]
)
def test_of_rival_keys_exactly_one_is_due(text: str, given_keys: str) -> None:
    rivals: Record[dict[str, Any]] = Record(
        "rivals", {"a": may(Word(), "甲"), "b": may(Word(), "乙")}, dict, exactly_one=("a", "b")
    )
    assert read(rivals, text)[1] == [f"f.yaml:1：文件 须在 a、b 中写且只写一个，现在{given_keys}。"]


def test_map_keys_are_read_by_a_shape_too() -> None:
    shape = MapOf(Day(), Nullable(Decimal(ratio=True)), lambda _day, value, line: (value, line))
    assert read(shape, "'2021-01-01': 2/37\n2022-01-01: ~\n") == (
        {date(2021, 1, 1): (Fraction(2, 37), 1), date(2022, 1, 1): (None, 2)},
        [],
    )
    assert read(shape, "a: 1\n'2021-01-01': 1/0\n") == (
        BAD,
        [
            "f.yaml:1：文件 的键 应为日期，得到「a」。请写成 2021-10-20 的样子。",
            "f.yaml:2：2021-01-01 应为数字，得到「1/0」。请只写数字，例如 0.5 或 200000。",
        ],
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.005", "最多写两位小数（到分）。"),
        ("'1,000'", "请去掉分隔符和空格。"),
        ("10万元", "请只写半角数字，单位另写。"),
        ("１０", "请只写半角数字，单位另写。"),
        ("1e3", "请只写数字，例如 0.5 或 200000。"),
    ],
)
def test_money_is_exact_to_the_cent_or_refused_with_advice(text: str, told: str) -> None:
    assert read(ListOf(Money()), "[200000, '0.01', -3.5]")[0] == (
        *(200000, Fraction(1, 100), Fraction(-7, 2)),
    )
    shown = text.strip("'")
    assert read(ListOf(Money()), f"[{text}]") == (
        BAD,
        [f"f.yaml:1：文件 应为以元计的金额，得到「{shown}」。{told}"],
    )


def test_lists_and_maps_can_have_a_length() -> None:
    assert read(ListOf(Integer(), 2, 2), "[1]")[1] == ["f.yaml:1：文件 应有 2 项，得到 1 项。"]
    assert read(ListOf(Integer(), 1), "[]")[1] == ["f.yaml:1：文件 至少要有 1 项，得到 0 项。"]
    assert read(MapOf(Word(), Free(), at_least=1), "{}")[1] == ["f.yaml:1：文件 至少要有 1 项。"]


def test_schema_is_valid_and_names_each_record_once() -> None:
    schema = document_schema(PERSON, "人")
    Draft202012Validator.check_schema(schema)
    assert schema["$ref"] == "#/$defs/person"
    assert list(schema["$defs"]) == ["person", "range"]
    assert schema["$defs"]["person"]["required"] == ["id", "kind"]
    assert schema["$defs"]["range"]["properties"]["from"]["description"] == "首日"


SCALARS = st.sampled_from(
    [
        *("award", "'award'", "x", "X", "0.3", "'0.3'", "3", "'3'", "-1", "true", "'true'", "null"),
        *(
            "2021-01-01",
            "'2021-01-01'",
            "2021-1-1",
            "''",
            "5%",
            "a b",
            "[a]",
            "[1]",
            "{a: 1}",
            "[]",
        ),
        *("[{from: 2021-01-01}]", "[{from: 2021-01-01, to: ~}]", "[{to: '2021-01-01'}]"),
    ]
)


@given(st.dictionaries(st.sampled_from([*PERSON.fields, "odd"]), SCALARS, min_size=1))
def test_the_schema_accepts_exactly_what_the_reader_accepts(written: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in written.items())
    _, told = read(PERSON, text)
    validator = Draft202012Validator(document_schema(PERSON, "人"))
    assert validator.is_valid(plain_value(read_text(text).root)) is (told == [])
