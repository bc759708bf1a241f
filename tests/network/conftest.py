"""群服务的世界: an office, a district with two commissioners, a bureau, one listed firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.sight import everything
from huiqi.network.actions.handing import assign_commissioner, list_firm
from huiqi.network.actions.organizing import appoint_officer, open_organ
from huiqi.network.actions.visiting import Promised, plan_visit, record_visit
from huiqi.network.enums import OrganKind, Part, Tier, Way
from huiqi.network.models import KeyFirm, Officer, Organ, Visit
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from tests.cast import LONGHUA, NANSHAN, NOW, Player, a_member, an_organization


@dataclass(frozen=True)
class World:
    """Who is who: 办公室 with 办员; 南山 with 甲, 乙; 龙华 with 丙; 局 with 局员; a key firm."""

    firm: Organization
    owner: Player
    stranger: Player
    office: Organization
    keeper: Player
    one: Player
    two: Player
    far: Player
    bureau: Organization
    visitor: Player
    officers: dict[str, Officer]
    force: Organ
    group: Organ
    key: KeyFirm

    def assigned(self, now: datetime = NOW) -> KeyFirm:
        return assign_commissioner(
            key_firm=self.key, officer=self.officers["one"], actor=self.keeper.actor, now=now
        )

    def planned(self, who: str = "one", now: datetime = NOW, **more: object) -> Visit:
        given = {
            "firm": self.firm,
            "way": Way.VISIT,
            "purpose": "了解用工和订单",
            "planned_on": now.date(),
            "reason": "",
        } | more
        return plan_visit(actor=getattr(self, who).actor, now=now, **given)  # type: ignore[arg-type]

    def made(self, who: str = "one", now: datetime = NOW, promise: str = "") -> Visit:
        given = [Promised(promise, now.date() + timedelta(days=9))] if promise else []
        return record_visit(
            visit=self.planned(who, now),
            made_on=now.date(),
            findings="订单稳定，缺两名工程师",
            people_of_firm="陈岚",
            people_of_city="",
            promised=given,
            actor=getattr(self, who).actor,
            now=now,
        )


ORGANS = (
    (OrganKind.OFFICE, "领导小组办公室"),
    (OrganKind.LEADING_GROUP, "市企业服务工作领导小组"),
    (OrganKind.TASK_FORCE, "要素保障专班"),
)


def _organ(kind: OrganKind, name: str, body: Organization) -> Organ:
    return open_organ(
        kind=kind, name=name, topic="用地用电", organization=body, actor=SYSTEM, now=NOW
    )


def _officer(player: Player, body: Organization) -> Officer:
    return appoint_officer(
        person=player.person,
        organization=body,
        part=Part.CHIEF,
        phone="0755-88101234",
        actor=SYSTEM,
        now=NOW,
    )


@pytest.fixture
def world(
    chenglan: Organization, lan: Player, shan: Player, city_clock: datetime
) -> Iterator[World]:
    office = an_organization("市中小企业服务局", Kind.DEPARTMENT)
    nanshan = an_organization("南山区企业服务中心", Kind.DISTRICT_OFFICE, district=NANSHAN)
    longhua = an_organization("龙华区企业服务中心", Kind.DISTRICT_OFFICE, district=LONGHUA)
    bureau = an_organization("深圳市工业和信息化局", Kind.DEPARTMENT)
    people = {
        "keeper": a_member("banyuan", "办员", office, Role.BUREAU_OFFICER),
        "one": a_member("jia", "甲", nanshan, Role.COMMISSIONER),
        "two": a_member("yi", "乙", nanshan, Role.COMMISSIONER),
        "far": a_member("bing", "丙", longhua, Role.COMMISSIONER),
        "visitor": a_member("juyuan", "局员", bureau, Role.BUREAU_OFFICER),
    }
    at = {"one": nanshan, "two": nanshan, "far": longhua}
    with everything():
        organs = [_organ(kind, name, office) for kind, name in ORGANS]
        officers = {who: _officer(people[who], body) for who, body in at.items()}
        key = list_firm(
            organization=chenglan, tier=Tier.CITY, actor=people["keeper"].actor, now=NOW
        )
        yield World(
            firm=chenglan,
            owner=lan,
            stranger=shan,
            office=office,
            bureau=bureau,
            officers=officers,
            force=organs[2],
            group=organs[1],
            key=key,
            **people,
        )


def after(days: int = 0, hours: int = 0) -> datetime:
    """So much later than the city's first moment, Wednesday 2021-10-20 09:30."""
    return NOW + timedelta(days=days, hours=hours)
