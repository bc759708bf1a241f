"""诉求的世界: one desk, one bureau with two officers and a chief, a task force, one firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiqi.concerns.actions import asking, working
from huiqi.concerns.actions.dispatching import dispatch_concern
from huiqi.concerns.actions.submitting import Filing, submit_concern
from huiqi.concerns.actions.working import sign_concern
from huiqi.concerns.enums import Kind, Resolution, SeatKind, Service
from huiqi.concerns.models import Concern, Seat
from huiqi.inbox.models import Todo
from huiqi.kernel.sight import everything
from huiqi.parties.enums import Kind as BodyKind
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import NANSHAN, NOW, Player, a_member, an_organization
from tests.cli.conftest import huiqi

__all__ = ["huiqi"]

TEXT = "我们公司去年的补贴公示完三个月了，钱一直没到账，想知道什么时候拨付。"
ITEM = "010201"  # 扶持资金未到账


@dataclass(frozen=True)
class World:
    """Who is who: 受理台 with 台甲 and 台乙, 主办 with 甲, 乙 and its chief, 专班, 领导小组."""

    firm: Organization
    owner: Player
    other_firm: Player
    desk: Organization
    clerk: Player
    clerk_two: Player
    bureau: Organization
    first: Player
    second: Player
    chief: Player
    other: Organization
    other_officer: Player
    force: Organization
    force_officer: Player
    group: Organization
    group_officer: Player
    supervisor: Player

    def submitted(
        self, text: str = TEXT, kind: str = Kind.HELP, now: datetime = NOW, **more: object
    ) -> Concern:
        filing = Filing(text=text, kind=kind, organization=self.firm, **more)  # type: ignore[arg-type]
        return submit_concern(filing=filing, actor=self.owner.actor, now=now)

    def dispatched(self, case: Concern | None = None, now: datetime = NOW) -> Concern:
        return dispatch_concern(
            case=case or self.submitted(),
            item=ITEM,
            unit=self.bureau,
            service=Service.ORDINARY,
            actor=self.clerk.actor,
            now=now,
        )

    def working(self, now: datetime = NOW) -> Concern:
        return sign_concern(case=self.dispatched(now=now), actor=self.first.actor, now=now)


@pytest.fixture
def world(
    chenglan: Organization, lan: Player, shan: Player, city_clock: datetime
) -> Iterator[World]:
    desk = an_organization("市诉求受理台", BodyKind.DEPARTMENT)
    bureau = an_organization("深圳市工业和信息化局", BodyKind.DEPARTMENT)
    other = an_organization("南山区工业和信息化局", BodyKind.DISTRICT_OFFICE, district=NANSHAN)
    force = an_organization("市企业诉求专班", BodyKind.DEPARTMENT)
    group = an_organization("市领导小组办公室", BodyKind.DEPARTMENT)
    for kind, body in (
        (SeatKind.DESK, desk),
        (SeatKind.TASK_FORCE, force),
        (SeatKind.LEADING_GROUP, group),
    ):
        Seat.objects.create(kind=kind, organization=body, since=date(2020, 1, 1))
    with everything():
        yield World(
            firm=chenglan,
            owner=lan,
            other_firm=shan,
            desk=desk,
            clerk=a_member("taijia", "台甲", desk, Role.BUREAU_OFFICER),
            clerk_two=a_member("taiyi", "台乙", desk, Role.SECTION_CHIEF),
            bureau=bureau,
            first=a_member("jia", "甲", bureau, Role.BUREAU_OFFICER),
            second=a_member("yi", "乙", bureau, Role.BUREAU_OFFICER),
            chief=a_member("chu", "处长", bureau, Role.SECTION_CHIEF),
            other=other,
            other_officer=a_member("qu", "区员", other, Role.DISTRICT_OFFICER),
            force=force,
            force_officer=a_member("ban", "专班员", force, Role.BUREAU_OFFICER),
            group=group,
            group_officer=a_member("zu", "组员", group, Role.BUREAU_OFFICER),
            supervisor=a_member("du", "督办", desk, Role.SUPERVISOR),
        )


def after(days: int = 0, hours: int = 0) -> datetime:
    """So much later than the city's first moment, Wednesday 2021-10-20 09:30."""
    return NOW + timedelta(days=days, hours=hours)


def open_todos(case: Concern) -> set[str]:
    found = Todo.objects.filter(kind="concerns.Concern", object_id=case.pk, done_at=None)
    return {f"{one.addressee}：{one.text}" for one in found}


def replied(world: World, offered: str = Resolution.SOLVED, **more: Any) -> Concern:
    return working.reply_to_concern(
        case=world.working(),
        text="拨付计划已排在 11 月 5 日，届时到账。",
        offered=offered,
        actor=world.first.actor,
        now=after(hours=2),
        **more,
    )


def confirmed(case: Concern, world: World, answer: str, now: datetime) -> Concern:
    return asking.confirm_reply(
        case=case, answer=answer, text="还是没到账", actor=world.owner.actor, now=now
    )


def answered(case: Concern, officer: Player, now: datetime) -> Concern:
    return working.reply_to_concern(
        case=case, text="已查明", offered=Resolution.SOLVED, actor=officer.actor, now=now
    )
