"""摆放文件：texts of a database as files, while others read and some are killed."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from huiqi.rules.laid import lay

TEXTS = {Path("shenzhen/award/rules.yaml"): "金额".encode(), Path("beside/form.yaml"): b"form"}
LOST = Path("shenzhen/award/lost.yaml")


def _found(root: Path) -> dict[Path, bytes]:
    return {one.relative_to(root): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def test_texts_lie_below_the_folder_as_they_were_given(tmp_path: Path) -> None:
    assert _found(lay(tmp_path / "new", TEXTS)) == TEXTS


def test_what_was_lost_cut_short_or_altered_is_written_anew_and_the_rest_left_alone(
    tmp_path: Path,
) -> None:
    award, form = (lay(tmp_path, TEXTS) / one for one in TEXTS)
    award.write_bytes("金".encode())
    os.utime(form, (0, 0))
    assert _found(lay(tmp_path, TEXTS)) == TEXTS
    assert form.stat().st_mtime == 0
    form.unlink()
    os.utime(award, (0, 0))
    assert _found(lay(tmp_path, TEXTS)) == TEXTS
    assert award.stat().st_mtime == 0


def test_who_reads_while_others_lay_the_same_texts_out_never_misses_a_file(tmp_path: Path) -> None:
    wanted, over = {**TEXTS, LOST: b"again"}, Event()

    def read() -> list[dict[Path, bytes]]:
        wrong = []
        while not over.is_set():
            lay(tmp_path, wanted)
            found = {one: (tmp_path / one).read_bytes() for one in TEXTS}
            wrong += [] if found == TEXTS else [found]
        return wrong

    with ThreadPoolExecutor(4) as readers:
        answers = [readers.submit(read) for _ in range(4)]
        for _ in range(100):  # each time somebody has to write
            (tmp_path / LOST).unlink(missing_ok=True)
            lay(tmp_path, wanted)
        over.set()
    assert [one.result() for one in answers] == [[], [], [], []]


def test_a_folder_that_nobody_may_write_to_is_told_and_leaves_nothing_half_made(
    tmp_path: Path,
) -> None:
    (tmp_path / "beside").write_bytes(b"a file where a folder should be")
    with pytest.raises(OSError, match="beside"):
        lay(tmp_path, TEXTS)
    assert list(tmp_path.rglob(".*")) == []
