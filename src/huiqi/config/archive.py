"""备份: the database and the files of a city in one archive, each part under its hash.

What the database held is told table by table in the manifest, taken from the same snapshot as
the dump: after a restore every table is counted and compared again.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

import psycopg
from psycopg import sql

from huiqi.config.binaries import Binaries, NoDatabase, Pipe
from huiqi.config.environment import Database
from huiqi.config.ordinary import connect

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
FILES: Final = "files/"
ANCHORS: Final = "audit-anchors.jsonl"  # of the audit's seals; beside the folder of the files
PIECE: Final = 1024 * 1024
HOURS: Final = 6 * 3600  # a big city's dump may take its time
# Whoever copies sees every firm's rows, even where row-level security binds the owner.
SCOPE: Final = {"PGOPTIONS": "-c huiqi.scope=all"}
_TABLES: Final = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
# A sum over the rows does not depend on their order.
_DIGEST: Final = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)
     , coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)
FROM (SELECT md5(t::text) AS h FROM {} AS t) AS hashed
"""
_SETTINGS: Final = (
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'postgres'",
    "SET huiqi.scope = 'all'",
)


class BadArchive(RuntimeError):
    """备份不能使用: the message says what is wrong, all of it."""


@dataclass(frozen=True)
class Contents:
    """表的内容: how many rows, and a hash that changes when any of them does."""

    rows: int
    digest: str


def contents(connection: psycopg.Connection) -> dict[str, Contents]:
    """各表内容: of every table, by name; within the transaction that is open."""
    for setting in _SETTINGS:
        connection.execute(setting)
    tables = [name for (name,) in connection.execute(_TABLES)]
    return {name: _contents(connection, name) for name in tables}


def _contents(connection: psycopg.Connection, table: str) -> Contents:
    found = connection.execute(sql.SQL(_DIGEST).format(sql.Identifier(table))).fetchone()
    assert found
    rows, first, second = found
    return Contents(int(rows), f"{int(first)}:{int(second)}")


def differences(before: Mapping[str, Contents], after: Mapping[str, Contents]) -> list[str]:
    """不同之处: one sentence for each table that is not the same, in order."""
    return list(_differences(before, after))


def _differences(before: Mapping[str, Contents], after: Mapping[str, Contents]) -> Iterator[str]:
    for table in sorted(before.keys() | after.keys()):
        one, other = before.get(table), after.get(table)
        if one is None or other is None:
            yield f"表 {table} 只在{'备份' if one else '恢复'}后的数据库里。"
        elif one.rows != other.rows:
            yield f"表 {table} 备份时有 {one.rows} 行，恢复后有 {other.rows} 行。"
        elif one != other:
            yield f"表 {table} 有 {one.rows} 行，内容与备份时不同。"


# Backup


def backup(
    database: Database, files: Path, target: Path, binaries: Binaries
) -> dict[str, Contents]:
    """备份: into ``target``, which must not exist; what the tables held.

    The dump is taken before the files are read: a file is on disk before its row is committed
    and never changed after, so every row of the dump has its file. The anchors of the audit
    are read before the dump: they are written after their seals, so none is without its seal.
    """
    if target.exists():
        raise BadArchive(f"「{target}」已经存在，没有覆盖它。请换一个文件名。")
    partial = target.with_name(f".{target.name}.partial")
    anchors = _anchors_beside(files)
    with tempfile.TemporaryFile() as dump, closing(connect(database)) as connection:
        held = _dump(connection, database, dump, binaries)
        hashes: dict[str, str] = {}
        try:
            with tarfile.open(partial, "w") as archive:
                dump.seek(0)
                hashes[DUMP] = _add(archive, DUMP, dump)
                hashes[ANCHORS] = _add(archive, ANCHORS, io.BytesIO(anchors))
                for path in sorted(one for one in files.rglob("*") if one.is_file()):
                    with path.open("rb") as source:
                        name = FILES + path.relative_to(files).as_posix()
                        hashes[name] = _add(archive, name, source)
                tables = {name: [one.rows, one.digest] for name, one in held.items()}
                told = {"format": FORMAT, "sha256": hashes, "tables": tables}
                told["last_anchor"] = (anchors.decode().splitlines() or [""])[-1]
                _add_manifest(archive, told)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return held


def _anchors_beside(files: Path) -> bytes:
    path = files.with_name(ANCHORS)
    return path.read_bytes() if path.exists() else b""


def _dump(
    connection: psycopg.Connection, database: Database, into: BinaryIO, binaries: Binaries
) -> dict[str, Contents]:
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    found = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert found
    done = binaries.run(
        *("pg_dump", "-Fc", "--no-owner", "--no-privileges", "--enable-row-security"),
        *("--snapshot", str(found[0]), *database.words()),
        seconds=HOURS,
        pipe=Pipe(into=into, variables=database.variables() | SCOPE),
    )
    if done.code:
        raise NoDatabase(f"数据库没有备份成：{done.said.strip()}")
    held = contents(connection)
    connection.rollback()
    return held


