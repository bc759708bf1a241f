"""诉求的命令: what is open with its clocks, one of them, the figures, and what is due is done."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest

from huiqi.concerns.actions.working import sign_concern
from huiqi.concerns.enums import Cause, Kind, Level
from huiqi.concerns.models import Concern, Escalation
from huiqi.kernel.models import AuditEntry, ClockOffset
from tests.cast import NOW
from tests.cli.conftest import Huiqi
from tests.concerns.conftest import World, after, answered, confirmed


@pytest.fixture(autouse=True)
def _in_the_database_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.cli.city.database", nullcontext)


def signed(world: World, text: str) -> Concern:
    case = world.dispatched(world.submitted(text))
    return sign_concern(case=case, actor=world.first.actor, now=NOW)


def days_later(days: int) -> None:
    told = ClockOffset.objects.get()
    told.offset += timedelta(days=days)
    told.save()


def test_open_concerns_are_listed_with_owner_and_clock_the_soonest_due_first(
    world: World, huiqi: Huiqi
) -> None:
    case = signed(world, "第一件：补贴没到账。")
    new = world.submitted("另一件诉求：园区停电，设备停产。")
    over = answered(signed(world, "第三件：租金涨了。"), world.first, after(hours=1))
    confirmed(over, world, "solved", after(hours=2))
    told = huiqi("concerns", "list").lines
    assert told == [
        f"{new.number}　待分派　市诉求受理台　{new.title}",
        "10月20日 周三 15:30，今天",
        f"{case.number}　办理中　深圳市工业和信息化局　{case.title}",
        "10月25日 周一 18:00，剩 3 个工作日",
        "共 2 件。",
    ]
    (listed,) = huiqi("concerns", "list", "--state", "working", "--json").json
    assert (listed["number"], listed["due_at"], listed["late"], listed["firm"]) == (
        case.number,
        "2021-10-25T18:00:00+08:00",
        False,
        world.firm.name,
    )


def test_only_what_is_late_with_the_city_is_listed(world: World, huiqi: Huiqi) -> None:
    late = world.working()
    waiting = answered(signed(world, "第二件：租金涨了。"), world.first, after(days=1))
    days_later(40)
    (listed,) = huiqi("concerns", "list", "--late", "--json").json
    assert waiting.due_at is not None
    assert (listed["number"], listed["late"]) == (late.number, True)


def test_one_is_shown_with_every_clock_and_its_course(world: World, huiqi: Huiqi) -> None:
    case = answered(world.working(), world.first, after(hours=2))
    told = huiqi("concerns", "show", case.number).out
    for said in ("已答复，待企业确认", "首次答复", "2021-10-25 18:00", "已查明"):
        assert said in told
    shown = huiqi("concerns", "show", case.number, "--json").json
    assert [one["what"] for one in shown["course"]] == ["答复", "签收", "分派", "提交"]
    assert shown["first_due_at"] == "2021-10-25T18:00:00+08:00"
    assert AuditEntry.objects.filter(act="read", verb="concerns.read").count() == 2


def test_confidential_one_is_a_number_and_a_clock(world: World, huiqi: Huiqi) -> None:
    case = world.submitted(kind=Kind.REPORT)
    for asked in (("list",), ("show", case.number)):
        for form in ((), ("--json",)):
            told = huiqi("concerns", *asked, *form).out
            assert case.number in told
            assert case.title not in told
            assert world.firm.name not in told


def test_figures_tell_what_firms_said_beside_what_offices_closed(
    world: World, huiqi: Huiqi
) -> None:
    confirmed(answered(world.working(), world.first, after(hours=1)), world, "partly", after(1))
    world.submitted("另一件诉求：园区停电，设备停产。")
    told = huiqi("concerns", "figures", "--since", "2021-10-20", "--until", "2021-10-20", "--json")
    found = told.json
    assert (found["handed_in"], found["open_now"], found["closed"], found["partly"]) == (2, 1, 1, 1)
    assert (found["solved_percent"], found["closed_percent"]) == (0, 50)
    text = huiqi("concerns", "figures").out
    assert "2020-10-21 至 2021-10-20（含）提交的诉求" in text
    assert "在办" in text
    none = huiqi("concerns", "figures", "--until", "2021-10-19", "--json").json
    assert (none["handed_in"], none["closed_percent"]) == (0, None)


def test_what_is_due_is_done_once(world: World, huiqi: Huiqi) -> None:
    case = world.dispatched()
    days_later(2)
    told = huiqi("concerns", "tick", "--json").json
    assert told == {"deeds": [{"number": case.number, "deed": "lapse_sign"}], "failed": []}
    assert huiqi("concerns", "tick").lines == ["推进 0 件诉求，共 0 步。"]


def test_case_that_fails_is_told_and_the_command_says_so(world: World, huiqi: Huiqi) -> None:
    case = world.submitted()
    Escalation.objects.create(
        concern=case,
        cause=Cause.LADDER,
        level=Level.OFFICER,
        day=9,
        counted_from=case.ladder_from,
        unit=world.desk,
        at=after(days=1),
    )
    days_later(9)
    told = huiqi("concerns", "tick")
    assert told.code == 1
    assert f"1 件没有推进成：{case.number}。原因见日志。" in told.out


@pytest.mark.parametrize(
    ("asked", "whats"),
    [
        (("list", "--state", "ended"), ["在办的诉求没有状态「ended」。"]),
        (("show", "SQ-1"), ["没有诉求「SQ-1」。"]),
        (
            ("figures", "--since", "昨天", "--until", "2021-02-30"),
            ["「2021-02-30」不是日期。", "「昨天」不是日期。"],
        ),
        (
            ("figures", "--since", "2021-10-21", "--until", "2021-10-20"),
            ["2021-10-21 晚于 2021-10-20。"],
        ),
        (("figures", "--until", "9999-12-31"), ["9999-12-31 太晚。"]),
    ],
)
def test_what_cannot_be_used_is_told_in_chinese(
    world: World, huiqi: Huiqi, asked: tuple[str, ...], whats: list[str]
) -> None:
    told = huiqi("concerns", *asked, "--json")
    assert told.whats == whats


def test_figures_of_a_time_before_everything_are_nothing(world: World, huiqi: Huiqi) -> None:
    asked = ("concerns", "figures", "--since", "0001-01-01", "--until", "0001-01-02", "--json")
    found = huiqi(*asked).json
    assert (found["handed_in"], found["closed_percent"]) == (0, None)
