"""严格 YAML: what arrives as text, what is refused, and whether the line is the right one."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huiqi.rules.strict_yaml import (
    MAX_DEPTH,
    Broken,
    List,
    Map,
    Text,
    plain_value,
    read_bytes,
    read_path,
    read_text,
)


def complaints(text: str) -> list[str]:
    return [str(problem) for problem in read_text(text, "f.yaml").problems]


def test_every_scalar_arrives_as_the_text_that_was_written() -> None:
    document = read_text("a: no\nb: 1.10\nc: 2021-10-20\nd: =\ne: 'null'\n")
    assert document.problems == []
    assert document.root == Map(
        {
            "a": Text("no", 1, plain=True),
            "b": Text("1.10", 2, plain=True),
            "c": Text("2021-10-20", 3, plain=True),
            "d": Text("=", 4, plain=True),
            "e": Text("null", 5, plain=False),
        },
        line=1,
        key_lines={"a": 1, "b": 2, "c": 3, "d": 4, "e": 5},
    )


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_plain_null_is_none(written: str) -> None:
    assert read_text(f"- {written}\n").root == List([Text(None, 1, plain=True)], 1)


def test_nodes_know_where_they_begin() -> None:
    root = read_text(
        "top:\n  - id: x\n    rule: >\n      a\n      AND b\n  - {id: y,\n     z: 1}\n"
    ).root
    assert isinstance(root, Map)
    items = root.items["top"]
    assert isinstance(items, List)
    first, second = items.items
    assert isinstance(first, Map)
    assert isinstance(second, Map)
    assert (root.key_lines["top"], items.line, first.line, second.line) == (1, 2, 2, 6)
    assert first.items["rule"] == Text("a AND b\n", 3)
    assert second.key_lines == {"id": 6, "z": 7}


def test_duplicate_key_is_a_problem_and_the_first_value_stays() -> None:
    document = read_text("a: 1\nb: 2\na: [3]\nc: 4", "f.yaml")
    assert [str(problem) for problem in document.problems] == [
        "f.yaml:3：键 a 重复。第 1 行已经写过，重复时无法判断以哪个为准。请合并为一处或改名。"
    ]
    assert plain_value(document.root) == {"a": 1, "b": 2, "c": 4}


def test_anchors_aliases_tags_and_merges_are_all_refused_at_once() -> None:
    text = "a: &x 1\nb: *x\nc: !!str 3\nd: !m {e: 1}\n<<: {f: 1}\n? [g]\n: h\n'': 1\n"
    assert [told.split("。")[0] for told in complaints(text)] == [
        "f.yaml:1：不支持锚点 &x",
        "f.yaml:2：不支持引用 *x",
        "f.yaml:3：不支持类型标签 tag:yaml.org,2002:str",
        "f.yaml:4：不支持类型标签 !m",
        "f.yaml:5：不支持合并键 <<",
        "f.yaml:6：键名不能是列表或映射",
        "f.yaml:8：键名为空",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "f.yaml：文件是空的。请写入内容，或删除该文件。"),
        ("# 只有注释\n", "f.yaml：文件是空的。请写入内容，或删除该文件。"),
        ("a: 1\n---\nb: 2", "f.yaml:2：一个文件只能有一个文档。请删去分隔行 ---。"),
        (
            "a: b: c",
            "f.yaml:1：YAML 语法错误：冒号的位置不对。文本里有冒号时请给整段文本加引号。",
        ),
        (
            "a: 'x\nb: 1",
            "f.yaml:2：YAML 语法错误：引号没有闭合。该结构从第 1 行开始。请补上结尾的引号。",
        ),
        (
            "a:\n\tb: 1",
            "f.yaml:2：YAML 语法错误：有不能作为开头的字符。缩进里有制表符：请改用空格。",
        ),
        (
            "a：1\nb: 2",
            (
                "f.yaml:2：YAML 语法错误：冒号的位置不对。"
                "这一行用了全角冒号「：」：请改用半角冒号加一个空格。"
            ),
        ),
        (
            "a: {b: 1\nc: 2\n",
            (
                "f.yaml:2：YAML 语法错误：花括号映射没有写完整。"
                "该结构从第 1 行开始。请检查逗号和结尾的 }。"
            ),
        ),
        (
            "a: 1\nb: 汇企\x01",
            "f.yaml:2：含有不可用的字符 U+0001。YAML 不允许控制字符。请删去该字符。",
        ),
    ],
)
def test_a_file_that_is_not_yaml_says_where_and_what_to_do(text: str, told: str) -> None:
    assert complaints(text) == [told]
    assert isinstance(read_text(text).root, Broken)


def test_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    assert complaints("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert complaints("[" * 500 + "]" * 500) == [
        f"f.yaml:1：嵌套超过 {MAX_DEPTH} 层。请检查括号和缩进。"
    ]


def test_only_unquoted_flags_and_numbers_convert() -> None:
    text = "[true, 'true', 3, -3, '3', 0.05, 007, 1e3, 2021-10-20, 1_000, yes, ~, {a: [１]}]"
    assert plain_value(read_text(text).root) == [
        *(True, "true", 3, -3, "3", Fraction(1, 20), "007", "1e3", "2021-10-20", "1_000", "yes"),
        *(None, {"a": ["１"]}),
    ]


def test_a_file_in_another_encoding_or_none_at_all_is_a_problem(tmp_path: Path) -> None:
    assert [
        str(problem) for problem in read_bytes("a: 1\nb: 龙岗".encode("gbk"), "f").problems
    ] == ["f:2：文件不是 UTF-8 编码，像是 GBK 编码。请用编辑器另存为 UTF-8。"]
    assert [str(problem) for problem in read_path(tmp_path / "no.yaml", "no.yaml").problems] == [
        "no.yaml：找不到这个文件。请检查路径和文件名。"
    ]


def test_a_byte_order_mark_is_ignored() -> None:
    assert plain_value(read_bytes(b"\xef\xbb\xbfa: 1").root) == {"a": 1}


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_what_another_writer_wrote_is_read_back(value: object) -> None:
    class Writer(yaml.SafeDumper):
        def ignore_aliases(self, _data: object) -> bool:
            return True

    # Not allow_unicode: PyYAML then writes U+0085 raw, which nobody reads back as itself.
    document = read_text(yaml.dump(value, Dumper=Writer))
    assert document.problems == []
    assert plain_value(document.root) == value


@given(st.text(max_size=40) | st.text("ab:- \n[]{}&*!'\"#|>?%@,\t", max_size=30))
def test_any_text_gives_nodes_or_problems_and_never_an_exception(text: str) -> None:
    document = read_text(text)
    assert document.problems or not isinstance(document.root, Broken)
