"""席位、责任清单和代班: registered by a person, never empty, never deleted, and one way only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiqi.concerns.actions import seating
from huiqi.concerns.enums import SeatKind
from huiqi.concerns.models import Cover, Responsibility, Seat
from huiqi.concerns.queries.places import desk_on, duty_of, seat_on
from huiqi.concerns.views.seats import ACTS
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from tests.cast import LONGHUA, NANSHAN, NOW, TODAY, an_organization
from tests.concerns.conftest import ITEM, World
from tests.visits import client_of, page

PAGE = "/desk/concerns/seats/"
SOON = TODAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def seat(world: World, unit: Organization | None, **more: Any) -> Seat:
    given: dict[str, Any] = {"kind": SeatKind.DESK, "since": SOON} | more
    return seating.give_seat(unit=unit, actor=world.supervisor.actor, now=NOW, **given)


def duty(world: World, **more: Any) -> Responsibility:
    given: dict[str, Any] = {
        "item": ITEM,
        "district": "",
        "unit": world.bureau,
        "since": TODAY,
        "basis": "三定规定",
    } | more
    return seating.add_duty(actor=world.supervisor.actor, now=NOW, **given)


def cover(world: World, unit: Organization | None, by: Organization | None, **more: Any) -> Cover:
    given: dict[str, Any] = {"since": TODAY, "until": SOON, "reason": "搬迁"} | more
    return seating.set_cover(unit=unit, by=by, actor=world.supervisor.actor, now=NOW, **given)


def problems_of(act: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as told:
        act()
    return told.value.problems


def test_the_desk_passes_to_another_body_on_its_day_and_is_never_empty(world: World) -> None:
    seat(world, world.bureau)
    assert (desk_on(SOON - timedelta(days=1)), desk_on(SOON)) == (world.desk, world.bureau)
    spans = Seat.objects.filter(kind=SeatKind.DESK).order_by("since")
    assert list(spans.values_list("since", "until")) == [
        (date(2020, 1, 1), SOON),
        (SOON, None),
    ]
    entry = AuditEntry.objects.filter(verb="设诉求席位").get()
    assert entry.person_id == world.supervisor.person.pk


def test_the_desk_never_ends_but_other_seats_do(world: World) -> None:
    given: dict[str, Any] = {"until": SOON, "actor": world.supervisor.actor, "now": NOW}
    desk = Seat.objects.get(kind=SeatKind.DESK)
    with pytest.raises(Refused, match="诉求受理台不能空着"):
        seating.end_seat(seat=desk, **given)
    force = Seat.objects.get(kind=SeatKind.TASK_FORCE)
    seating.end_seat(seat=force, **given)
    assert seat_on(SeatKind.TASK_FORCE, SOON - timedelta(days=1)) == world.force
    assert seat_on(SeatKind.TASK_FORCE, SOON) is None
    with pytest.raises(WrongState, match="还没有写明止日"):
        seating.end_seat(seat=force, **given)
    with pytest.raises(Refused, match="上一个单位到 2021-10-30 为止"):
        seat(world, world.bureau, kind=SeatKind.TASK_FORCE, since=TODAY)


def test_every_flaw_of_a_seat_is_told_at_once(world: World) -> None:
    assert problems_of(lambda: seat(world, None, kind="x", since=None)) == (
        "选席位",
        "选一个市级或区级部门",
        "起日从 2021-10-20 到 2022-10-20 选",
    )
    empty = an_organization("市没有人的局", Kind.DEPARTMENT)
    assert problems_of(lambda: seat(world, empty)) == (
        "市没有人的局还没有人任办理岗位，诉求到了没有人看：先登记任职",
    )
    assert problems_of(lambda: seat(world, world.desk)) == ("这个单位已经在这个席位上",)


def test_a_duty_decides_where_a_concern_is_sent_until_its_day(world: World) -> None:
    assert duty_of(ITEM, NANSHAN, TODAY) == world.bureau
    made = duty(world, unit=world.group)
    assert duty_of(ITEM, NANSHAN, TODAY) == world.group
    duty(world, unit=world.other, district=NANSHAN)
    assert duty_of(ITEM, NANSHAN, TODAY) == world.other
    with pytest.raises(Refused, match="已经有承办单位，先写明它到哪一天为止"):
        duty(world)
    seating.end_duty(duty=made, until=SOON, actor=world.supervisor.actor, now=NOW)
    assert duty_of(ITEM, LONGHUA, SOON - timedelta(days=1)) == world.group
    assert duty_of(ITEM, LONGHUA, SOON) == world.bureau
    assert duty(world, since=SOON).unit == world.bureau


def test_every_flaw_of_a_duty_is_told_at_once(world: World) -> None:
    flaws = problems_of(
        lambda: duty(world, item="999999", district="110000", unit=world.other, basis=" ")
    )
    assert flaws == (
        "选诉求的事项",
        "选行政区，或者全市",
        "南山区工业和信息化局只管本区：行政区要选它所在的区",
        "请写明依据",
    )
    Seat.objects.filter(kind=SeatKind.DESK).delete()
    assert problems_of(lambda: duty(world)) == ("那一天还没有诉求受理台，没有人分派：先设受理台",)


def test_what_would_come_to_a_body_comes_to_the_one_that_covers(world: World) -> None:
    cover(world, world.desk, world.group)
    cover(world, world.bureau, world.force)
    assert (desk_on(TODAY), desk_on(SOON)) == (world.group, world.desk)
    assert (duty_of(ITEM, "", TODAY), duty_of(ITEM, "", SOON)) == (world.force, world.bureau)
    assert world.submitted().desk == world.group


def test_nobody_covers_for_whoever_covers(world: World) -> None:
    made = cover(world, world.bureau, world.force)
    assert problems_of(lambda: cover(world, world.force, world.group)) == (
        "市企业诉求专班那段时间在代别人的班，先换人代那个班",
    )
    assert problems_of(lambda: cover(world, world.desk, world.bureau)) == (
        "深圳市工业和信息化局自己那段时间由别人代班，选另一个单位",
    )
    assert problems_of(lambda: cover(world, world.bureau, world.group)) == (
        "这个单位在这段时间已经有代班的单位",
    )
    done = seating.end_cover(cover=made, actor=world.supervisor.actor, now=NOW)
    assert done.until == TODAY + timedelta(days=1)
    assert cover(world, world.bureau, world.group, since=done.until).by == world.group


def test_every_flaw_of_a_cover_is_told_at_once(world: World) -> None:
    assert problems_of(lambda: cover(world, None, None, until=TODAY, reason="")) == (
        "选暂时不能办的单位",
        "选一个市级或区级部门",
        "请写明原因",
        "止日要晚于起日，最多代 183 天",
    )
    assert problems_of(lambda: cover(world, world.desk, world.desk)) == ("选另一个单位代班",)


def test_database_itself_refuses_two_covers_at_a_time(world: World) -> None:
    made = cover(world, world.bureau, world.force)
    made.pk, made.by = None, world.group
    told = pytest.raises(IntegrityError, match="body_is_covered_by_one_at_a_time")
    with told, transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize("who", ["clerk", "chief", "other_officer", "owner"])
def test_only_supervisors_arrange_it(world: World, who: str) -> None:
    actor = getattr(world, who).actor
    with pytest.raises(Denied, match="席位、责任清单和代班由督办员登记"):
        seating.give_seat(kind=SeatKind.DESK, unit=world.bureau, since=SOON, actor=actor, now=NOW)
    with pytest.raises(Denied):
        seating.set_cover(
            unit=world.desk,
            by=world.bureau,
            since=TODAY,
            until=SOON,
            reason="x",
            actor=actor,
            now=NOW,
        )
    page(getattr(world, who), PAGE, 403)


def test_the_page_does_each_step_and_keeps_what_was(world: World) -> None:
    client = client_of(world.supervisor)

    def send(act: str, **given: object) -> int:
        return client.post(f"{PAGE}{act}/", given).status_code

    soon, bureau = SOON.isoformat(), world.bureau.pk
    assert send("seat", kind="task_force", unit=bureau, since=soon) == 302
    assert send("duty", item=ITEM, unit=bureau, since="2021-10-20", basis="三定规定") == 302
    assert (
        send("cover", unit=world.desk.pk, by=bureau, since="2021-10-20", until=soon, reason="搬迁")
        == 302
    )
    told = page(world.supervisor, PAGE)
    for word in ("三定规定", "搬迁", "还没有开始", "扶持资金未到账"):
        assert word in told
    assert send("end-cover", cover=Cover.objects.get().pk) == 302
    assert send("end-duty", duty=Responsibility.objects.get().pk, until=soon) == 302
    group = Seat.objects.get(kind=SeatKind.LEADING_GROUP)
    assert send("end-seat", seat=group.pk, until="2021-10-21") == 302
    Seat.objects.filter(pk=group.pk).update(until=TODAY)
    told = page(world.supervisor, PAGE)
    assert "今天没有单位担任：领导小组办公室" in told
    assert "市领导小组办公室" in told[told.index('id="s4-h"') :]


def test_a_duty_whose_people_have_all_left_is_marked(world: World) -> None:
    empty = an_organization("市没有人的局", Kind.DEPARTMENT)
    Responsibility.objects.create(item="0102", unit=empty, since=TODAY, basis="旧清单")
    assert "没有人在岗" in page(world.supervisor, PAGE)


def test_every_form_says_what_is_missing_and_never_breaks(world: World) -> None:
    client = client_of(world.supervisor)
    odd = dict.fromkeys(("since", "until"), "9999-12-31") | dict.fromkeys(
        ("unit", "by", "seat", "duty", "cover", "item", "district", "kind"), "9" * 30 + "\x00"
    )
    for sent in ({}, odd):
        answers = {act: client.post(f"{PAGE}{act}/", sent).status_code for act in ACTS}
        assert answers == dict.fromkeys(ACTS, 409)
    assert client.post(f"{PAGE}nothing/").status_code == 404


def test_duties_are_exported(world: World) -> None:
    duty(world)
    sent = client_of(world.supervisor).get(f"{PAGE}duties.xlsx")
    assert sent.content.startswith(b"PK")
