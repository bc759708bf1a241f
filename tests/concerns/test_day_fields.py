"""表单的日期: a day that no calendar has, or far outside of sense, is refused with the range."""

from __future__ import annotations

import pytest

from tests.concerns.conftest import World
from tests.concerns.test_problems import opened
from tests.visits import client_of

ODD = ("", "9999-12-31", "0001-01-01", "2021-02-30", "明天")
REPLY = {"text": "在办", "offered": "promised", "promise": "拨付"}
COMMON = {"title": "拨付慢", "summary": "公示后不拨付", "reason": "多家都这样"}
AHEAD = "日期要在明天以后、"
REMEDY = {"kind": "rule", "title": "拨付办法", "reference": "深工信〔2021〕9号"}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("odd", ODD)
def test_a_promise_of_a_case_and_a_new_problem_are_refused_with_the_days_there_are(
    world: World, odd: str
) -> None:
    page = f"/desk/concerns/{world.working().number}/"
    sent = client_of(world.first).post(f"{page}reply/", REPLY | {"due_on": odd})
    said = "承诺要写明到哪一天办成：明天以后、"
    assert (sent.status_code, said in sent.content.decode()) == (409, True)
    sent = client_of(world.chief).post(f"{page}make-common/", COMMON | {"due_on": odd})
    assert (sent.status_code, AHEAD in sent.content.decode()) == (409, True)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("milestone", {"title": "查明原因"}, "节点的日期要在明天以后，不晚于计划解决的日期"),
        ("due", {"reason": "等批复"}, AHEAD),
        ("remedy", REMEDY, "从 1990-01-01 到 2022-10-20 选"),
    ],
)
def test_an_odd_day_of_a_problem_is_refused_with_the_days_there_are(
    world: World, odd: str, act: str, given: dict[str, str], said: str
) -> None:
    name = "since" if act == "remedy" else "due_on"
    path = f"/desk/problems/{opened(world).number}/{act}/"
    sent = client_of(world.first).post(path, given | {name: odd})
    assert (sent.status_code, said in sent.content.decode()) == (409, True)
