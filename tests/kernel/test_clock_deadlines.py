"""办理期限: pausing, resuming, extending, and days beyond the calendar."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huiqi.kernel.clock import (
    GUESS_YEARS,
    Calendar,
    CalendarUnknown,
    ClockPaused,
    CountFrom,
    Deadline,
    Due,
    OnResume,
    Pause,
)

# Every day works: examples in plain days, as the French clock SVA states its own.
EVERY_DAY = Calendar({date(2023, 1, 1) + timedelta(days=n): True for n in range(365)})
# Published to the end of 2031 whatever the package knows, so that «beyond» is a fixed date.
TO_2031 = {date(year, 10, 1): False for year in range(2027, 2032)}
UNTIL_2031 = Calendar(TO_2031, years=range(2027, 2032))


def clock(
    start: date, days: int, count_from: CountFrom = "next_day", on_resume: OnResume = "continue"
) -> Deadline:
    return Deadline(start, days, count_from=count_from, on_resume=on_resume)


def test_deadline_without_pauses_is_due_as_counted() -> None:
    assert clock(date(2021, 9, 28), 7, "same_day").due_on() == Due(date(2021, 10, 12), False)
    assert clock(date(2021, 9, 28), 7).due_on() == Due(date(2021, 10, 13), False)


def test_continue_leaves_ten_remaining_days_from_the_day_after_the_resume() -> None:
    deadline = clock(date(2023, 3, 1), 20).pause(date(2023, 3, 12)).resume(date(2023, 4, 15))
    assert deadline.due_on(calendar=EVERY_DAY) == Due(date(2023, 4, 25), False)


def test_reset_starts_the_whole_period_anew_from_the_day_after_the_resume() -> None:
    deadline = clock(date(2023, 3, 1), 61, on_resume="reset")
    deadline = deadline.pause(date(2023, 3, 12)).resume(date(2023, 4, 15))
    assert deadline.due_on(calendar=EVERY_DAY) == Due(date(2023, 6, 15), False)


def test_incomplete_file_starts_anew_even_where_others_continue() -> None:
    deadline = clock(date(2023, 5, 15), 30)
    paused = deadline.pause(date(2023, 5, 20), incomplete=True)
    assert deadline.due_on(calendar=EVERY_DAY) == Due(date(2023, 6, 14), False)
    assert paused.resume(date(2023, 5, 25)).due_on(calendar=EVERY_DAY) == Due(
        date(2023, 6, 24), False
    )


def test_correction_after_a_restart_only_adds_its_own_days() -> None:
    deadline = (
        clock(date(2023, 5, 15), 30)
        .pause(date(2023, 5, 20), incomplete=True)
        .resume(date(2023, 5, 25))
        .pause(date(2023, 5, 30))
        .resume(date(2023, 6, 3))
    )
    assert deadline.due_on(calendar=EVERY_DAY) == Due(date(2023, 6, 29), False)


def test_pause_over_the_national_day_moves_the_due_day_by_the_working_days_lost() -> None:
    deadline = clock(date(2021, 9, 26), 5, "same_day")
    paused = deadline.pause(date(2021, 9, 29)).resume(date(2021, 10, 9))
    assert deadline.due_on() == Due(date(2021, 9, 30), False)
    assert paused.due_on() == Due(date(2021, 10, 12), False)


def test_pause_on_the_start_day_takes_the_first_day_away() -> None:
    day = date(2021, 9, 28)
    assert clock(day, 1, "same_day").pause(day).resume(day).due_on() == Due(
        date(2021, 9, 29), False
    )
    assert clock(day, 1).pause(day).resume(day).due_on() == Due(date(2021, 9, 29), False)


def test_pause_on_the_due_day_is_in_time_and_on_the_day_after_too_late() -> None:
    deadline = clock(date(2021, 9, 26), 5, "same_day", "reset")
    in_time = deadline.pause(date(2021, 9, 30)).resume(date(2021, 9, 30))
    too_late = deadline.pause(date(2021, 10, 1), incomplete=True)
    assert in_time.due_on() == Due(date(2021, 10, 13), False)
    assert too_late.due_on() == Due(date(2021, 9, 30), False)


def test_file_sent_back_on_the_day_it_came_in_stays_paused() -> None:
    deadline = clock(date(2023, 5, 15), 10).pause(date(2023, 5, 18)).resume(date(2023, 5, 20))
    again = deadline.pause(date(2023, 5, 20)).resume(date(2023, 5, 22))
    assert again.pauses == (
        Pause(date(2023, 5, 18), date(2023, 5, 21)),
        Pause(date(2023, 5, 20), date(2023, 5, 23)),
    )
    assert again.due_on(calendar=EVERY_DAY) == Due(date(2023, 5, 30), False)


def test_standing_clock_has_no_due_day_but_tells_what_a_resume_today_would_give() -> None:
    standing = clock(date(2023, 5, 15), 30).pause(date(2023, 5, 30))
    assert standing.paused is True
    with pytest.raises(ClockPaused, match=r"^期限自 2023-05-30 起暂停：恢复计时后才有到期日。$"):
        standing.due_on(calendar=EVERY_DAY)
    resumed = standing.resume(date(2023, 6, 5))
    assert resumed.paused is False
    assert resumed.due_on(calendar=EVERY_DAY) == Due(date(2023, 6, 21), False)


def test_extension_adds_working_days_and_survives_a_restart() -> None:
    deadline = clock(date(2021, 9, 26), 5, "same_day", "reset").extend(2)
    assert deadline.allowed == 7
    assert deadline.due_on() == Due(date(2021, 10, 9), False)
    restarted = deadline.pause(date(2021, 10, 8)).resume(date(2021, 10, 8))
    assert restarted.due_on() == Due(date(2021, 10, 18), False)


def test_methods_leave_the_deadline_they_are_called_on_unchanged() -> None:
    deadline = clock(date(2021, 9, 26), 5)
    deadline.extend(1).pause(date(2021, 9, 27)).resume(date(2021, 9, 28))
    assert deadline == clock(date(2021, 9, 26), 5)


STANDING = clock(date(2021, 9, 28), 5).pause(date(2021, 9, 30))


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda: STANDING.pause(date(2021, 10, 8)), "期限已经暂停，恢复计时后才能再次暂停。"),
        (
            lambda: clock(date(2021, 9, 28), 5).resume(date(2021, 9, 29)),
            "期限没有暂停，不能恢复计时。",
        ),
        (
            lambda: STANDING.resume(date(2021, 9, 29)),
            "恢复日 2021-09-29 早于暂停日 2021-09-30：请检查日期。",
        ),
        (
            lambda: clock(date(2021, 9, 28), 5).pause(date(2021, 9, 27)),
            "暂停日 2021-09-27 早于 2021-09-28：不能早于期限起始日或上次恢复日。",
        ),
        (
            lambda: STANDING.resume(date(2021, 10, 9)).pause(date(2021, 10, 8)),
            "暂停日 2021-10-08 早于 2021-10-09：不能早于期限起始日或上次恢复日。",
        ),
        (
            lambda: Pause(date(2021, 9, 28), date(2021, 9, 28)),
            "暂停的结束日 2021-09-28 必须晚于开始日 2021-09-28。",
        ),
        (lambda: clock(date(2021, 9, 28), 0), "办理工作日数必须至少为 1，得到 0。"),
        (lambda: STANDING.extend(0), "延长的工作日数必须至少为 1，得到 0。"),
        (
            lambda: Deadline(date(2021, 9, 28), 5, "same_day", "restart"),  # type: ignore[arg-type]
            "恢复方式 'restart' 不存在：只能是 continue 或 reset。",
        ),
        (
            lambda: Deadline(date(2021, 9, 28), 5, "sameday"),  # type: ignore[arg-type]
            "起算方式 'sameday' 不存在：只能是 same_day（当日）或 next_day（次日）。",
        ),
    ],
)
def test_impossible_step_is_refused_in_a_sentence(
    mistake: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(ValueError, match="。") as refusal:
        mistake()
    assert str(refusal.value) == sentence


# Beyond the published calendar


def test_deadline_beyond_the_calendar_is_unknown_unless_a_provisional_day_is_asked() -> None:
    deadline = clock(date(2031, 12, 31), 3, "same_day")
    with pytest.raises(CalendarUnknown):
        deadline.due_on(calendar=UNTIL_2031)
    assert deadline.due_on(provisional=True, calendar=UNTIL_2031) == Due(date(2032, 1, 2), True)


def test_provisional_day_already_respects_the_days_entered_early() -> None:
    calendar = Calendar({**TO_2031, date(2032, 1, 1): False}, years=range(2027, 2032))
    deadline = clock(date(2031, 12, 31), 3, "same_day")
    assert deadline.due_on(provisional=True, calendar=calendar) == Due(date(2032, 1, 5), True)


def test_provisional_day_becomes_certain_when_the_notice_comes() -> None:
    notice = {date(2032, 1, 1): False, date(2032, 1, 4): True}
    calendar = Calendar({**TO_2031, **notice}, years=range(2027, 2033))
    deadline = clock(date(2031, 12, 31), 3, "same_day")
    assert deadline.due_on(provisional=True, calendar=calendar) == Due(date(2032, 1, 4), False)


def test_last_day_of_the_calendar_is_not_provisional() -> None:
    deadline = clock(date(2031, 12, 31), 1, "same_day")
    assert deadline.due_on(provisional=True, calendar=UNTIL_2031) == Due(date(2031, 12, 31), False)


def test_guess_ends_after_ten_years_and_never_reaches_before_the_calendar() -> None:
    last = date(2031 + GUESS_YEARS, 12, 31)
    assert UNTIL_2031.guess_workday(last) is True
    for start in (last + timedelta(days=1), date(2003, 12, 1)):
        with pytest.raises(CalendarUnknown):
            clock(start, 1, "same_day").due_on(provisional=True, calendar=UNTIL_2031)
    with pytest.raises(CalendarUnknown):
        clock(date(2021, 9, 28), 10**30).due_on(provisional=True)
    with pytest.raises(CalendarUnknown):
        STANDING.resume(date.max).due_on(provisional=True)
