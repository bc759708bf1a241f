"""古怪的表单（诉求、共性问题、知识）: every act of every page, sent what no form of ours sends."""

from __future__ import annotations

import pytest

from huiqi.concerns.models import Concern
from huiqi.concerns.views import acts
from huiqi.concerns.views import problem as problem_views
from huiqi.knowledge import actions as knowledge
from huiqi.knowledge import desk_views
from tests.concerns.conftest import World, after, replied
from tests.concerns.test_knowing import ANSWER
from tests.concerns.test_pages import everything
from tests.concerns.test_problems import opened, with_a_remedy
from tests.concerns.test_public_summaries import summary
from tests.odd import failures, how_many
from tests.visits import client_of

OF_A_CASE = {
    **dict.fromkeys(("text", "reason", "note", "answer", "finding", "title", "summary"), "写明"),
    **dict.fromkeys(("question", "basis"), "依据"),
    "item": "010201",
    "service": "ordinary",
    "offered": "explained",
    "color": "red",
    **dict.fromkeys(("ground", "days", "officer", "co", "extension", "withdrawal"), "1"),
    "due_on": "2021-12-20",
    "expires_on": "2022-06-30",
    "promise": "2021-12-20",
    "unit": "1",
    "problem": "1",
    "granted": "yes",
    "public": "yes",
    "substantive": "yes",
    "channel": "phone",
    "result": "solved",
    "score": "1",
    "policy": "",
}
OF_A_PROBLEM = {
    **dict.fromkeys(("text", "reason", "why", "how", "title", "summary", "reference"), "写明"),
    "cause": "no_rule",
    "value": "unknown",
    "source": "",
    "sureness": "",
    "time": "0",
    "effort": "0",
    "due_on": "2021-12-20",
    "since": "2021-10-20",
    "pace": "late",
    "milestone": "1",
    "version": "1",
    "case": "SQ-2021-000001",
    "part": "yes",
    "kind": "rule",
    "accepted": "yes",
    "unit": "1",
    "shown": "SQ-2021-000001",
}
OF_AN_ANSWER = {
    "question": "什么时候拨付？",
    "answer": "按月拨付。",
    "basis": "待核",
    "item": "010201",
    "policy": "",
    "expires_on": "2022-06-30",
    "version": "1",
    "remark": "旧了",
}
OF_THE_ASKER = {
    "text": "补充",
    "answer": "not",
    "score": "5",
    "contact": "13800002210",
    "code": "1",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@how_many
def test_no_form_of_a_case_breaks(world: World, thorough: bool) -> None:
    case = everything(world)
    paths = [f"/desk/concerns/{case.number}/{act}/" for act in acts.ACTS]
    assert failures(client_of(world.chief), paths, OF_A_CASE, thorough=thorough) == []
    paths = [f"/desk/concerns/{case.number}/{act}/" for act in ("make-common", "extend")]
    assert (
        failures(client_of(world.chief), paths, OF_A_CASE, ("due_on", "days"), thorough=thorough)
        == []
    )


@how_many
def test_no_form_of_a_new_case_or_of_a_reply_breaks(world: World, thorough: bool) -> None:
    cases: list[Concern] = [replied(world), world.submitted("园区门口修路，货车进不来。")]
    for case, who in zip(cases, (world.first, world.clerk), strict=True):
        paths = [f"/desk/concerns/{case.number}/{act}/" for act in ("dispatch", "know", "reply")]
        assert (
            failures(client_of(who), paths, OF_A_CASE, ("expires_on", "policy"), thorough=thorough)
            == []
        )


@pytest.mark.parametrize("who", ["first", "supervisor"])
@how_many
def test_no_form_of_a_problem_breaks(world: World, who: str, thorough: bool) -> None:
    problem = with_a_remedy(world, opened(world))
    summary(world, problem)
    paths = [f"/desk/problems/{problem.number}/{act}/" for act in problem_views.ACTS]
    paths.append("/desk/problems/new/")
    client = client_of(getattr(world, who))
    assert failures(client, paths, OF_A_PROBLEM, thorough=thorough) == []
    for act, name in (("milestone", "due_on"), ("due", "due_on"), ("remedy", "since")):
        path = f"/desk/problems/{problem.number}/{act}/"
        assert failures(client, [path], OF_A_PROBLEM, [name], thorough=thorough) == []


@how_many
def test_no_form_of_an_answer_breaks(world: World, thorough: bool) -> None:
    one = knowledge.draft_entry(
        written=ANSWER, item="010201", actor=world.first.actor, now=after(hours=1)
    )
    paths = [f"/desk/knowledge/{one.entry.number}/{act}/" for act in desk_views.ACTS]
    paths.append("/desk/knowledge/new/")
    alone = ("expires_on", "question")
    assert failures(client_of(world.second), paths, OF_AN_ANSWER, alone, thorough=thorough) == []


@how_many
def test_no_form_of_the_asker_breaks(world: World, thorough: bool) -> None:
    case = replied(world)
    deeds = ("supply", "add", "confirm", "hold", "urge", "withdraw", "reopen", "dispute", "rate")
    paths = [f"/concerns/mine/{case.number}/{deed}/" for deed in deeds]
    paths += ["/concerns/mine/", "/concerns/new/", "/concerns/new/known/"]
    assert failures(client_of(world.owner), paths, OF_THE_ASKER, thorough=thorough) == []


TABS = "tab=%s&q=%s&cause=%s&page=%s&per=%s&item=%s&case=%s&state=%s&only=%s&order=%s"
QUICK = ("%00", "%ED%A0%BD", "9" * 400)
MORE = ("9999-12-31", "-1", "%EF%BC%91", "%FF%FE", "[]")
ODD_QUERY = [*QUICK, *(pytest.param(one, marks=pytest.mark.verify) for one in MORE)]


@pytest.mark.parametrize("odd", ODD_QUERY)
def test_no_query_of_a_list_breaks(world: World, odd: str) -> None:
    case = replied(world, is_public=True)
    problem = opened(world, [case])
    client = client_of(world.chief)
    client.raise_request_exception = False
    paths = [
        *("/desk/concerns/", "/desk/concerns/list.xlsx", "/desk/problems/", "/desk/problems/new/"),
        *("/desk/problems/list.xlsx", "/desk/problems/alike/", f"/desk/problems/{problem.number}/"),
        *("/desk/knowledge/", "/desk/knowledge/list.xlsx", "/desk/knowledge/new/"),
        *("/concerns/mine/", "/concerns/mine/list.xlsx", "/concerns/", "/concerns/list.csv"),
        *(f"/desk/concerns/{odd}/", f"/desk/problems/{odd}/", f"/desk/knowledge/{odd}/"),
        *(f"/concerns/{odd}/", f"/problems/{odd}/", f"/knowledge/{odd}/", f"/concerns/mine/{odd}/"),
        *("/search/", "/problems/", "/problems/list.xlsx", "/knowledge/list.xlsx"),
    ]
    query = TABS.replace("%s", odd)
    answers = {path: client.get(f"{path}?{query}").status_code for path in paths}
    assert {path: status for path, status in answers.items() if status >= 500} == {}
