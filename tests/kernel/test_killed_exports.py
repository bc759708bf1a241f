"""中断的导出: a process that is killed in the middle of a sheet leaves nothing behind it."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest

from huiqi.kernel import sheets

# Thousands of rows are written, then it says so and waits to be killed.
HALF: Final = """
import sys
from huiqi.kernel.sheets import Column, workbook

def rows():
    for number in range(5_000):
        yield ("深圳市澄澜智能装备有限公司" * 9, number * 100)
    print("half", flush=True)
    sys.stdin.read()
    yield ("完", 1)

sys.stdout.buffer.write(workbook("审计抽样", (Column("企业"), Column("金额", "yuan")), rows()))
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def half_made(temporary: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the middle of an export."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HALF], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        yield process
        process.kill()


def _written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _export() -> bytes:
    return sheets.workbook("审计抽样", (sheets.Column("企业"),), [("澄澜",)])


def test_export_that_was_killed_midway_leaves_nothing_and_is_asked_for_again(
    half_made: subprocess.Popen[bytes], temporary: Path
) -> None:
    assert _written(temporary) != []
    half_made.kill()
    out, _none = half_made.communicate()
    assert (half_made.returncode, out) == (-9, b"")
    again = _export()
    assert list(temporary.iterdir()) == []
    assert zipfile.ZipFile(BytesIO(again)).testzip() is None


def test_export_of_a_process_that_lives_is_left_alone_and_comes_out_whole(
    half_made: subprocess.Popen[bytes], temporary: Path
) -> None:
    before = _written(temporary)
    _export()
    sheets.sweep()
    assert _written(temporary) == before
    out, _none = half_made.communicate(b"")
    sheet = zipfile.ZipFile(BytesIO(out)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 5_002
    assert list(temporary.iterdir()) == []


def test_what_somebody_put_there_under_the_same_name_is_not_followed(temporary: Path) -> None:
    kept = temporary / "kept"
    kept.mkdir()
    (kept / "letter").write_text("给审计的信", encoding="utf-8")
    (temporary / f"{sheets.HALF_MADE}link").symlink_to(kept)
    (temporary / f"{sheets.HALF_MADE}file").write_text("x", encoding="utf-8")
    _export()
    assert (kept / "letter").read_text(encoding="utf-8") == "给审计的信"


def test_export_whose_rows_cannot_be_read_leaves_nothing(temporary: Path) -> None:
    def broken() -> Iterator[tuple[str]]:
        yield ("澄澜",)
        raise RuntimeError("数据库断开")

    with pytest.raises(RuntimeError, match="数据库断开"):
        sheets.workbook("表", (sheets.Column("企业"),), broken())
    assert list(temporary.iterdir()) == []
