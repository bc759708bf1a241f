"""诉求的导出: what leaves as a file runs nothing in a spreadsheet and counts the city's days."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from io import BytesIO

from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.concerns.actions import working
from huiqi.concerns.enums import Resolution
from huiqi.kernel.now import CITY
from tests.concerns.conftest import World, after
from tests.visits import client_of

FORMULA = '=HYPERLINK("http://127.0.0.1/","看这里")'


def answered_in_public(world: World, text: str = FORMULA) -> None:
    working.reply_to_concern(
        case=world.working(),
        text=text,
        offered=Resolution.EXPLAINED,
        actor=world.first.actor,
        now=after(hours=2),
        is_public=True,
    )


def test_csv_of_the_docket_runs_no_answer_as_a_formula(world: World) -> None:
    answered_in_public(world)
    told = Client().get("/concerns/list.csv").content.decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(told, newline=""))
    found = dict(zip(heading, row, strict=True))
    assert (found["answer"], found["confirmed_by_firm"]) == (f"'{FORMULA}", "否")


def test_what_was_handed_in_at_night_is_listed_under_that_day(world: World) -> None:
    night = datetime(2021, 10, 21, 0, 30, tzinfo=CITY)  # in UTC still the 20th
    world.submitted(now=night)
    sent = client_of(world.owner).get("/concerns/mine/list.xlsx")
    content = b"".join(getattr(sent, "streaming_content", [sent.content]))
    heading, row = (
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert dict(zip(heading, row, strict=True))["提交日期"] == date(2021, 10, 21)
