"""表单的日期: a day that no calendar has, or far outside of sense, is refused with the range."""

from __future__ import annotations

import pytest

from tests.network.conftest import World
from tests.visits import client_of

ODD = ("", "9999-12-31", "0001-01-01", "2021-02-30", "明天", "2021-10\x00")
PLAN = {"way": "visit", "purpose": "看设备"}
RECORD = {
    "made_on": "2021-10-20",
    "findings": "缺人",
    "people_of_firm": "陈岚",
    "promise_1": "给名单",
}
MEET = {"held_on": "2021-10-20", "topic": "用电", "people": "各单位", "decision_1": "排期"}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ("plan", "planned_on", "计划日期从 2021-10-20 到 2022-10-20 选"),
        ("record", "made_on", "联系日期从 2021-10-20 到 2021-10-20 选"),
        ("record", "due_1", "兑现期限从 2021-10-20 到 2022-10-20 选"),
        ("meet", "held_on", "会议日期从 2021-08-21 到 2021-10-20 选"),
        ("meet", "due_1", "期限从 2021-10-20 到 2022-10-20 选"),
    ],
)
def test_an_odd_day_is_refused_with_the_days_there_are(
    world: World, odd: str, form: str, field: str, said: str
) -> None:
    unit = {"unit_1": str(world.bureau.pk)}
    path, given = {
        "plan": (f"/desk/network/firms/{world.firm.credit_code}/plan/", PLAN),
        "record": (f"/desk/network/visits/{world.planned('keeper').number}/record/", RECORD),
        "meet": (f"/desk/network/organs/{world.force.pk}/meet/", MEET | unit),
    }[form]
    sent = client_of(world.keeper).post(path, given | {field: odd})
    assert (sent.status_code, said in sent.content.decode()) == (409, True)
