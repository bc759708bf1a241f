"""锚点: what every seal of the audit was when it was made, written outside the database.

The chain of seals shows what was changed within it; whoever cuts off its end, or makes all of
it anew, leaves a chain that agrees with itself. It does not agree with this file, nor with the
copies of its last line in every backup and wherever ``huiqi audit verify`` was read.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import IO, Any, Final

from huiqi.kernel.models import AuditSeal

NAME: Final = "audit-anchors.jsonl"  # in the city's folder and in its backups
# A seal is committed before its line is written: a crash in between leaves one without.
AHEAD: Final = 1

Line = dict[str, Any]


def line_of(seal: AuditSeal) -> Line:
    """一行: all that a seal says, as it is written."""
    told = {field.attname: field.value_from_object(seal) for field in seal._meta.concrete_fields}
    return told | {"at": seal.at.astimezone(UTC).isoformat()}


class Anchors:
    """锚点文件: one line of JSON for each seal, in order, only ever added to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def extend(self) -> int:
        """补写: the seals after the last one written, on disk when this returns; how many.

        Half a line that a crash left is written again.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = _last_of(file)
            lines = [line_of(one) for one in AuditSeal.objects.filter(id__gt=last).order_by("id")]
            file.write("".join(_written(one) for one in lines).encode())
            file.flush()
            os.fsync(file.fileno())
        return len(lines)

    def problems(self) -> list[str]:
        """不符之处: of the seals in the database, one sentence each."""
        written, problems = self._read()
        there = {one.pk: line_of(one) for one in AuditSeal.objects.order_by("id").iterator()}
        problems += list(_differences(written, there))
        ahead = [pk for pk in there if pk > max(written, default=0)]
        if len(ahead) > AHEAD:
            problems.append(
                f"有 {len(ahead)} 个封存没有锚点（从封存 {ahead[0]} 起）："
                f"锚点文件 {self.path.name} 不在，或被删短。"
                "刚升级的城市，等后台任务一分钟后补写再核验。"
            )
        return problems

    def _read(self) -> tuple[dict[int, Line], list[str]]:
        """The lines by the number of their seal, and what is wrong with the file itself."""
        if not self.path.exists():
            return {}, []
        found: dict[int, Line] = {}
        problems: list[str] = []
        before = 0
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                line = _parsed(raw)
                if line is None:
                    problems.append(f"锚点文件第 {number} 行读不懂，文件被改动过。")
                    continue
                if line["id"] <= before:
                    problems.append(f"锚点文件第 {number} 行的次序不对，文件被改动过。")
                before = line["id"]
                found[before] = line
        return found, problems


def compared(line: Mapping[str, Any]) -> str:
    """与封存核对: what is wrong with the seal that ``line`` was written for, "" when nothing is."""
    found = AuditSeal.objects.filter(pk=line["id"]).first()
    there = {found.pk: line_of(found)} if found else {}
    return "".join(_differences({line["id"]: dict(line)}, there))


def _differences(written: Mapping[int, Line], there: Mapping[int, Line]) -> Iterator[str]:
    for pk, line in written.items():
        if pk not in there:
            covered = f"记录 {line.get('first_id')} 至 {line.get('last_id')}"
            yield f"封存 {pk}（{covered}）有锚点，数据库里却没有。"
        elif there[pk] != line:
            yield f"封存 {pk} 与写下锚点时不同，它或它之前的历史被改写。"
    for pk in there:
        if pk not in written and pk < max(written, default=0):
            yield f"封存 {pk} 没有锚点，是后来插入的，或锚点被删。"


def _parsed(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("id"), int) else None


def _written(line: Line) -> str:
    return json.dumps(line, sort_keys=True) + "\n"


def _last_of(file: IO[bytes]) -> int:
    """The number in the last whole line; what follows it is cut off. 0 for an empty file."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - 4096))
    tail = file.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    file.truncate(start + len(whole))
    lines = whole.splitlines()
    line = _parsed(lines[-1]) if lines else None
    return int(line["id"]) if line else 0
