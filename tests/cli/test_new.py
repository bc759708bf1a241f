"""起稿命令: a few answers make a folder that loads; wrong ones are told all at once."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Huiqi

ANSWERS = (
    "city.rent",
    "某市租金扶持",
    "某市",
    "",
    "企业",
    "租金办法",
    "某局",
    "某〔2021〕1号",
    "第三条",
    "2021-01-01",
    '上一年度有"租金"支出',
    "rent_paid_last_year > 0",
    "0.5 * rent_paid_last_year",
)

Answer = Callable[..., None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    def say(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return say


def test_answers_make_a_folder_that_passes_the_check(
    huiqi: Huiqi, answer: Answer, tmp_path: Path
) -> None:
    answer(*ANSWERS)
    told = huiqi("library", "new", "--into", str(tmp_path))
    assert told.code == 0
    folder = tmp_path / "city" / "rent"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["cases.yaml", "rules.yaml", "source.md"]
    assert huiqi("library", "check", str(tmp_path)).lines == ["1 个项目、1 个案例，全部通过。"]
    rules = (folder / "rules.yaml").read_text(encoding="utf-8")
    assert 'text: "上一年度有\\"租金\\"支出"' in rules


def test_a_programme_without_money_or_clause_has_neither(
    huiqi: Huiqi, answer: Answer, tmp_path: Path
) -> None:
    answer(*ANSWERS[:7], "", "", *ANSWERS[9:12], "")
    assert huiqi("library", "new", "--into", str(tmp_path)).code == 0
    rules = (tmp_path / "city" / "rent" / "rules.yaml").read_text(encoding="utf-8")
    assert "amount:" not in rules
    assert "clause" not in rules
    assert "document_no" not in rules


def test_an_existing_folder_is_left_as_it_is(huiqi: Huiqi, answer: Answer, tmp_path: Path) -> None:
    folder = tmp_path / "city" / "rent"
    folder.mkdir(parents=True)
    answer(*ANSWERS)
    told = huiqi("library", "new", "--into", str(tmp_path))
    assert told.code == 1
    assert told.err.splitlines()[-1].endswith(
        "「city.rent」已经有了。请换一个编号；已有的项目直接改它的文件。"
    )
    assert list(folder.iterdir()) == []


def test_wrong_answers_are_told_all_at_once_and_nothing_is_written(
    huiqi: Huiqi, answer: Answer, tmp_path: Path
) -> None:
    answer(
        "City", "", "某市", "乱", "企业", "办法", "某局", "", "", "昨天", "句子", "rent > ", "1 +"
    )
    told = huiqi("library", "new", "--into", str(tmp_path))
    whats = [line for line in told.err.splitlines() if line.startswith("  · ")]
    assert (told.code, told.out, len(whats)) == (1, "", 6)
    assert whats[:2] == [
        "  · 编号 应为「辖区.项目」形式的编号，得到「City」。",
        "  · 「名称，如 龙岗区租金扶持」不能留空。",
    ]
    assert whats[2].startswith("  · 种类「乱」不认识。请在资助（subsidy）、")
    assert whats[3] == "  · 首日 应为日期，得到「昨天」。请写成 2021-10-20 的样子。"
    assert list(tmp_path.iterdir()) == []


def test_answers_that_end_early_are_refused(huiqi: Huiqi, answer: Answer, tmp_path: Path) -> None:
    answer(*ANSWERS[:9])
    told = huiqi("library", "new", "--into", str(tmp_path))
    assert told.err.splitlines()[-1] == (
        "  · 没有回答「这个条件怎么判断，如 rent_paid_last_year > 0」。请逐行回答全部问题。"
    )
