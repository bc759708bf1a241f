"""时钟: how many working days are left, in words and boxes."""

from datetime import datetime

import pytest

from huiqi.inbox.clocks import Clock, clock_of
from huiqi.inbox.models import Todo
from huiqi.kernel.now import CITY


def at(month: int, day: int, hour: int = 18, year: int = 2021) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CITY)


CREATED = at(10, 15, 9)


def shown(due: datetime, now: datetime, created: datetime = CREATED) -> Clock | None:
    return clock_of(Todo(text="x", due_at=due, created_at=created), now)


@pytest.mark.parametrize(
    ("due", "state", "left", "boxes"),
    [
        (at(10, 20), "soon", "今天", (3, 0, 0)),
        (at(10, 22), "soon", "剩 2 个工作日", (3, 2, 0)),
        (at(10, 26), "ok", "剩 4 个工作日", (3, 4, 0)),
        (at(10, 29), "ok", "剩 7 个工作日", (3, 7, 0)),
        (at(12, 31), "ok", "剩 52 个工作日", (0, 0, 0)),
        (at(10, 19), "over", "超 1 个工作日", (0, 0, 1)),
        (at(10, 20, 9), "over", "已过时限", (0, 0, 1)),
    ],
)
def test_clock_tells_the_working_days_left(
    due: datetime, state: str, left: str, boxes: tuple[int, int, int]
) -> None:
    found = shown(due, at(10, 20, 10))
    assert found is not None
    assert (found.state, found.left, (found.done, found.rest, found.over)) == (state, left, boxes)


def test_deadline_names_the_year_only_when_it_is_another() -> None:
    here, there = shown(at(10, 29), at(10, 20)), shown(at(1, 5, year=2022), at(10, 20))
    assert here is not None
    assert there is not None
    assert (here.due, there.due) == ("10月29日 周五 18:00", "2022年1月5日 周三 18:00")


def test_provisional_deadline_says_so() -> None:
    todo = Todo(text="x", due_at=at(3, 3, year=2031), created_at=at(10, 20), provisional=True)
    found = clock_of(todo, at(10, 20))
    assert found is not None
    assert found.due == "2031年3月3日 周一 18:00（暂定）"


def test_deadline_beyond_every_guess_still_has_a_clock() -> None:
    found = shown(at(1, 5, year=2099), at(10, 20))
    assert found == Clock("ok", "尚早", "2099年1月5日 周一 18:00")


def test_without_a_deadline_there_is_no_clock() -> None:
    assert clock_of(Todo(text="x", created_at=at(10, 20)), at(10, 20)) is None
