"""名册命令: what an officer at the server sees; and the sheet with the rows that were left out."""

import json
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pytest
from django.conf import settings
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from huiqi.cli import main
from huiqi.parties.models import Fact
from huiqi.registers.models import RegisterImport
from tests.registers.conftest import CODES, FIRST, HEADING, SECOND, Write, bring_in
from tests.scanners import ByBytes

pytestmark = pytest.mark.usefixtures("city_clock")


@pytest.fixture(autouse=True)
def _running_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.cli.city.database", nullcontext)


def test_an_import_is_told_and_undone(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(HEADING, FIRST, SECOND)
    assert main(["register", "import", str(path), "--as-of", "2021-10-01"]) == 0
    number = RegisterImport.objects.get().pk
    seen = capsys.readouterr()
    assert seen.err.splitlines() == [
        "==> 注意：没有设置病毒查杀（HUIQI_SCANNER），上传的文件不经查杀就能打开",
        "==> 正在打开文件",
        "==> 读完 2 行",
        "==> 正在新建 2 家单位",
    ]
    assert seen.out == (
        "共 2 行：新建 2 家，已有 0 家，新记 12 项事实，0 行有问题。\n"
        f"导入编号 {number}；撤销请执行 huiqi register undo {number}。\n"
    )
    assert main(["register", "undo", str(number)]) == 0
    assert capsys.readouterr().out == (
        f"已撤销导入 {number}：恢复 12 项事实，注销 2 家没有其他记录的单位。\n"
    )


def test_a_rehearsal_says_that_it_is_one(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "import", str(write(HEADING, FIRST)), "--dry-run"]) == 0
    assert capsys.readouterr().out == (
        "共 1 行：新建 1 家，已有 0 家，将新记 6 项事实，0 行有问题。\n"
        "这是试运行，什么也没有改动。\n"
    )
    assert Fact.objects.count() == 0


def test_rows_left_out_stand_in_a_sheet_with_their_problems(write: Write) -> None:
    path = write(HEADING, FIRST, SECOND.replace("３４", "很多"), f"{CODES[2]},短")
    assert main(["register", "import", str(path)]) == 0
    content = path.with_name("名册-问题.xlsx").read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["行", "列", "值", "哪里不对", "怎么改", *HEADING.split(",")]
    told = [3, "从业人员", "很多", "「很多」不是数字", "请写成 1000000 或 100万 的形式"]
    assert rows[1] == [*told, *SECOND.replace("３４", "很多").split(",")]
    assert rows[2] == [
        *(4, "（整行）", f"{CODES[2]},短", "这一行有 2 格，表头有 6 格", "请核对逗号和引号"),
        *(CODES[2], "短", "", "", "", ""),
    ]
    assert (
        path.with_name("名册-问题.csv")
        .read_text("utf-8-sig")
        .splitlines()[1]
        .startswith("3,从业人员,很多,「很多」不是数字,请写成 1000000 或 100万 的形式,")
    )


def test_rows_left_out_are_told_to_programs_as_well(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(HEADING, FIRST.replace(",12,", ",-1,"), SECOND)
    assert main(["register", "import", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["problems"] == [
        {
            "row": 2,
            "column": "从业人员",
            "value": "-1",
            "what": "「-1」不能是负数",
            "fix": "请写整数，如 12",
        }
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import", "没有.csv"], "没有.csv：找不到这个文件。请检查路径和文件名。"),
        (["import", "没有.csv", "--as-of", "昨天"], "「昨天」不是日期。请写成 2021-10-20。"),
        (["undo", "七"], "没有编号为「七」的导入。编号是导入完成时显示的数字。"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", *words]) == 1
    assert capsys.readouterr().err.endswith(f"输入不能使用，共 1 处：\n  · {sentence}\n")


def test_a_file_is_looked_at_before_it_is_read(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = ByBytes(bad="乙二".encode())
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, scanner=scanner))
    path = write(HEADING, FIRST)
    scanner.away = True
    assert main(["register", "import", str(path)]) == 1
    assert "名册.csv：还没有查杀，没有读取。试验查杀没有应答。" in capsys.readouterr().err
    scanner.away = False
    assert main(["register", "import", str(path)]) == 0
    assert "没有设置病毒查杀" not in capsys.readouterr().err
    assert main(["register", "import", str(write(HEADING, SECOND))]) == 1
    told = "名册.csv：没有通过查杀（Test-Signature），没有读取。请向交来文件的单位核实。"
    assert told in capsys.readouterr().err
    assert RegisterImport.objects.count() == 1


def test_parquet_gives_the_same_facts_as_csv(write: Write) -> None:
    path = write(b"", name="名册.parquet")
    columns = {
        "credit_code": [CODES[0]],
        "name": ["深圳市甲一科技有限公司"],
        "employees": pa.array([12], pa.int32()),
        "revenue": [Decimal("10000000.00")],
        "registered_on": pa.array([18_000], pa.int32()).cast(pa.date32()),
        "titles": [[{"kind": "srdi", "granted_on": "2020-01-02"}]],
    }
    parquet.write_table(pa.table(columns), path)
    assert bring_in(path).problems.told == {}
    assert dict(Fact.objects.values_list("key", "value")) == {
        "credit_code": CODES[0],
        "name": "深圳市甲一科技有限公司",
        "employees": 12,
        "revenue": 10_000_000,
        "registered_on": "2019-04-14",
        "titles": [{"kind": "srdi", "granted_on": "2020-01-02"}],
    }
