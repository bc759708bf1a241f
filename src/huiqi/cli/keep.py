"""备份的命令: a city in one file, brought back, and the drill that shows that it can be."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from huiqi.cli import output
from huiqi.config import archive
from huiqi.config.binaries import Binaries, NoDatabase, find_binaries
from huiqi.config.databases import owner_of
from huiqi.config.environment import BadEnvironment, Database, Environment
from huiqi.config.ordinary import connect
from huiqi.config.postgres import Embedded
from huiqi.rules.problems import Problem, Refused


@dataclass(frozen=True)
class Kept:
    """所备之城: its database as the owner, its files, and the programs to copy with."""

    database: Database
    files: Path
    binaries: Binaries


def backup(file: str, *, as_json: bool) -> int:
    """备份: Refused when the file exists or the database cannot be read."""
    with _city() as city:
        held = archive.backup(city.database, city.files, Path(file).absolute(), city.binaries)
    return _told(f"已备份到 {file}", held, as_json=as_json)


def restore(file: str, *, as_json: bool) -> int:
    """恢复: into an empty database; the audit and every table are compared. Refused otherwise."""
    with _city() as city:
        held = archive.restore(Path(file).absolute(), city.database, city.files, city.binaries)
        _django("grant", {})
        _django("anchor", {})
        _verify_audit({})
    return _told("已恢复", held, as_json=as_json)


def drill(*, as_json: bool) -> int:
    """演练: backup, restore into a scratch database, compare; Refused with what differs."""
    with _city() as city, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drill.tar"
        archive.backup(city.database, city.files, file, city.binaries)
        with _scratch(city.database) as scratch:
            held = archive.restore(file, scratch, Path(folder) / "files", city.binaries)
    return _told("演练成功：备份能够恢复", held, as_json=as_json)


@contextmanager
def _city() -> Iterator[Kept]:
    """The city's database, started for the moment when it was not running."""
    try:
        environment = Environment.read()
        embedded = Embedded.at(environment.data / "postgres") if environment.is_embedded else None
        started = embedded.start() if embedded else False
        try:
            files = environment.data / "files"
            yield Kept(owner_of(environment), files, find_binaries())
        finally:
            if embedded and started:
                embedded.stop()
    except (BadEnvironment, NoDatabase, archive.BadArchive) as error:
        raise Refused([Problem(line) for line in str(error).splitlines()]) from None


@contextmanager
def _scratch(database: Database) -> Iterator[Database]:
    name = f"huiqi_drill_{secrets.token_hex(4)}"
    with closing(connect(database)) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield replace(database, name=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _verify_audit(ours: Mapping[str, str]) -> None:
    _run(["-m", "huiqi.cli", "audit", "verify"], ours)


def _django(word: str, ours: Mapping[str, str]) -> None:
    _run(["-m", "django", word], {"DJANGO_SETTINGS_MODULE": "huiqi.config.settings", **ours})


def _run(words: list[str], ours: Mapping[str, str]) -> None:
    done = subprocess.run(  # nosec B603 -- our own words
        [sys.executable, *words],
        env={**os.environ, **ours, "HUIQI_AS_OWNER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoDatabase(f"数据已恢复，但「{words[-1]}」没有通过：{done.stderr.strip()}")


def _told(what: str, held: Mapping[str, archive.Contents], *, as_json: bool) -> int:
    rows = sum(one.rows for one in held.values())
    if as_json:
        output.print_json({"tables": len(held), "rows": rows})
    else:
        output.Page().line(f"{what}：{len(held)} 张表，{rows} 行。", style="green")
    return 0
