"""账本的命令: proves the books of the running city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli import output
from huiqi.cli.city import database
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.ledger.proof import Report


def verify_ledger(*, as_json: bool) -> int:
    """核验账本: prints a signed report; Refused with everything that does not agree."""
    from django.db import DatabaseError

    with database():
        from django.conf import settings

        from huiqi.kernel.anchors import Anchors
        from huiqi.kernel.now import now
        from huiqi.ledger.proof import verify
        from huiqi.ledger.proof.verify import sign

        try:
            found = verify(now(), Anchors(settings.AUDIT_ANCHORS))
            sign(found)
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("账本读不出来。", fix=fix)]) from None
    if found.problems:
        signed = Problem(f"核验报告的签名 {found.signature}，已记入审计。")
        raise Refused([*(Problem(problem) for problem in found.problems), signed])
    _tell(found, as_json=as_json)
    return 0


def _tell(found: Report, *, as_json: bool) -> None:
    if as_json:
        told = {"at": found.at.isoformat(), "entries": found.entries, "legs": found.legs}
        told |= {"accounts": found.accounts, "seals": found.seals, "unsealed": found.unsealed}
        output.print_json(told | {"last_seal": found.last or None, "signature": found.signature})
        return
    page = output.Page()
    for line in found.text().splitlines():
        page.line(line, style="green" if line == "全部相符" else "")
    page.line(f"签名 {found.signature}，已记入审计，随下一个封存写进数据库之外的锚点。")
