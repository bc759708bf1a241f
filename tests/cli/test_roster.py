"""名单命令: a register in, firms with their reasons out; what is wrong, all at once."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huiqi.rules.sweep.listing import KINDS
from tests.cli.conftest import Huiqi
from tests.cli.test_answer_schemas import complaints
from tests.rules.test_listing import RENT, alone, explained
from tests.rules.test_sweep import firms, written

FLAGS = {"eligible": (), "possible": ("--possible",), "near": ("--near",)}


@pytest.fixture
def people() -> list[dict[str, Any]]:
    return firms(11, 120)


def words(tmp_path: Path, people: list[dict[str, Any]], programme: str = RENT) -> tuple[str, ...]:
    path = str(written(tmp_path / "register.parquet", people))
    shelf = str(tmp_path / "shelf")
    return ("roster", programme, path, "--on", "2022-10-20", "--snapshots", shelf)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_told_as_json_as_a_page_and_as_excel(
    huiqi: Huiqi, tmp_path: Path, people: list[dict[str, Any]], kind: Any
) -> None:
    asked = (*words(tmp_path, people, "national.above_scale"), *FLAGS[kind])
    out = tmp_path / "list.xlsx"
    told = huiqi(*asked, "--json", "--out", str(out))
    assert told.code == 0
    answer = json.loads(told.out)
    assert complaints("roster", answer) == []
    expected = dict(alone(explained(people, "national.above_scale"), kind))
    assert [one["credit_code"] for one in answer["firms"]] == list(expected)
    for one in answer["firms"]:
        alone_told, lacks = expected[one["credit_code"]]
        assert (one["lacks"] or "") == lacks
        assert [reason["id"] for reason in one["reasons"]] == [
            reason["id"] for reason in alone_told["reasons"]
        ]
        assert [step["text"] for step in one["step"]] == [
            step["text"] for step in alone_told["nearest_change"]
        ]
    book = CalamineWorkbook.from_filelike(BytesIO(out.read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == list(expected)
    page = huiqi(*asked)
    assert f"{len(expected)} 户（名册 120 户）" in page.out
    assert "名单不是决定" in page.out
    if kind == "near":
        assert "差的一步：营业收入还差" in page.out


def test_all_that_is_wrong_with_a_list_is_told_at_once(huiqi: Huiqi, tmp_path: Path) -> None:
    out = tmp_path / "there.xlsx"
    out.write_bytes(b"mine")
    told = huiqi(
        *("roster", "shenzhen.srdy", str(tmp_path / "none.parquet")),
        *("--on", "2022-13-20", "--out", str(out), "--json"),
    )
    assert told.whats == [
        "--on「2022-13-20」这一天不存在。",
        "已经有这个文件，",
        "政策库里没有「shenzhen.srdy」。",
        "没有这个文件。",
    ]
    assert out.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("out", "what"), [("list.csv", "不是 Excel 文件的名字"), ("no/list.xlsx", "没有这个文件夹")]
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_read(
    huiqi: Huiqi, tmp_path: Path, people: list[dict[str, Any]], out: str, what: str
) -> None:
    told = huiqi(*words(tmp_path, people), "--out", str(tmp_path / out), "--json")
    assert [what in one for one in told.whats] == [True]


def test_a_list_is_of_one_kind(huiqi: Huiqi, tmp_path: Path) -> None:
    assert huiqi("roster", RENT, "--near", "--possible").code == 2
