"""读不了的名册: everything that is wrong with a register is told at once, and nothing is left."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huiqi.library import load
from huiqi.rules.problems import Refused
from huiqi.rules.sweep import How, sweep
from tests.rules.test_sweep import ON, code, firms, written


def test_everything_that_is_wrong_with_a_register_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.parquet"
    wrong = code(3)[:17] + ("0" if code(3)[17] != "0" else "1")
    columns = {
        "credit_code": pa.array([code(1), code(2), code(1), wrong, None]),
        "revenue": pa.array([1.5, 2.0, None, 3.0, 4.0]),
        "registered_on": pa.array(["2020-01-01"] * 5),
        "blacklisted": pa.array([0, 1, 0, 1, 0]),
        "industry": pa.array([39] * 5),
        "titles": pa.array(["国高"] * 5),
        "loans_complete": pa.array(["是"] * 5),
        "employes": pa.array([1] * 5),
        "employees_complete": pa.array([True] * 5),
    }
    table = pa.table(columns).append_column("revenue", pa.array([1] * 5))
    pq.write_table(table, path)
    with pytest.raises(Refused) as refused:
        sweep(load(), path, ON, tmp_path / "out", ("shenzhen.no_such",), How("sql"))
    told = [str(one).removeprefix(f"{path}：") for one in refused.value.problems]
    assert told == [
        "没有「sql」这个引擎。可用：bitmap、duckdb、spark。",
        "政策库里没有「shenzhen.no_such」。是否为「shenzhen.srdi」？",
        "「revenue」一列出现了 2 次。请只留一列。",
        "「employes」不是事实词典里的名称。是否为「employees」？不需要的列请去掉。",
        "「employees_complete」不是事实词典里的名称。是否为「employees」？不需要的列请去掉。",
        "「revenue」（营业收入）一列的类型是 double。浮点数不能精确到分。请存为整数或 decimal。",
        "「registered_on」（注册日期）一列的类型是 string。请存为日期（date32）。",
        "「blacklisted」（被列入失信名单）一列的类型是 int64。请存为是/否（bool）。",
        "「industry」（行业）一列的类型是 int64。请存为文字（string）。",
        "「titles」（称号与资质）一列的类型是 string。请存为结构（struct）的列表。",
        "「loans_complete」一列的类型是 string。请存为是/否（bool）。",
        "有 1 行没有统一社会信用代码，第一处在第 5 行。请补上，或去掉这些行。",
        f"有 1 户各占不止一行，如 {code(1)}。每户只留一行。",
        (
            f"有 1 个统一社会信用代码不对。{wrong}：统一社会信用代码校验位不符："
            f"末位应为「{code(3)[17]}」，得到「{wrong[17]}」。请核对各位数字。请核对来源。"
        ),
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_read_is_no_register(tmp_path: Path) -> None:
    text = tmp_path / "text.parquet"
    text.write_text("credit_code\n", encoding="utf-8")
    cut = written(tmp_path / "cut.parquet", firms(1, 9))
    cut.write_bytes(cut.read_bytes()[:-20])
    nobody = written(tmp_path / "nobody.parquet", [])
    nameless = tmp_path / "nameless.parquet"
    pq.write_table(pa.table({"employees": pa.array([1], pa.int32())}), nameless)
    for path, why in (
        (tmp_path / "absent.parquet", "没有这个文件。"),
        (text, "不是完整的 Parquet 文件。"),
        (cut, "不是完整的 Parquet 文件。"),
        (nobody, "名册里没有企业。"),
        (nameless, "缺少「credit_code」（统一社会信用代码）一列。"),
    ):
        with pytest.raises(Refused, match=why):
            sweep(load(), path, ON, tmp_path / "out", how=How(shelf=tmp_path / "shelf"))
    assert not (tmp_path / "out").exists()


def test_values_that_cannot_be_are_told_with_their_row_over_all_blocks(tmp_path: Path) -> None:
    people = firms(8, 3)
    people[2] |= {"employees": -1, "industry": "没有的行业", "loan_drawn_on": date(1066, 10, 14)}
    path = written(tmp_path / "register.parquet", people)
    with pytest.raises(Refused) as refused:
        sweep(load(), path, ON, tmp_path / "out", how=How(shelf=tmp_path / "shelf"))
    told = [str(one).removeprefix(f"{path}：") for one in refused.value.problems]
    assert told == [
        "「行业」一列有不认识的代码「没有的行业」。请用代码或规范名称。",
        "「从业人员」一列第 3 行超出允许范围。请核对数值和单位（元、比例）。",
        "「贷款发放日」一列第 3 行超出允许范围。请核对数值和单位（元、比例）。",
    ]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["register.parquet", "shelf"]
    assert list((tmp_path / "shelf").iterdir()) == []
