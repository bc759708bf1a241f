"""全库匹配命令: a register in, a folder out; what is wrong, all at once."""

import json
from pathlib import Path

from tests.cli.conftest import Huiqi
from tests.cli.test_answer_schemas import complaints
from tests.rules.test_sweep import firms, written

NAMED = ("--programmes", "shenzhen_longgang.park_rent", "shenzhen.srdi_award")


def test_a_sweep_is_told_as_json_and_as_a_page(huiqi: Huiqi, tmp_path: Path) -> None:
    path = str(written(tmp_path / "register.parquet", firms(2, 30)))
    words = ("sweep", path, "--on", "2022-10-20", "--snapshots", str(tmp_path / "shelf"), *NAMED)
    told = huiqi(*words, "--out", str(tmp_path / "out"), "--json")
    assert told.code == 0
    answer = json.loads(told.out)
    assert complaints("sweep", answer) == []
    assert [one["programme"] for one in answer["programmes"]] == [
        "shenzhen.srdi_award",
        "shenzhen_longgang.park_rent",
    ]
    assert "==> 逐段匹配 30 / 30 户" in told.err
    page = huiqi(*words, "--out", str(tmp_path / "page"))
    rent = answer["programmes"][1]
    counts = f"{rent['yes']:,}　{rent['unknown']:,}　{rent['no']:,}"
    assert any("租金扶持" in line and line.endswith(counts) for line in page.lines)
    assert f"全部结果在 {tmp_path / 'page'}：" in page.out.replace("\n", "")


def test_all_that_is_wrong_with_a_sweep_is_told_at_once(huiqi: Huiqi, tmp_path: Path) -> None:
    told = huiqi(
        *("sweep", str(tmp_path / "none.parquet"), "--out", str(tmp_path / "out")),
        *("--on", "2022-13-20", "--processes", "0", "--engine", "sparrow"),
        *("--programmes", "shenzhen.risk_pool", "--json"),
    )
    assert [one["what"] for one in told.refused] == [
        "--on「2022-13-20」这一天不存在。",
        "--processes 不能是「0」。",
        "没有「sparrow」这个引擎。",
        "「shenzhen.risk_pool」不是给企业的项目（对象是loan），",
        "没有这个文件。",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_is_of_a_register_or_of_the_city(huiqi: Huiqi, tmp_path: Path) -> None:
    for words in ((), (str(tmp_path / "register.parquet"), "--city")):
        told = huiqi("sweep", *words, "--out", str(tmp_path / "out"), "--json")
        assert told.whats == ["不知道匹配哪份名册。"]


def test_a_sweep_has_to_be_told_where_to(huiqi: Huiqi, tmp_path: Path) -> None:
    told = huiqi("sweep", str(tmp_path / "register.parquet"), "--json")
    assert told.whats == ["不知道结果写到哪里。"]


def test_the_table_of_matches_is_of_the_city_and_of_today(huiqi: Huiqi, tmp_path: Path) -> None:
    told = huiqi(
        *("sweep", "register.parquet", "--since", "--table", "--out", str(tmp_path / "out")),
        *("--on", "2021-10-20", "--programmes", "shenzhen.srdi", "--processes", "2"),
        *("--engine", "duckdb", "--snapshots", str(tmp_path), "--json"),
    )
    assert told.whats == [
        "--since 和 --table 写了两个。",
        "--table 更新的是本市的匹配表，",
        "--table 不能和 名册 一起用。",
        "--table 不能和 --out 一起用。",
        "--table 不能和 --on 一起用。",
        "--table 不能和 --programmes 一起用。",
        "--table 不能和 --engine 一起用。",
        "--table 不能和 --processes 一起用。",
        "--table 不能和 --snapshots 一起用。",
    ]
    assert list(tmp_path.iterdir()) == []