def _add(archive: tarfile.TarFile, name: str, source: BinaryIO) -> str:
    digest = _hash(source)
    member = tarfile.TarInfo(name)
    member.size = source.tell()
    member.mode = 0o600
    source.seek(0)
    archive.addfile(member, source)
    return digest


def _add_manifest(archive: tarfile.TarFile, told: Mapping[str, object]) -> None:
    with tempfile.TemporaryFile() as written:
        written.write(json.dumps(told, ensure_ascii=False, indent=1).encode())
        written.seek(0)
        _add(archive, MANIFEST, written)


# Restore


def restore(
    source: Path, database: Database, files: Path, binaries: Binaries
) -> dict[str, Contents]:
    """恢复: into an empty database; what the tables hold now.

    BadArchive before anything is written when a hash is wrong, and after when a table is not
    what it was. The database is restored whole or not at all.
    """
    try:
        archive = tarfile.open(source)  # noqa: SIM115 -- closed below
    except tarfile.TarError:
        raise BadArchive(f"「{source}」不是惠企的备份文件。") from None
    with archive, tempfile.TemporaryFile() as dump:
        told = _manifest(archive, source)
        _verify(archive, told["sha256"])
        with closing(connect(database)) as connection:
            if connection.execute(_TABLES).fetchone():
                raise BadArchive(
                    f"数据库 {database.place} 里已经有表。只能恢复到空的数据库："
                    "请另建一个，或用 HUIQI_DATA_DIR 指出一个新的文件夹。"
                )
            _load(archive, database, dump, binaries)
            _unpack(archive, told["sha256"], files)
            _bring_back_anchors(archive, told["sha256"], files)
            held = contents(connection)
    before = {name: Contents(*one) for name, one in told["tables"].items()}
    if wrong := differences(before, held):
        raise BadArchive("\n".join(wrong))
    return held


def last_anchor(source: Path) -> dict[str, object]:
    """备份的末个封存: the last seal of the audit when it was taken; BadArchive when it has none."""
    try:
        with tarfile.open(source) as archive:
            line = _manifest(archive, source).get("last_anchor")
    except (tarfile.TarError, OSError):
        raise BadArchive(f"「{source}」不是惠企的备份文件，或打不开。") from None
    if not line:
        raise BadArchive(f"「{source}」里没有审计的锚点，不能拿来核对。")
    return dict(json.loads(str(line)))


def _manifest(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        found = archive.extractfile(MANIFEST)
        assert found
        told = json.load(found)
        if told["format"] == FORMAT:
            return dict(told)
    except (KeyError, AssertionError, ValueError, TypeError, tarfile.TarError):
        pass
    raise BadArchive(f"「{source}」不是惠企的备份文件，或由更新的版本写成。")


def _verify(archive: tarfile.TarFile, hashes: Mapping[str, str]) -> None:
    there = set(archive.getnames()) - {MANIFEST}
    wrong = [f"备份里缺少 {name}。" for name in sorted(hashes.keys() - there)]
    wrong += [f"备份里多出 {name}。" for name in sorted(there - hashes.keys())]
    for name in sorted(there & hashes.keys()):
        found = archive.extractfile(name)
        if found is None or _hash(found) != hashes[name]:
            wrong.append(f"备份里的 {name} 与备份时不同。")
    if wrong:
        raise BadArchive("\n".join(wrong))


def _hash(source: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := source.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _load(archive: tarfile.TarFile, database: Database, dump: BinaryIO, binaries: Binaries) -> None:
    found = archive.extractfile(DUMP)
    if found is None:
        raise BadArchive("备份里没有数据库。")
    shutil.copyfileobj(found, dump, PIECE)
    dump.seek(0)
    done = binaries.run(
        *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"),
        *("--single-transaction", "--enable-row-security", *database.words()),
        seconds=HOURS,
        pipe=Pipe(source=dump, variables=database.variables() | SCOPE),
    )
    if done.code:
        raise NoDatabase(f"数据库没有恢复成，仍是空的：{done.said.strip()}")


def _bring_back_anchors(archive: tarfile.TarFile, hashes: Mapping[str, str], files: Path) -> None:
    """Those of the backup; others that lie there already are kept under another name."""
    if ANCHORS not in hashes:
        return
    found = archive.extractfile(ANCHORS)
    assert found
    path, wanted = files.with_name(ANCHORS), found.read()
    if path.exists() and path.read_bytes() != wanted:
        with path.open("rb") as before:
            path.rename(path.with_name(f"audit-anchors-{_hash(before)[:12]}.jsonl"))
    path.write_bytes(wanted)


def _unpack(archive: tarfile.TarFile, hashes: Mapping[str, str], files: Path) -> None:
    """Each file beside its place and renamed when it is whole; what is there already stays."""
    for name in hashes:
        if not name.startswith(FILES):
            continue
        target = files / name.removeprefix(FILES)
        if not target.resolve().is_relative_to(files.resolve()):
            raise BadArchive(f"备份里的 {name} 指向文件夹之外。")
        found = archive.extractfile(name)
        assert found
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.partial")
        with partial.open("wb") as written:
            shutil.copyfileobj(found, written, PIECE)
        partial.replace(target)
