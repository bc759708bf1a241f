"""对比命令: two days of a programme, or two folders, with the effect on firms."""

import shutil
from pathlib import Path

from huiqi.library import FOLDER
from tests.cli.conftest import FIRMS, Huiqi

LONGGANG = "shenzhen_longgang.park_rent"


def test_two_days_of_a_programme_are_compared_in_sentences(huiqi: Huiqi) -> None:
    told = huiqi("library", "diff", f"{LONGGANG}@2020-06-01", f"{LONGGANG}@2021-10-20")
    assert told.code == 0
    assert "· 新增「每年上限」：20 万元（市政协第20210370号提案答复 一）" in told.lines


def test_the_effect_on_firms_is_counted(huiqi: Huiqi) -> None:
    days = (f"{LONGGANG}@2020-06-01", f"{LONGGANG}@2021-10-20")
    [one] = huiqi("library", "diff", *days, "--firms", FIRMS, "--json").json
    effect = one["effect"]
    assert effect["subjects"] == sum(move["subjects"] for move in effect["moves"]) == 3
    assert (effect["amount_before"], effect["amount_after"]) == (231000, 200000)


def test_a_changed_copy_of_a_folder_is_compared_with_the_library(
    huiqi: Huiqi, tmp_path: Path
) -> None:
    copy = tmp_path / "shenzhen_longgang" / "park_rent"
    shutil.copytree(FOLDER / "shenzhen_longgang" / "park_rent", copy)
    text = (copy / "rules.yaml").read_text(encoding="utf-8")
    assert text.count('"200000"') == 1
    (copy / "rules.yaml").write_text(text.replace('"200000"', '"150000"'), encoding="utf-8")
    told = huiqi("library", "diff", f"{LONGGANG}@2021-10-20", str(copy), "--on", "2021-10-20")
    assert [line for line in told.lines if line.startswith("·")] == [
        "· 「每年上限」由 20 万元 改为 15 万元（市政协第20210370号提案答复 一）"
    ]


def test_the_library_does_not_differ_from_itself(huiqi: Huiqi) -> None:
    told = huiqi("library", "diff", str(FOLDER), str(FOLDER), "--on", "2021-10-20")
    assert told.code == 0
    assert told.lines[-1].endswith("个项目没有变化。")


def test_what_is_neither_folder_nor_programme_is_refused_on_both_sides(huiqi: Huiqi) -> None:
    told = huiqi("library", "diff", "没有", f"{LONGGANG}@昨天", "--json")
    assert told.whats[0] == "「没有」不是文件夹，也不是「项目@日期」。"
    assert told.whats[1].startswith(f"「{LONGGANG}@昨天」的日期")
    assert len(told.whats) == 2
