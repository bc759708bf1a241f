"""城市的命令: those that look into the running city's database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from huiqi.cli import output
from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.postgres import Embedded
from huiqi.rules.problems import Problem, Refused


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


def verify_audit(*, as_json: bool) -> int:
    """核验审计: every seal against its entries; Refused with everything that does not agree."""
    from django.db import DatabaseError

    with database():
        from huiqi.kernel import audit

        try:
            found = audit.verify()
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("审计记录读不出来。", fix=fix)]) from None
    if found.problems:
        raise Refused(Problem(problem) for problem in found.problems)
    told = {"seals": found.seals, "entries": found.entries, "unsealed": found.unsealed}
    if as_json:
        output.print_json(told)
    else:
        output.Page().line(
            f"{found.seals} 个封存、{found.entries} 条记录，全部相符；"
            f"另有 {found.unsealed} 条还没有封存。",
            style="green",
        )
    return 0
