"""提交以后的页面: a correction is answered, a «no» is read with what can be done against it."""

from datetime import date, timedelta

import pytest

from huiqi.inbox.models import Todo
from huiqi.kernel.qr import svg_of
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sight import everything
from huiqi.programmes import actions
from huiqi.programmes.actions import record_decision
from huiqi.programmes.enums import DocumentKind, Verdict
from huiqi.programmes.models import Application, CorrectionRequest, Decision, ReviewRequest
from huiqi.programmes.papers import lines_of, printed
from huiqi.programmes.remedies import notice_of, remedies_from
from huiqi.programmes.stages import running
from huiqi.programmes.states import APPLICATION, STAGE
from huiqi.rules.say import title_name
from tests.cast import NOW, Player
from tests.programmes.pages import a_file, browser, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def refused(active: Application, qin: Player) -> Decision:
    """覃越 has refused it, with the clause."""
    run = running.current(active)
    assert run is not None
    made = record_decision(
        application=active,
        run=run,
        verdict=Verdict.REFUSED,
        clause="深工信规〔2021〕7号 项目条件",
        reason="固定资产投资不足八成",
        actor=qin.actor,
        now=NOW,
        used=[{"condition": "固定资产占比", "value": "50%", "needed": "80%", "clause": "项目条件"}],
    )
    running.fail_stage(run, actor=qin.actor, now=NOW, note="不足八成")
    return made


def returned(active: Application, qin: Player) -> CorrectionRequest:
    run = running.current(active)
    assert run is not None
    asked = CorrectionRequest.objects.create(
        run=run,
        items=[
            {"about": "project_about", "text": "写明更换了哪些设备", "clause": "项目条件"},
            {"about": "payment_proof", "text": "补交第二笔付款凭证", "clause": ""},
            {"about": "", "text": "负责人签字", "clause": ""},
        ],
        asked_by=qin.person,
        asked_at=NOW,
        due_on=date(2021, 10, 27),
    )
    STAGE.fire(run, "return", actor=qin.actor, now=NOW)
    run.refresh_from_db()
    running.pause(run, NOW, "等企业补正", incomplete=True)
    APPLICATION.fire(active, "return", actor=qin.actor)
    return asked


def test_a_correction_lists_everything_and_is_answered_over_the_same_pages(
    active: Application, lan: Player, qin: Player
) -> None:
    asked = returned(active, qin)
    firm, home = browser(lan), f"/applications/{active.pk}/"
    page = firm.get(home).content.decode()
    for words in (
        f'href="{home}pages/project/#f-project_about"',
        f'href="{home}materials/#m-payment_proof"',
        "负责人签字",
        "最后一天是 2021年10月27日 周三",
    ):
        assert words in page, words
    active.refresh_from_db()
    more = {"project_about": "换了三台机床", "revision": active.revision}
    assert firm.post(f"{home}pages/project/", more).status_code == 302
    first = active.documents.get()
    firm.post(f"{home}check/", {"key": "second", "declared": "yes"})
    active.refresh_from_db()
    asked.refresh_from_db()
    assert (active.state, asked.answered_at is not None) == ("active", True)
    assert [one.round for one in active.snapshots.order_by("round")] == [1, 2]
    # The first receipt was given here, and is no longer the latest.
    assert "后来又有一份" in read(browser(), f"/calls/papers/{first.verify_code}/")
    run = running.current(active)
    assert (run and run.state, run and run.due_on is not None) == ("open", True)
    page = read(firm, home)
    assert ("第 2 次" in page, "已补正" in page) == (True, True)


def test_a_no_is_read_with_its_clause_the_data_and_what_can_be_done(
    refused: Decision, lan: Player
) -> None:
    firm, home = browser(lan), f"/applications/{refused.application_id}/"
    page = read(firm, home)
    for words in (
        "深工信规〔2021〕7号 项目条件",
        "固定资产投资不足八成",
        "50%",
        "申请行政复议：自知道这个决定起 60 日内",
        "最后一天 2021年12月20日 周一",
        "提起行政诉讼：自知道这个决定起 6 个月内",
        "申请复核：哪里不对",
    ):
        assert words in page, words
    ask = f"{home}decisions/{refused.pk}/review/"
    silent = firm.post(ask, {"reason": " "})
    assert (silent.status_code, told(silent)) == (409, ["请写明哪里不对、有什么依据"])
    assert firm.post(ask, {"reason": "占比是 90%，见审计报告"})["Location"] == home
    made = ReviewRequest.objects.get()
    assert (made.due_on, made.asked_by) == (date(2021, 11, 17), lan.person)
    assert "申请了复核" in read(firm, home)
    again = firm.post(ask, {"reason": "再来"})
    assert told(again) == ["这个决定已经申请过复核"]
    with everything():
        task = Todo.objects.get(
            key=f"application:{refused.application_id}:office:review:{refused.pk}"
        )
    assert task.organization_id == refused.application.call.department_id


