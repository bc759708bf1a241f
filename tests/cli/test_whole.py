"""要么完整要么没有: a folder is there as a whole or not at all, also after a kill."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from huiqi.cli.whole import whole_folder
from huiqi.rules.problems import Refused

# Fills half of the folder and is killed.
KILLED = """
import os, signal, sys
from pathlib import Path
from huiqi.cli.whole import whole_folder
with whole_folder(Path(sys.argv[1])) as beside:
    (beside / "old").mkdir()
    (beside / "old" / "a").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def fill(target: Path) -> None:
    with whole_folder(target) as beside:
        (beside / "a").write_text("whole")


def test_process_that_was_killed_leaves_no_folder_and_the_next_one_cleans_up(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert (killed.returncode, target.exists()) == (-signal.SIGKILL, False)
    assert names(tmp_path) == [".out.unfinished"]
    fill(target)
    assert (names(tmp_path), names(target)) == (["out"], ["a"])


def test_what_goes_wrong_takes_everything_away(tmp_path: Path) -> None:
    def half() -> None:
        with whole_folder(tmp_path / "out") as beside:
            (beside / "a").write_text("half")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        half()
    assert names(tmp_path) == []


def test_empty_folder_is_filled_and_a_full_one_or_a_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    fill(target)
    for taken in (target, target / "a"):
        with pytest.raises(Refused, match="已有内容"):
            fill(taken)
    assert (target / "a").read_text() == "whole"


def test_two_do_not_fill_the_same_folder(tmp_path: Path) -> None:
    beside = tmp_path / ".out.unfinished"
    beside.mkdir()
    held = os.open(beside, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with pytest.raises(Refused, match="另一个进程正在写"):
            fill(tmp_path / "out")
    finally:
        os.close(held)
    assert names(tmp_path) == [".out.unfinished"]


def test_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="这里不能写"):
        fill(tmp_path / "file" / "out")
