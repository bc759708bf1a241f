"""关注命令: what the worker does every few minutes for those who follow, done now."""

from __future__ import annotations

from dataclasses import asdict

from huiqi.cli import output
from huiqi.cli.city import database
from huiqi.rules.problems import Problem, Refused


def check(*, as_json: bool) -> int:
    """再判断并告知: how much there was to do; once done, a second time does nothing."""
    with database():
        from django.db import DatabaseError

        from huiqi.follow.tasks import followed_now

        try:
            done = followed_now()
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("关注的记录读不出来。", fix=fix)]) from None
    if as_json:
        output.print_json(asdict(done))
        return 0
    page = output.Page()
    page.line(
        f"重新判断 {done.judged} 项等候，满足 {done.met} 项；"
        f"告知变化 {done.told} 件，提醒期限 {done.reminded} 件。"
    )
    return 0
