"""共性问题的页面: from what looks alike to what everybody reads; bad input says what is wrong."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.concerns.actions import common, summaries
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.views.problem import ACTS
from tests.cast import Player
from tests.concerns.conftest import World, after, replied
from tests.concerns.test_problems import DUE, TITLE, opened, solved
from tests.concerns.test_public_summaries import summary
from tests.visits import client_of, page

ALIKE = (
    "公示期已经满了三个月，专项补贴款还没有到账，请问什么时候拨付？",
    "专项补贴款公示期满已经三个月，到现在没有到账，什么时候能拨付？",
)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def of(problem: CommonProblem, act: str = "") -> str:
    return f"/desk/problems/{problem.number}/{act}{'/' if act else ''}"


def send(player: Player, problem: CommonProblem, act: str, **given: object) -> int:
    return client_of(player).post(of(problem, act), given).status_code


def test_alike_concerns_become_a_problem_when_a_person_says_so(world: World) -> None:
    cases = [world.submitted(text) for text in ALIKE]
    other = world.submitted("园区门口修路围挡后货车进不来，希望留一个出入口。")
    told = page(world.clerk, "/desk/problems/alike/")
    assert all(one.number in told for one in cases)
    assert other.number not in told
    asked = "&".join(f"case={one.number}" for one in cases)
    assert TITLE not in page(world.clerk, f"/desk/problems/new/?{asked}")
    given = {
        "case": [one.number for one in cases],
        "shown": [one.number for one in cases],
        "title": TITLE,
        "summary": "公示期满后没有说明什么时候拨付。",
        "unit": str(world.bureau.pk),
        "due_on": DUE.isoformat(),
        "cause": "system_failure",
    }
    sent = client_of(world.clerk).post("/desk/problems/new/", given)
    made = CommonProblem.objects.get()
    assert sent.headers["Location"] == of(made)
    assert made.cases.count() == 2
    assert made.assessments.get().cause == "system_failure"
    assert "半年里没有相似的诉求" in page(world.clerk, "/desk/problems/alike/")


def test_form_that_is_refused_keeps_what_was_typed(world: World) -> None:
    case = world.submitted()
    given = {"case": [case.number, "SQ-2021-999999", "\x00"], "title": TITLE, "value": "below_1m"}
    sent = client_of(world.clerk).post("/desk/problems/new/", given)
    told = sent.content.decode()
    assert sent.status_code == 409
    for flaw in ("说明", "牵头", "计划解决的日期", "从哪里来"):
        assert flaw in told
    assert TITLE in told


def test_every_form_says_what_is_missing_and_never_breaks(world: World) -> None:
    problem = opened(world)
    summary(world, problem)
    for bad in ({}, {"due_on": "明天", "time": "很久", "version": "\x00", "milestone": "9" * 30}):
        for player in (world.first, world.supervisor, world.other_officer):
            answers = {act: send(player, problem, act, **bad) for act in ACTS}
            assert set(answers.values()) <= {302, 403, 404, 409}, answers
    assert client_of(world.first).post(of(problem, "nothing")).status_code == 404


def test_owner_works_on_its_page(world: World) -> None:
    problem = opened(world)
    assert send(world.first, problem, "milestone", title="查明原因", due_on="2021-11-01") == 302
    assert send(world.first, problem, "progress", pace="on_track", text="在查") == 302
    one = problem.milestones.get()
    assert send(world.first, problem, "reach", milestone=one.pk, how="卡在复核") == 302
    assert send(world.first, problem, "due", due_on="2021-12-31", reason="等批复") == 302
    given = {"kind": "rule", "title": "拨付办法", "reference": "深工信〔2021〕9号"}
    assert send(world.first, problem, "remedy", since="2021-10-25", **given) == 302
    assert send(world.first, problem, "solve", part="no", how="按月拨付") == 302
    told = page(world.supervisor, of(problem))
    for text in ("查明原因", "卡在复核", "等批复", "深工信〔2021〕9号", "按月拨付", "全部解决"):
        assert text in told


@pytest.mark.parametrize("who", ["clerk", "first", "chief", "other_officer", "supervisor"])
def test_every_officer_reads_a_problem_and_only_the_cases_in_sight(world: World, who: str) -> None:
    case = world.working()
    told = page(getattr(world, who), of(opened(world, [case])))
    assert TITLE in told
    assert (case.number in told) is (who != "other_officer")


def test_firm_does_not_read_the_desk(world: World) -> None:
    problem = opened(world)
    page(world.owner, of(problem), 403)
    assert Client().get(of(problem)).status_code == 302


def test_list_and_its_export(world: World) -> None:
    opened(world)
    for tab in ("open", "proposed", "unit", "late", "over", "all", "\x00"):
        page(world.first, f"/desk/problems/?tab={tab}&text=%00&cause=weather")
    assert TITLE in page(world.first, "/desk/problems/?cause=unknown")
    assert client_of(world.first).get("/desk/problems/list.xlsx").status_code == 200


# Public


def published(world: World, problem: CommonProblem) -> CommonProblem:
    one = summary(world, problem)
    summaries.publish_summary(summary=one, actor=world.chief.actor, now=after(hours=4))
    return problem


def test_everybody_reads_only_what_two_people_published(world: World) -> None:
    problem = opened(world)
    assert Client().get(f"/problems/{problem.number}/").status_code == 404
    published(world, problem)
    told = Client().get(f"/problems/{problem.number}/").content.decode()
    assert "公示期满后什么时候拨付，没有说明。" in told
    assert problem.summary not in told
    assert "资金拨付" in Client().get("/problems/").content.decode()
    assert Client().get("/problems/list.xlsx").status_code == 200
    assert Client().get("/problems/%00/").status_code == 404


def test_published_problem_tells_what_was_changed(world: World) -> None:
    problem = solved(world, published(world, opened(world)))
    told = Client().get(f"/problems/{problem.number}/").content.decode()
    assert "V3.2 拨付计划上线" in told
    assert world.firm.name not in told


def test_page_of_the_firm_links_to_the_problem(world: World) -> None:
    case = world.working()
    problem = published(world, opened(world, [case]))
    path = f"/concerns/mine/{case.number}/"
    assert f"/problems/{problem.number}/" in page(world.owner, path)
    common.make_common(
        case=case, problem=problem, reason="同因", actor=world.chief.actor, now=after(hours=5)
    )
    assert page(world.owner, path).count(f"/problems/{problem.number}/") == 1


def test_docket_names_a_common_problem_only_as_two_people_published_it(world: World) -> None:
    case = replied(world, is_public=True)
    problem = opened(world, [case])
    case.refresh_from_db()
    path = f"/concerns/{case.number}/"
    Concern.objects.filter(pk=case.pk).update(problem=problem)  # as one that goes with it
    assert TITLE not in Client().get(path).content.decode()
    published(world, problem)
    told = Client().get(path).content.decode()
    assert TITLE not in told
    assert "资金拨付" in told
    assert f"/problems/{problem.number}/" in told


# Answers that are there already


def test_reply_becomes_an_answer_that_the_next_one_is_shown(world: World) -> None:
    from huiqi.concerns.queries.similar import known_about
    from huiqi.knowledge import actions as knowledge
    from huiqi.knowledge.models import Entry

    case = replied(world)
    given = {
        "question": "公示完三个月补贴没到账，什么时候拨付？",
        "answer": f"{world.firm.name}的补贴 11 月 5 日拨付。",
        "basis": "深财规〔2019〕6号 第十二条",
        "expires_on": "2022-06-30",
    }
    path = f"/desk/concerns/{case.number}/"
    refused = client_of(world.first).post(f"{path}know/", given)
    assert refused.status_code == 409
    assert "不要写企业名称" in refused.content.decode()
    given["answer"] = "公示期满后按月拨付，每月 5 日到账。"
    assert client_of(world.first).post(f"{path}know/", given).status_code == 302
    entry = Entry.objects.get()
    assert (entry.source, entry.item, entry.unit) == (case.number, case.item, world.bureau)
    assert entry.number in page(world.first, path)
    text = "去年的补贴公示完三个月了还没到账，想问什么时候拨付？"
    assert known_about(text, district="", now=after()).entries == ()
    knowledge.publish_edition(
        edition=entry.editions.get(), actor=world.second.actor, now=after(hours=1)
    )
    known = known_about(text, district="", now=after(hours=2))
    assert [one.entry for one in known.entries] == [entry]
    sent = Client().post("/concerns/new/known/", {"text": text})
    assert f"solved:entry:{entry.number}" in sent.content.decode()


def test_enough_answer_is_counted_only_while_it_is_one(world: World) -> None:
    from huiqi.concerns.actions.knowing import count_answer
    from huiqi.kernel.refusals import Refused

    problem = opened(world)

    def count() -> str:
        return count_answer(
            source="problem",
            reference=problem.number,
            text="补贴没到账",
            key="a",
            now=after(hours=5),
        ).source

    with pytest.raises(Refused):
        count()
    published(world, problem)
    assert count() == "problem"
    with pytest.raises(Refused):
        count_answer(
            source="entry", reference="ZS-2021-000001", text="", key="b", now=after(hours=5)
        )
