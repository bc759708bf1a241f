"""演示命令: loads the fictional city into an empty database."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from huiqi.citywide.tasks import ask_for_register
from huiqi.demo.load import load_city
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.opendata.actions import publish
from huiqi.policies.tasks import ask_for_count


class Command(BaseCommand):
    """演示: run as the owner of the tables, once; again it changes nothing."""

    help = "装入虚构的演示城市（只在空的数据库里装一次）"

    def handle(self, *_args: object, **_options: object) -> None:
        """执行."""
        found = load_city()
        publish(actor=SYSTEM, now=now())
        ask_for_count()  # for the worker: pages of the first day say how many firms may claim
        ask_for_register()  # and a policy can be tried on all of them
        told = "已装入" if found.is_new else "已在"
        self.stdout.write(
            f"演示城市{told}：{found.firms} 户企业、{found.people} 人、{found.facts} 条事实"
        )
