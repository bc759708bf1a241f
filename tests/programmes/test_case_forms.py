"""办案的表: what was typed and refused stands there still, in its own form, with what is wrong."""

import re
from typing import Any

import pytest

from huiqi.kernel.models import StoredFile
from huiqi.programmes.actions import ask_review
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models import Application, AuditFinding, Decision, SiteVisitReport
from huiqi.programmes.stages import audit, formal_check, refusing
from huiqi.programmes.versions import definition_of
from tests.cast import NOW, Player
from tests.programmes.desk import CLAUSE, case_url, press, run_of
from tests.programmes.pages import a_file, browser, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def form(answer: Any, name: str) -> str:
    """The form of a page that was refused: to which its problems lead."""
    page = answer.content.decode()
    assert f'href="#f-{name}"' in page, name
    return page.split(f'id="f-{name}"')[1].split("</form>")[0]


def typed(answer: Any, name: str) -> dict[str, str]:
    """What stands in the fields of the form, by their names; of choices the one that is picked."""
    whole = form(answer, name)
    found = dict(re.findall(r'<input class="in"[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', whole))
    found |= {key: value for value, key in re.findall(r'value="([^"]*)" name="(\w+)"', whole)}
    found |= dict(re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>([^<]*)<', whole))
    for key, options in re.findall(
        r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', whole, re.DOTALL
    ):
        picked = re.findall(r"<option([^>]*) selected>([^<]*)", options)
        values = [re.findall(r'value="([^"]*)"', mark) or [text] for mark, text in picked]
        found[key] = values[0][0] if values else ""
    return found


def test_the_forms_of_the_formal_check_keep_what_was_typed(
    active: Application, qin: Player
) -> None:
    client, run = browser(qin), run_of(active)
    known = definition_of(active).policy.checks[0].id
    answer = press(client, active, "judge/", check=known, result="好", note="发票与凭证一致")
    assert told(answer) == ["请选符合、不符合或不能确定"]
    assert typed(answer, "judge") == {"note": "发票与凭证一致", "result": ""}
    answer = press(client, active, "judge/", check=known, result="unmet", note="字" * 301)
    assert answer.status_code == 409
    assert typed(answer, "judge") == {"note": "字" * 301, "result": "unmet"}
    page = client.get(case_url(active)).content.decode()
    clauses = re.findall(r"<option[^>]*>([^<]*)", page.split('id="ac-c"')[1].split("</select>")[0])
    formal_check.judge_check(
        run=run,
        check_id=known,
        result=FindingResult.UNMET,
        note="缺",
        actor=qin.actor,
        now=NOW,
    )
    answer = press(client, active, "accept/", clause=clauses[-1])
    assert (answer.status_code, typed(answer, "accept")) == (409, {"clause": clauses[-1]})
    answer = press(client, active, "correct/", text=["", ""], item_clause=["第九条", ""])
    assert (told(answer), typed(answer, "correct")["item_clause"]) == (
        ["请写明要补正什么，一次说全"],
        "",
    )
    assert 'value="第九条"' in form(answer, "correct")


def test_a_refusal_that_lacks_its_reason_keeps_its_clause_its_kind_and_its_data(
    active: Application, qin: Player
) -> None:
    given = {"own_clause": "办法第九条", "reason": " ", "as": "refused", "used": []}
    answer = press(browser(qin), active, "refuse/", **given)
    assert answer.status_code == 409
    whole = form(answer, "refuse")
    assert 'value="办法第九条"' in whole
    assert 'value="refused" checked' in whole
    assert 'value="not_accepted" checked' not in whole
    assert 'name="used" value' in whole
    assert "checked><span>" not in whole.split('name="used"', 1)[1].split("</fieldset>")[0]
    page = answer.content.decode()
    assert '<details class="more" open><summary>不受理' in page
    assert not Decision.objects.exists()


def test_an_extension_and_the_answer_to_a_review_keep_what_was_typed(
    active: Application, lan: Player, qin: Player, he: Player
) -> None:
    client = browser(he)
    answer = press(client, active, "extend/", days="99", reason="等审计")
    assert (answer.status_code, typed(answer, "extend")) == (
        409,
        {"days": "99", "reason": "等审计"},
    )
    refusing.refuse(run=run_of(active), clause=CLAUSE, reason="占比不足", actor=qin.actor, now=NOW)
    decision = Decision.objects.get(application=active)
    review = ask_review(decision=decision, reason="占比算错", actor=lan.actor, now=NOW)
    name = f"review-{review.pk}"
    answer = press(client, active, f"reviews/{review.pk}/", outcome="", answer="算过，是八成")
    assert (told(answer), typed(answer, name)) == (
        ["请选维持原决定，还是改变原决定"],
        {"answer": "算过，是八成"},
    )
    answer = press(client, active, f"reviews/{review.pk}/", outcome="changed", answer=" ")
    assert 'value="changed" checked' in form(answer, name)


@pytest.fixture
def audited(active: Application, qin: Player) -> Application:
    """Accepted; its investment is to be audited."""
    formal_check.accept(run=run_of(active), clause=CLAUSE, actor=qin.actor, now=NOW)
    active.refresh_from_db()
    return active


def test_an_audit_that_is_refused_keeps_its_report_too(audited: Application, qin: Player) -> None:
    client = browser(qin)
    about = "upgrade_investment"
    sent = {"about": about, "allowed": "九十万", "reason": "重复计入"}
    answer = press(client, audited, "audit/", **sent, report=a_file("审计报告.pdf"))
    assert told(answer) == ["核定金额：写成以元计的数字，例如 1203750.00"]
    whole = form(answer, "audit")
    assert 'value="九十万"' in whole
    assert 'value="重复计入"' in whole
    assert "已经传了 审计报告.pdf，不用再传" in whole
    kept = dict(re.findall(r'name="(kept_\w+)" value="([^"]*)"', whole))
    files = StoredFile.objects.count()
    answer = press(client, audited, "audit/", **sent | {"allowed": "900000", **kept})
    assert answer.status_code == 302
    finding = AuditFinding.objects.get(about=about)
    assert finding.report is not None
    assert (finding.report.name, StoredFile.objects.count()) == ("审计报告.pdf", files)


def test_a_file_that_is_claimed_but_was_never_sent_is_not_taken(
    audited: Application, qin: Player
) -> None:
    sent = {"about": "upgrade_investment", "allowed": "900000", "reason": "重复计入"}
    answer = press(browser(qin), audited, "audit/", **sent, kept_report="1:forged:sign")
    assert answer.status_code == 302
    assert AuditFinding.objects.get().report is None


def test_a_visit_keeps_what_was_found_and_what_was_found_is_read_once_it_is_over(
    audited: Application, qin: Player, shen: Player
) -> None:
    client = browser(qin)
    for key, fen in audit.reported_of(run_of(audited)).items():
        audit.record_finding(
            run=run_of(audited),
            about=key,
            allowed_fen=fen - 100,
            reason="重复计入",
            actor=qin.actor,
            now=NOW,
        )
    audit.finish_audit(run=run_of(audited), actor=qin.actor, now=NOW)
    given = {
        "visited_on": "昨天",
        "visitors": "覃越、何川",
        "place": "厂区",
        "found": "设备在用",
        "result": "met",
    }
    answer = press(client, audited, "visit/", **given)
    assert (told(answer), typed(answer, "visit")) == (["日期：写成 2021-10-20 这样"], given)
    assert not SiteVisitReport.objects.exists()
    good = press(client, audited, "visit/", **given | {"visited_on": "2021-10-20"})
    assert good.status_code == 302
    for reader in (qin, shen):
        page = read(browser(reader), case_url(audited))
        for words in ("形式审查查明的", "专项审计查明的", "重复计入", "现场核查查明的", "设备在用"):
            assert words in page, (reader.person.name, words)


def test_who_pays_reads_the_case_but_not_what_its_stages_found(
    audited: Application, fan: Player
) -> None:
    page = read(browser(fan), case_url(audited))
    assert audited.number in page
    assert "形式审查查明的" not in page
