"""备份与恢复: what is brought back is compared row by row; a damaged archive is refused."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from huiqi.config.archive import Contents, differences
from huiqi.config.postgres import Embedded
from tests.config.city import command, surroundings

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


@pytest.fixture
def kept(made: Embedded) -> Embedded:
    """A city with rows and a file."""
    made.start()
    django = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    ours = {"HUIQI_DATA_DIR": str(made.folder.parent), "HUIQI_AS_OWNER": "1"}
    settings = {"DJANGO_SETTINGS_MODULE": "huiqi.config.settings"}
    subprocess.run(django, env=surroundings(**ours, **settings), check=True)
    made.query(
        "INSERT INTO kernel_sequence (prefix, year, last)"
        " SELECT 'T', n, n * 3 FROM generate_series(2000, 2200) AS n"
    )
    file = made.folder.parent / "files" / "ab" / "one"
    file.parent.mkdir(parents=True)
    file.write_bytes("惠企".encode())
    return made


def rows(server: Embedded) -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        table: sorted(server.query(f'SELECT t::text FROM "{table}" AS t').splitlines())
        for table in server.query(TABLES).splitlines()
    }


def test_restored_city_has_every_row_and_every_file(kept: Embedded, open_folder: Path) -> None:
    file = str(open_folder / "huiqi.tar")
    here = {"HUIQI_DATA_DIR": str(kept.folder.parent)}
    told = command("backup", file, **here)
    assert (told.returncode, told.stderr) == (0, "")
    again = command("backup", file, **here)
    assert again.returncode == 1
    assert "已经存在，没有覆盖它" in again.stderr
    before = rows(kept)

    there = open_folder / "there"
    told = command("restore", file, HUIQI_DATA_DIR=str(there))
    assert (told.returncode, told.stderr) == (0, "")
    assert (there / "files" / "ab" / "one").read_text(encoding="utf-8") == "惠企"
    other = Embedded.at(there / "postgres")
    other.start()
    try:
        assert rows(other) == before
    finally:
        other.stop()

    told = command("restore", file, HUIQI_DATA_DIR=str(there))
    assert told.returncode == 1
    assert "只能恢复到空的数据库" in told.stderr


def test_drill_restores_beside_and_leaves_nothing(kept: Embedded) -> None:
    told = command("drill", HUIQI_DATA_DIR=str(kept.folder.parent))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("演练成功：备份能够恢复：")
    assert kept.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'huiqi_drill%'") == "0"


@pytest.mark.verify  # another whole backup
def test_damaged_archive_is_refused_before_anything_is_written(
    kept: Embedded, open_folder: Path
) -> None:
    file = open_folder / "huiqi.tar"
    assert command("backup", str(file), HUIQI_DATA_DIR=str(kept.folder.parent)).returncode == 0
    with tarfile.open(file) as archive:
        place = archive.getmember("files/ab/one").offset_data
    with file.open("r+b") as bytes_of_it:
        bytes_of_it.seek(place)
        bytes_of_it.write(b"X")
    there = open_folder / "there"
    told = command("restore", str(file), HUIQI_DATA_DIR=str(there))
    assert told.returncode == 1
    assert "备份里的 files/ab/one 与备份时不同。" in told.stderr
    assert (there / "files").exists() is False


def test_every_table_that_differs_is_told() -> None:
    before = {"a": Contents(1, "1:1"), "b": Contents(2, "1:1"), "c": Contents(3, "1:1")}
    after = {"a": Contents(1, "1:1"), "b": Contents(2, "1:2"), "c": Contents(2, "1:1")}
    assert differences(before, after) == [
        "表 b 有 2 行，内容与备份时不同。",
        "表 c 备份时有 3 行，恢复后有 2 行。",
    ]
