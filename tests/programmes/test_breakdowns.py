"""测得的中断与一键延期: what we measured of ourselves warrants it, or it is said why not."""

from datetime import datetime, timedelta

import pytest

from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.uptime import A_MINUTE, note
from huiqi.programmes import actions
from huiqi.programmes.breakdowns import LAST_HOUR, LEAST_DOWN_MINUTES, breakdown_of, new_end
from huiqi.programmes.models import Call, CallExtension
from tests.cast import NOW, Player
from tests.programmes.applying import CLOSES
from tests.programmes.pages import browser, read, set_clock, told

pytestmark = pytest.mark.django_db

FRIDAY_SIX = datetime(2021, 11, 19, 18, 0, tzinfo=CITY)  # CLOSES
MONDAY_SIX = datetime(2021, 11, 22, 18, 0, tzinfo=CITY)
REASON = "截止前一小时（2021-11-19 17:00 至 18:00）测得服务中断 {}"


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _whole_minutes(call: Call) -> None:
    """A minute of the city is one of the real clock, as where nothing is shifted."""
    in_whole_minutes()


def in_whole_minutes() -> None:
    shifted = ClockOffset.objects.get(pk=1)
    shifted.offset = shifted.offset // A_MINUTE * A_MINUTE
    shifted.save()


def measured(*down: int) -> None:
    """Every minute of the last hour was answered but for those after so many minutes."""
    offset = ClockOffset.objects.get(pk=1).offset
    for place in range(-1, 60):
        if place not in down:
            note(CLOSES - LAST_HOUR + A_MINUTE * place - offset, 3, 0)


@pytest.fixture
def down(call: Call) -> Call:
    """Ten minutes of the last hour nobody was answered, in two spans."""
    measured(*range(20, 27), *range(40, 43))
    return call


def test_so_many_minutes_in_the_last_hour_fill_in_the_act(down: Call) -> None:
    found = breakdown_of(down, CLOSES)
    assert found is not None
    assert (found.warrants, found.until, found.reason) == (
        True,
        MONDAY_SIX,
        REASON.format("10 分钟：17:20–17:27、17:40–17:43"),
    )


def test_before_the_last_hour_and_a_working_day_after_it_there_is_nothing_to_do(down: Call) -> None:
    hour = timedelta(hours=1)
    told_at = {
        moment: breakdown_of(down, moment) is not None
        for moment in (
            CLOSES - hour,
            CLOSES - hour + A_MINUTE,
            datetime(2021, 11, 22, 23, 59, tzinfo=CITY),
            datetime(2021, 11, 23, 0, 0, tzinfo=CITY),
        )
    }
    assert list(told_at.values()) == [False, True, True, False]


def test_one_minute_less_is_no_reason_and_what_was_not_measured_is_said(call: Call) -> None:
    measured(*range(LEAST_DOWN_MINUTES - 1))
    found = breakdown_of(call, CLOSES)
    assert found is not None
    less = "截止前一小时里测得服务中断 9 分钟，不到 10 分钟"
    assert (found.warrants, found.hindrance) == (False, f"{less}，不能一键延期；有文件的可以延期")
    # It began while a minute of it was over: only that is counted.
    early = breakdown_of(call, CLOSES - LAST_HOUR + A_MINUTE)
    assert early is not None
    assert early.uptime.minutes == 1


def test_a_service_that_was_never_measured_is_not_taken_for_one_that_was_away(
    call: Call, qin: Player
) -> None:
    found = breakdown_of(call, CLOSES)
    assert found is not None
    assert found.hindrance == (
        "截止前一小时里测得服务中断 0 分钟，不到 10 分钟；"
        "另有 60 分钟没有测量，不知道是否中断。不能一键延期，有文件的可以延期"
    )
    with pytest.raises(Refused, match="另有 60 分钟没有测量"):
        actions.extend_for_breakdown(call=call, actor=qin.actor, now=CLOSES)


@pytest.mark.parametrize(
    ("end", "now", "until"),
    [
        (FRIDAY_SIX, FRIDAY_SIX, MONDAY_SIX),
        (FRIDAY_SIX, datetime(2021, 11, 22, 10, 0, tzinfo=CITY), MONDAY_SIX + timedelta(days=1)),
        # At midnight Friday is the last day; nobody works at that hour.
        (datetime(2021, 11, 20, 0, 0, tzinfo=CITY), FRIDAY_SIX, MONDAY_SIX),
        (
            datetime(2021, 11, 18, 12, 0, tzinfo=CITY),
            datetime(2021, 11, 18, 11, 30, tzinfo=CITY),
            datetime(2021, 11, 19, 12, 0, tzinfo=CITY),
        ),
        # Before the holiday of the first of October: 2021-10-08 is the next working day.
        (
            datetime(2021, 9, 30, 9, 0, tzinfo=CITY),
            datetime(2021, 9, 30, 8, 59, tzinfo=CITY),
            datetime(2021, 10, 8, 18, 0, tzinfo=CITY),
        ),
    ],
)
def test_the_new_end_is_on_a_working_day_in_working_hours(
    end: datetime, now: datetime, until: datetime
) -> None:
    assert new_end(end, now) == until


def test_one_click_of_the_office_extends_the_call_and_tells_everybody_why(
    call: Call, qin: Player
) -> None:
    desk, at_once = (
        f"/desk/applications/calls/{call.number}/{one}" for one in ("", "extend/at-once/")
    )
    officer = browser(qin)
    assert "按上面的延期，并公开理由" not in read(officer, desk)
    set_clock(CLOSES + A_MINUTE)
    in_whole_minutes()
    measured(*range(20, 27), *range(40, 43))
    page = read(officer, desk)
    for words in ("17:20–17:27、17:40–17:43", "2021年11月22日 周一 18:00", "本市自定（待核）"):
        assert words in page, words
    assert officer.post(at_once)["Location"] == desk
    made = CallExtension.objects.get()
    assert (made.until, made.down_minutes, made.document, made.decided_by) == (
        MONDAY_SIX,
        10,
        "",
        qin.person,
    )
    assert REASON.format("10 分钟：17:20–17:27、17:40–17:43") in read(
        browser(), f"/calls/{call.number}/"
    )
    # The last hour is another one now: the same minutes do not extend it again.
    again = officer.post(at_once)
    assert (again.status_code, told(again)) == (
        409,
        ["只有已发布的申报通知，在截止前一小时到截止后一个工作日内，可以一键延期"],
    )


def test_who_is_not_of_the_office_extends_nothing(down: Call, lan: Player, gu: Player) -> None:
    set_clock(CLOSES)
    at_once = f"/desk/applications/calls/{down.number}/extend/at-once/"
    assert [browser(one).post(at_once).status_code for one in (lan, gu)] == [403, 404]
    with pytest.raises(Denied):
        actions.extend_for_breakdown(call=down, actor=gu.actor, now=CLOSES)
    assert CallExtension.objects.count() == 0


def test_without_a_document_and_without_a_breakdown_nothing_is_extended(
    call: Call, qin: Player
) -> None:
    with pytest.raises(Refused) as refused:
        actions.propose_extension(
            call=call,
            until=NOW,
            reason="想延",
            document=" ",
            actor=qin.actor,
            now=NOW + timedelta(days=90),
        )
    assert refused.value.problems == (
        "延期后的截止要晚于现在的截止",
        "延期后的截止不能已经过去",
        "延期要有文件：写文号或名称；没有文件的，只在测得服务中断时一键办",
    )
