"""专项审计和现场核查: what is allowed of each amount, who went and what they found."""

from typing import Any

import pytest
from django.test import Client

from huiqi.programmes.models import Application, AuditFinding, Decision, SiteVisitReport
from huiqi.programmes.queries.amounts import computed_of
from huiqi.programmes.stages import audit, formal_check
from tests.cast import NOW, Player
from tests.programmes.applying import filled_in, handed_in
from tests.programmes.desk import CLAUSE, case_url, press, run_of
from tests.programmes.pages import a_file, browser, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def audited(draft: Application, lan: Player, qin: Player) -> Application:
    """澄澜 was accepted; its investment is to be audited."""
    filled_in(draft, lan)
    handed_in(draft, lan)
    draft.refresh_from_db()
    formal_check.accept(run=run_of(draft), clause=CLAUSE, actor=qin.actor, now=NOW)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def visited(audited: Application, qin: Player) -> Application:
    """All was allowed; somebody goes there."""
    run = run_of(audited)
    for key, fen in audit.reported_of(run).items():
        audit.record_finding(
            run=run, about=key, allowed_fen=fen, reason="", actor=qin.actor, now=NOW
        )
    audit.finish_audit(run=run, actor=qin.actor, now=NOW)
    return audited


def allow(client: Client, application: Application, allowed: str, **more: Any) -> Any:
    given = {"about": "upgrade_investment", "allowed": allowed, **more}
    return press(client, application, "audit/", **given)


@pytest.mark.parametrize(
    ("allowed", "reason", "problem"),
    [
        ("一百万", "", "核定金额：写成以元计的数字，例如 1203750.00"),
        ("1e999999", "", "核定金额：写成以元计的数字，例如 1203750.00"),
        ("-1", "多报", "核定金额在零和申报金额之间（就低原则）"),
        ("1000000.01", "", "核定金额在零和申报金额之间（就低原则）"),
        ("900000", "", "减少了的要写明原因"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    allowed: str, reason: str, problem: str, audited: Application, qin: Player
) -> None:
    answer = allow(browser(qin), audited, allowed, reason=reason)
    assert answer.status_code == 409
    assert problem in told(answer)
    assert f'value="{allowed}"' in answer.content.decode()
    assert not AuditFinding.objects.exists()


def test_an_audit_ends_when_every_amount_has_its_finding(audited: Application, qin: Player) -> None:
    client = browser(qin)
    answer = press(client, audited, "audit/finish/")
    assert (answer.status_code, len(told(answer))) == (409, 1)
    sent = allow(client, audited, "900,000", reason="重复计入", report=a_file("审计报告.pdf"))
    assert sent.status_code == 302, told(sent)
    finding = AuditFinding.objects.get()
    assert (finding.reported_fen, finding.allowed_fen) == (100_000_000, 90_000_000)
    # Said again without the report, the report stays.
    assert allow(client, audited, "800000", reason="重复计入").status_code == 302
    finding.refresh_from_db()
    assert finding.report is not None
    assert finding.report.name == "审计报告.pdf"
    report = client.get(case_url(audited, f"audit/{finding.pk}/"))
    assert told(report) == ["「审计报告.pdf」还在查杀，请稍后再打开"]
    assert client.get(case_url(audited, f"audit/{finding.pk + 1}/")).status_code == 404
    assert press(client, audited, "audit/finish/").status_code == 302
    assert run_of(audited).kind == "site_visit"
    assert any("核定 800,000.00 元" in one for one in computed_of(audited).steps)


def test_a_visit_says_who_went_and_what_they_found(visited: Application, qin: Player) -> None:
    client = browser(qin)
    given = {"visited_on": "2021-10-20", "visitors": "覃越", "place": "厂区", "found": "设备在用"}
    answer = press(client, visited, "visit/", **given, result="met")
    assert (answer.status_code, told(answer)) == (409, ["现场核查至少 2 人，现在写了 1 人"])
    assert "设备在用" in answer.content.decode()
    wrong = press(client, visited, "visit/", **{**given, "visited_on": "昨天"}, result="met")
    assert told(wrong) == ["日期：写成 2021-10-20 这样"]
    wrong = press(client, visited, "visit/", **given, result="fine")
    assert told(wrong) == ["请选符合、不符合或不能确定"]
    assert not SiteVisitReport.objects.exists()
    good = press(client, visited, "visit/", **{**given, "visitors": "覃越，何川"}, result="met")
    assert good.status_code == 302
    assert run_of(visited).kind == "publicity"


def test_what_was_not_found_is_refused_by_a_person_with_a_clause(
    visited: Application, qin: Player
) -> None:
    client = browser(qin)
    given = {"visited_on": "2021-10-20", "visitors": "覃越、何川", "place": "厂区"}
    answer = press(client, visited, "visit/", **given, found="没有设备", result="unmet")
    assert answer.status_code == 302
    visited.refresh_from_db()
    assert visited.state == "active"
    answer = press(client, visited, "refuse/", clause=CLAUSE, reason="现场没有设备")
    assert answer.status_code == 302
    visited.refresh_from_db()
    assert visited.state == "refused"
    decision = Decision.objects.filter(application=visited).latest("id")
    assert (decision.verdict, decision.clause) == ("refused", CLAUSE)
