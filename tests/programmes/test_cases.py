"""办案的页面: the list by its clock, a case in three clicks, and who may see and decide it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.parties.enums import Kind, Role
from huiqi.programmes.actions import ask_review, handling, withdraw_application
from huiqi.programmes.models import Application, Decision, Document, InvoiceLine
from huiqi.programmes.queries.cases import Wanted, in_hand, load_of
from huiqi.programmes.ruling import Condition, Ruling, changed_since
from huiqi.programmes.stages import refusing, running
from tests.cast import NOW, Player, a_member, an_organization
from tests.programmes.desk import CLAUSE, DESK, case_url, press, run_of
from tests.programmes.pages import browser, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_a_clean_case_is_accepted_in_three_clicks(active: Application, qin: Player) -> None:
    client = browser(qin)
    page = client.get(DESK).content.decode()
    assert f'href="{case_url(active)}"' in page
    page = client.get(case_url(active)).content.decode()
    assert f'action="{case_url(active, "accept/")}"' in page
    clause = page.split('id="ac-c"')[1].split("</option>")[0].split(">")[-1]
    assert press(client, active, "accept/", clause=clause).status_code == 302
    decision = Decision.objects.get(application=active)
    assert (decision.verdict, decision.clause) == ("accepted", clause)
    kinds = (
        Document.objects.filter(application=active).order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == ["receipt", "acceptance"]


def test_a_step_of_a_stage_that_is_over_is_refused(active: Application, qin: Player) -> None:
    client = browser(qin)
    assert press(client, active, "accept/", clause=CLAUSE).status_code == 302
    stage = run_of(active)
    for step in ("accept/", "correct/", "judge/"):
        answer = press(client, active, step, clause=CLAUSE, text="补", result="met", check="x")
        assert answer.status_code == 409
        assert told(answer) == [f"现在的环节是「{stage.get_kind_display()}」，不能办「形式审查」"]
    assert run_of(active) == stage


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("audit/", "专项审计"),
        ("audit/finish/", "专项审计"),
        ("visit/", "现场核查"),
        ("panel/draw/", "专家评审"),
        ("panel/finish/", "专家评审"),
        ("recognize/", "认定"),
        ("completion/", "验收"),
        ("performance/", "绩效评价"),
    ],
)
def test_steps_of_other_stages_are_refused_with_a_sentence(
    step: str, kind: str, active: Application, qin: Player
) -> None:
    answer = press(browser(qin), active, step, about="asked", allowed="1e999999", visited_on="x")
    assert (answer.status_code, told(answer)) == (
        409,
        [f"现在的环节是「形式审查」，不能办「{kind}」"],
    )


def test_another_department_finds_no_such_case(active: Application) -> None:
    other = an_organization("市另一个局", Kind.DEPARTMENT)
    client = browser(a_member("other", "旁人", other, Role.BUREAU_OFFICER))
    assert client.get(case_url(active)).status_code == 404
    assert press(client, active, "accept/", clause=CLAUSE).status_code == 404
    assert active.number not in read(client, DESK)
    assert not Decision.objects.exists()


def test_an_auditor_reads_a_case_and_decides_nothing(active: Application, shen: Player) -> None:
    client = browser(shen)
    page = client.get(case_url(active)).content.decode()
    assert case_url(active, "accept/") not in page
    assert press(client, active, "accept/", clause=CLAUSE).status_code == 403
    assert not Decision.objects.exists()


def test_a_firm_may_not_see_the_desk(active: Application, lan: Player) -> None:
    client = browser(lan)
    assert client.get(DESK).status_code == 403
    assert client.get(case_url(active)).status_code == 403


def test_strange_filters_and_ticks_bring_nothing_down(active: Application, qin: Player) -> None:
    client = browser(qin)
    for query in ("text=%00&call=%00", "clock=9999-99-99", "kind=x&who=y", "clock=2021-10-22"):
        assert client.get(f"{DESK}?{query}").status_code == 200
    answer = client.post(f"{DESK}assign/", {"pick": ["²", "9" * 40, "-1"], "to": "²"})
    assert (answer.status_code, told(answer)) == (409, ["没有这位同事"])
    answer = client.post(f"{DESK}assign/", {"pick": ["²", "9" * 40]})
    assert (answer.status_code, told(answer)) == (409, ["一件也没有选：请先打勾"])


def test_what_is_ticked_is_assigned_together_and_printed(
    active: Application, qin: Player, he: Player
) -> None:
    client, run = browser(qin), run_of(active)
    ticked = {"pick": [run.pk], "to": he.person.pk}
    assert client.post(f"{DESK}assign/", ticked).status_code == 302
    run.refresh_from_db()
    assert run.handler == he.person
    answer = client.post(f"{DESK}print/", {"pick": [run.pk]})
    assert answer.status_code == 200
    assert active.number in answer.content.decode()
    answer = client.post(f"{DESK}print/")
    assert (answer.status_code, told(answer)) == (409, ["一件也没有选：请先打勾"])


def test_a_list_is_drawn_in_as_many_queries_however_long(active: Application, qin: Player) -> None:
    actor = qin.actor
    with CaptureQueriesContext(connection) as captured:
        told_of = [
            (one.application.organization.name, one.application.call.title, one.office.name)
            for one in in_hand(actor, Wanted(), NOW.date())
        ]
    assert len(told_of) == 1
    assert len(captured) == 1


def test_a_review_that_finds_for_the_firm_reopens_the_case(
    active: Application, lan: Player, qin: Player, he: Player
) -> None:
    run = run_of(active)
    refusing.refuse(run=run, clause=CLAUSE, reason="设备占比不足", actor=qin.actor, now=NOW)
    assert not InvoiceLine.objects.filter(application=active, held=True).exists()
    decision = Decision.objects.get(application=active)
    review = ask_review(decision=decision, reason="占比算错", actor=lan.actor, now=NOW)
    client = browser(qin)
    own = press(client, active, f"reviews/{review.pk}/", outcome="changed", answer="是")
    assert own.status_code == 403
    answer = press(browser(he), active, f"reviews/{review.pk}/", outcome="", answer="")
    assert (answer.status_code, told(answer)) == (409, ["请选维持原决定，还是改变原决定"])
    later = NOW + timedelta(days=14)
    handling.answer_review(
        review=review, is_upheld=False, answer="重新计算后符合", actor=he.actor, now=later
    )
    active.refresh_from_db()
    assert (active.state, run_of(active)) == ("active", run)
    assert InvoiceLine.objects.filter(application=active, held=True).count() == 1
    reopened = run_of(active)
    assert reopened.due_on is not None
    assert reopened.due_on > later.date()
    assert running.current(active) == reopened


def test_only_the_chief_gives_a_stage_more_time(
    active: Application, qin: Player, he: Player
) -> None:
    before = run_of(active).due_on
    assert press(browser(qin), active, "extend/", days="5", reason="忙").status_code == 403
    answer = press(browser(he), active, "extend/", days="²", reason="")
    assert told(answer) == ["延长时限要写明理由", "一共最多延长 60 个工作日"]
    assert press(browser(he), active, "extend/", days="5", reason="核实发票").status_code == 302
    after = run_of(active).due_on
    assert before is not None
    assert after is not None
    assert after > before


def test_what_changed_since_a_case_came_in_stands_beside_it() -> None:
    def told_of(verdict: str, value: str) -> Ruling:
        return Ruling(
            verdict, (Condition("设备占比", verdict, value, "80%", "第九条", "x", False),)
        )

    then, today = told_of("yes", "90%"), told_of("no", "50%")
    assert changed_since(then, then) == []
    (found,) = changed_since(then, today)
    assert (found.then.value, found.today.value) == ("90%", "50%")


def test_a_case_that_is_as_it_came_in_says_so_by_saying_nothing(
    active: Application, qin: Player
) -> None:
    assert "提交以后有变化" not in read(browser(qin), case_url(active))


def test_the_strip_counts_what_is_over_what_comes_and_what_waits(
    active: Application, qin: Player
) -> None:
    actor, due = qin.actor, run_of(active).due_on
    assert due is not None
    strip = load_of(actor, due - timedelta(days=1))
    assert [one.key for one in strip][:2] == ["over", "now"]
    assert [one.clock for one in strip if one.count] == [due.isoformat()]
    after = due + timedelta(days=1)
    assert [one.clock for one in load_of(actor, after) if one.count] == ["overdue"]


def test_a_decision_from_a_page_that_is_out_of_date_is_not_made(
    active: Application, qin: Player
) -> None:
    """What was opened at one stage decides nothing at the next."""
    answer = press(browser(qin), active, "refuse/", run="1", clause=CLAUSE, reason="不合条件")
    assert told(answer) == ["页面打开以后，申报已经办到别的环节；看过现在的再办"]
    active.refresh_from_db()
    assert active.state == "active"


def _rows(page: str, application: Application) -> bool:
    return f'href="{case_url(application)}"' in page


def test_what_a_firm_withdrew_is_on_no_desk_and_found_among_what_is_over(
    active: Application, lan: Player, qin: Player, shen: Player
) -> None:
    stage = run_of(active)
    withdraw_application(application=active, reason="改报下一批", actor=lan.actor, now=NOW)
    stage.refresh_from_db()
    assert (stage.state, running.current(active)) == ("skipped", None)
    for who in (qin, shen):
        client = browser(who)
        assert not _rows(client.get(DESK).content.decode(), active)
        found = client.get(DESK, {"clock": "ended", "text": active.number}).content.decode()
        assert _rows(found, active)
        assert "已撤回" in found
    assert told(press(browser(qin), active, "accept/", clause=CLAUSE)) == [
        "现在的环节是「没有在办的环节」，不能办「形式审查」"
    ]


def test_among_what_is_over_each_stands_once_with_its_last_stage(
    active: Application, qin: Player, shan: Player
) -> None:
    client = browser(qin)
    assert not _rows(client.get(DESK, {"clock": "ended"}).content.decode(), active)
    press(client, active, "accept/", clause=CLAUSE)
    refusing.refuse(run=run_of(active), clause=CLAUSE, reason="不是技改", actor=qin.actor, now=NOW)
    over = in_hand(qin.actor, Wanted(clock="ended"), NOW.date())
    assert [(one.kind, one.state) for one in over] == [("audit", "failed")]
    assert list(in_hand(shan.actor, Wanted(clock="ended"), NOW.date())) == []
