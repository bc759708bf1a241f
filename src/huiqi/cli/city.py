"""城市的命令: those that look into the running city's database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from huiqi.cli import output
from huiqi.config.archive import BadArchive, last_anchor
from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.postgres import Embedded
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.kernel.proof import Proof


@contextmanager
def database() -> Iterator[None]:
    """数据库: ready for Django; started for the moment when it was not running."""
    try:
        environment = Environment.read()
        embedded = Embedded.at(environment.data / "postgres") if environment.is_embedded else None
        started = embedded.start() if embedded else False
    except (BadEnvironment, NoDatabase) as error:
        raise Refused([Problem(str(error))]) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    try:
        import django

        django.setup()
        yield
    finally:
        if embedded and started:
            embedded.stop()


@contextmanager
def acting(failed: str) -> Iterator[None]:
    """办理: as the system, seeing everything; refusals in the words of the command line.

    ``failed`` says what was not done, for a database that does not answer.
    """
    from django.db import DatabaseError

    from huiqi.kernel.refusals import Refused as No

    with database():
        from huiqi.parties.scope import everything

        try:
            with everything():
                yield
        except No as no:
            raise Refused(Problem(sentence) for sentence in no.problems) from None
        except DatabaseError as error:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            why = f"（数据库报告：{str(error).splitlines()[0]}）"
            raise Refused([Problem(failed, why, fix)]) from None


def verify_audit(against: str | None, *, as_json: bool) -> int:
    """核验审计: the seals, their anchors and the files; Refused with all that does not agree.

    ``against`` is a backup, whose last seal has to be in the database as it was.
    """
    from django.db import DatabaseError

    kept = _kept_in(against) if against else None
    with database():
        from django.conf import settings

        from huiqi.kernel.anchors import Anchors
        from huiqi.kernel.files import Store
        from huiqi.kernel.proof import proved

        store = Store(settings.ENVIRONMENT.data / "files")
        try:
            found = proved(Anchors(settings.AUDIT_ANCHORS), store, kept)
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("审计记录读不出来。", fix=fix)]) from None
    if found.problems:
        raise Refused(Problem(problem) for problem in found.problems)
    _tell(found, as_json=as_json)
    return 0


def _kept_in(backup: str) -> Mapping[str, object]:
    try:
        return last_anchor(Path(backup))
    except BadArchive as error:
        raise Refused([Problem(str(error))]) from None


def _tell(found: Proof, *, as_json: bool) -> None:
    audit = found.audit
    told = {"seals": audit.seals, "entries": audit.entries, "unsealed": audit.unsealed}
    if as_json:
        output.print_json(told | {"files": found.files, "last_seal": found.last or None})
        return
    page = output.Page()
    page.line(
        f"{audit.seals} 个封存、{audit.entries} 条记录、{found.files} 个文件，全部相符；"
        f"另有 {audit.unsealed} 条还没有封存。",
        style="green",
    )
    if found.last:
        number, _, digest = found.last.partition(":")
        page.line(f"最后一个封存是 {number} 号，哈希 {digest}。抄存在城市之外，以后可以对照。")
