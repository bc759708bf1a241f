"""日期: a day is one of the city, though the database tells moments of Greenwich.

At two in the morning of the 21st in the city it is still the 20th there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huiqi.concerns.actions.knowing import count_answer
from huiqi.concerns.models import Concern
from huiqi.concerns.queries.similar import known_about
from huiqi.concerns.views.intake import promise_on
from huiqi.kernel.now import CITY, day_of
from huiqi.kernel.refusals import Refused
from huiqi.knowledge.actions import Written, draft_entry, publish_edition
from tests.concerns.conftest import ITEM, World, after, answered
from tests.visits import client_of

NIGHT = datetime(2021, 10, 21, 2, 0, tzinfo=CITY)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any, tmp_path: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SEARCH_ROOT = tmp_path / "search"


def test_day_of_a_moment_is_that_of_the_city_in_every_time_zone() -> None:
    assert day_of(NIGHT) == day_of(NIGHT.astimezone(UTC)) == date(2021, 10, 21)


def test_firm_exports_the_days_of_the_city(world: World) -> None:
    case = world.submitted()
    due = datetime(2021, 10, 26, 7, 0, tzinfo=CITY)
    Concern.objects.filter(pk=case.pk).update(submitted_at=NIGHT, due_at=due)
    told = client_of(world.owner).get("/concerns/mine/list.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(told.content)).get_sheet_by_index(0).to_python()
    assert [row[5:7] for row in rows[1:]] == [[date(2021, 10, 21), date(2021, 10, 26)]]


def expiring(world: World) -> str:
    """Knowledge that holds for the 22nd, and no longer."""
    written = Written(
        question="技改补贴公示以后什么时候到账？",
        answer="公示期满后三十个工作日内拨付。",
        basis="深府办〔2020〕3号 第九条",
        expires_on=date(2021, 10, 22),
    )
    case = answered(world.working(), world.first, after(hours=1))
    edition = draft_entry(
        written=written,
        item=ITEM,
        source=case.number,
        actor=world.first.actor,
        now=after(hours=2),
    )
    publish_edition(edition=edition, actor=world.second.actor, now=after(hours=3))
    return edition.entry.number


def test_knowledge_is_over_with_the_day_of_the_city(world: World) -> None:
    number = expiring(world)
    last = datetime(2021, 10, 22, 23, 30, tzinfo=CITY).astimezone(UTC)
    gone = datetime(2021, 10, 23, 0, 30, tzinfo=CITY).astimezone(UTC)
    text = "技改补贴公示以后什么时候到账？我们等了很久"
    assert [
        bool(known_about(text, district="南山区", now=moment).entries) for moment in (last, gone)
    ] == [True, False]
    count_answer(source="entry", reference=number, text=text, key="one", now=last)
    with pytest.raises(Refused, match="没有这一条答案"):
        count_answer(source="entry", reference=number, text=text, key="two", now=gone)


def test_promise_of_the_clock_is_the_same_in_every_time_zone() -> None:
    assert promise_on(NIGHT) == promise_on(NIGHT.astimezone(UTC))
