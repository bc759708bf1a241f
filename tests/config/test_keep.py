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
def kept(prepared: Embedded) -> Embedded:
    """A city with rows and a file."""
    prepared.start()
    prepared.query(
        "INSERT INTO kernel_sequence (prefix, year, last)"
        " SELECT 'T', n, n * 3 FROM generate_series(2000, 2200) AS n"
    )
    file = prepared.folder.parent / "files" / "ab" / "one"
    file.parent.mkdir(parents=True)
    file.write_bytes("惠企".encode())
    return prepared


def rows(server: Embedded) -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        table: sorted(server.query(f'SELECT t::text FROM "{table}" AS t').splitlines())
        for table in server.query(TABLES).splitlines()
    }


@pytest.mark.verify  # the drill below restores every day
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


ENTRIES = """
INSERT INTO kernel_auditentry (act, verb, kind, purpose, detail, at)
SELECT 'write', '登记', '', '', jsonb_build_object('编号', n), now() FROM generate_series(1, 9) AS n
"""
AS_SUPERUSER = "SET session_replication_role = 'replica'; "


def seal(server: Embedded) -> None:
    """What the job worker does every minute."""
    tick = "from huiqi.kernel.tasks import seal_audit; seal_audit(timestamp=0)"
    django = f"import django; django.setup(); {tick}"
    ours = {"HUIQI_DATA_DIR": str(server.folder.parent)}
    settings = {"DJANGO_SETTINGS_MODULE": "huiqi.config.settings"}
    subprocess.run([sys.executable, "-c", django], env=surroundings(**ours, **settings), check=True)


@pytest.mark.verify  # two backups and restores
def test_drill_after_tampering_says_what_was_changed_and_the_backup_is_whole(
    kept: Embedded, open_folder: Path
) -> None:
    here = {"HUIQI_DATA_DIR": str(kept.folder.parent)}
    command("backup", str(open_folder / "empty.tar"), **here)
    kept.query(ENTRIES)
    subprocess.run(
        [sys.executable, "-m", "django", "grant"],
        env=surroundings(
            **here, HUIQI_AS_OWNER="1", DJANGO_SETTINGS_MODULE="huiqi.config.settings"
        ),
        check=True,
    )
    seal(kept)
    kept.query(ENTRIES)
    seal(kept)
    file = str(open_folder / "huiqi.tar")
    assert command("backup", file, **here).returncode == 0
    told = command("audit", "verify", "--against", file, **here)
    assert (told.returncode, told.stderr) == (0, "")
    assert "2 个封存、18 条记录、0 个文件，全部相符" in told.stdout

    kept.query(AS_SUPERUSER + "UPDATE kernel_auditentry SET verb = '没有' WHERE id = 3")
    kept.query(AS_SUPERUSER + "DELETE FROM kernel_auditseal WHERE id = 2")
    kept.query(AS_SUPERUSER + "DELETE FROM kernel_auditentry WHERE id > 9")
    told = command("audit", "verify", **here)
    assert told.returncode == 1
    assert "封存 1（记录 1 至 9）的内容与封存时不同。" in told.stderr
    assert "封存 2（记录 10 至 18）有锚点，数据库里却没有。" in told.stderr
    told = command("audit", "verify", "--against", str(open_folder / "empty.tar"), **here)
    assert "里没有审计的锚点，不能拿来核对。" in told.stderr

    there = {"HUIQI_DATA_DIR": str(open_folder / "there")}
    told = command("restore", file, **there)
    assert (told.returncode, told.stderr) == (0, "")
    told = command("audit", "verify", "--against", file, **there)
    assert (told.returncode, told.stderr) == (0, "")
    assert "2 个封存、18 条记录、0 个文件，全部相符" in told.stdout


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