def test_an_agent_asks_for_no_review_and_nobody_after_its_days(
    refused: Decision, wu: Player, lan: Player, shan: Player
) -> None:
    with pytest.raises(Denied):
        actions.ask_review(decision=refused, reason="不服", actor=shan.actor, now=NOW)
    late = NOW + timedelta(days=22)
    with pytest.raises(Refused, match="申请复核的最后一天是 2021-11-10"):
        actions.ask_review(decision=refused, reason="不服", actor=lan.actor, now=late)


def test_remedies_are_those_of_the_law_of_the_day() -> None:
    told_of = {one.kind: (one.until, one.basis) for one in remedies_from(date(2021, 10, 20))}
    assert told_of == {
        "review": (date(2021, 11, 10), "本市自定（待核）"),
        # The sixtieth day is a Sunday.
        "reconsideration": (date(2021, 12, 20), "《行政复议法》第九条、第十二条"),
        "litigation": (date(2022, 4, 20), "《行政诉讼法》第四十六条"),
    }
    later = {one.kind: one.basis for one in remedies_from(date(2024, 3, 1))}
    assert later["reconsideration"] == "《行政复议法》第二十条、第二十四条"
    early = {one.kind: one.until for one in remedies_from(date(2014, 3, 31))}
    assert early["litigation"] == date(2014, 6, 30)
    assert len(notice_of(date(2021, 10, 20))) == 3


def test_a_paper_prints_what_was_kept_whoever_gave_it(active: Application, qin: Player) -> None:
    made = actions.issue_document(
        application=active,
        kind=DocumentKind.CORRECTION,
        content={
            "firm": active.organization.name,
            "clause": "第五条",
            "amount_fen": 100,
            "facts": [["联系人", "覃越"]],
            "paragraphs": ["请补正。"],
            "items": [{"text": "补交付款凭证", "clause": "第六条"}, "签字"],
            "used": [{"condition": "占比", "value": "50%", "needed": "80%", "clause": "第七条"}],
            "remedies": notice_of(date(2021, 10, 20)),
            "strange": 1,
        },
        actor=qin.actor,
        now=NOW,
    )
    assert printed(made)[:5] == b"%PDF-"
    assert svg_of("https://example.org/").startswith("<?xml")


def test_a_second_file_of_a_correction_is_one_more(
    active: Application, lan: Player, qin: Player
) -> None:
    returned(active, qin)
    firm = browser(lan)
    sent = {"material": "payment_proof", "files": a_file("第二笔.pdf", b"%PDF-1.4\n%2\n")}
    assert firm.post(f"/applications/{active.pk}/materials/", sent).status_code == 302
    assert active.evidence.filter(removed_at=None).count() == 2


def test_what_other_stages_keep_has_a_name_on_paper() -> None:
    content = {
        "firm": "澄澜",
        "granted_fen": 100,
        "granted": "1.00 元",
        "computed_fen": None,
        "days_until": "2021-11-03",
        "certificate": "RD-1",
        "title": "little_giant",
        "last_day": "2024-10-19",
        "sha256": "ab" * 32,
    }
    told_of = dict(lines_of(content))
    assert told_of == {
        "申报单位": "澄澜",
        "核定金额": "1.00 元",
        "称号": title_name("little_giant"),
        "证书编号": "RD-1",
        "有效期最后一天": "2024-10-19",
        "办理到期日": "2021-11-03",
        "内容 SHA-256": " ".join(["ab" * 8] * 4),
    }


def test_the_list_of_applications_is_a_sheet(draft: Application, lan: Player) -> None:
    answer = browser(lan).get("/applications/list.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="applications.xlsx"'
