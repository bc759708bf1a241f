"""名单的风险: what a chief is shown, line by line, before a list is approved; it stops nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.access import SYSTEM
from huiqi.parties.enums import AccountEnd, Source, Tie
from huiqi.parties.models import BankAccount, Fact, Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import lists
from huiqi.programmes.actions.deciding import record_decision
from huiqi.programmes.actions.lists import LineAsked
from huiqi.programmes.enums import Recommended, Verdict
from huiqi.programmes.models import Application, AwardLine, AwardList, Call, ReviewRequest
from huiqi.programmes.queries.list_risks import risks_of
from huiqi.programmes.queries.lists import with_applications
from huiqi.programmes.stages import running
from tests.cast import NOW, TODAY, Player, a_relation_of, facts_on_record
from tests.payments.paying import an_account
from tests.programmes.applying import filled_in, handed_in
from tests.programmes.desk import CLAUSE
from tests.programmes.pages import browser, plain, read

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def listed(
    call: Call,
    chenglan: Organization,
    yuanshan: Organization,
    lan: Player,
    shan: Player,
    qin: Player,
) -> AwardList:
    """澄澜 and 远山 have come as far as a list; nothing is the matter with either."""
    for place, (firm, owner) in enumerate([(chenglan, lan), (yuanshan, shan)], 1):
        an_account(firm, f"622200001111222{place}", qin.person)
        case = actions.begin_application(call=call, organization=firm, actor=owner.actor, now=NOW)
        filled_in(case, owner, f"1234567{place}")
        handed_in(case, owner, f"k{place}")
        case.refresh_from_db()
        while (run := running.current(case)) is not None and run.kind != "publicity":
            running.pass_stage(run, actor=SYSTEM, now=NOW)
    return lists.draw_up_list(call=call, title="技改拟资助名单", actor=qin.actor, now=NOW)


def found(award_list: AwardList) -> dict[int, list[str]]:
    lines = list(with_applications(award_list.lines.all()))
    told = risks_of(lines)
    return {line.place: told[line.pk] for line in lines}


def test_lines_with_which_nothing_is_the_matter_carry_no_risk(listed: AwardList) -> None:
    assert found(listed) == {1: [], 2: []}
    assert risks_of([]) == {}


def test_one_account_or_one_head_of_two_lines_is_told_of_both(
    listed: AwardList, chenglan: Organization, yuanshan: Organization
) -> None:
    BankAccount.objects.create(
        organization=yuanshan,
        holder=yuanshan.name,
        bank="鹏湾银行深圳分行",
        number="6222000011112221",
        entered_at=NOW,
        closed_at=NOW,
        closed_why=AccountEnd.STOPPED,
    )
    for firm in (chenglan, yuanshan):
        a_relation_of(firm, Tie.LEGAL_REPRESENTATIVE, "陈岚")
    a_relation_of(yuanshan, Tie.SHAREHOLDER, "陈岚")
    assert found(listed) == {
        1: ["收款账号 **** 2221 也登记在第 2 家名下", "法定代表人陈岚与第 2 家的同名"],
        2: ["收款账号 **** 2221 也登记在第 1 家名下", "法定代表人陈岚与第 1 家的同名"],
    }


def test_what_sources_say_of_a_firm_is_told_with_the_source_and_what_changed_by_its_name(
    listed: AwardList, chenglan: Organization, yuanshan: Organization
) -> None:
    facts_on_record(chenglan, Source.DEPARTMENT, TODAY, blacklisted=True)
    facts_on_record(yuanshan, Source.DEPARTMENT, TODAY, blacklisted=True)
    facts_on_record(yuanshan, Source.DEPARTMENT, TODAY, blacklisted=False)  # taken off it
    for source in (Source.TAX, Source.SELF_DECLARED):
        Fact.objects.create(
            subject=chenglan.subject,
            key="upgrade_investment",
            value="1",
            as_of=TODAY,
            source=source,
            recorded_at=LATER,
        )
    said = found(listed)
    assert said[2] == []
    assert [one.split("（")[0] for one in said[1]] == [
        "被列入失信名单",
        "提交以后变了：技术改造投资额",
    ]


def test_a_payee_who_has_no_verified_account_or_another_one_since_is_told(
    listed: AwardList, chenglan: Organization, yuanshan: Organization, qin: Player
) -> None:
    BankAccount.objects.filter(organization=yuanshan).update(
        closed_at=NOW, closed_why=AccountEnd.STOPPED
    )
    old = BankAccount.objects.get(organization=chenglan)
    BankAccount.objects.filter(pk=old.pk).update(closed_at=LATER, closed_why=AccountEnd.REPLACED)
    BankAccount.objects.create(
        organization=chenglan,
        holder=chenglan.name,
        bank=old.bank,
        number="755900001234",
        replaces=old,
        entered_at=LATER,
        verified_at=LATER,
        verified_by=qin.person,
    )
    assert found(listed) == {
        1: ["提交以后换了收款账户，现在是 **** 1234"],
        2: ["还没有核验过的收款账户"],
    }


def test_risks_stand_with_their_exceptions_before_approval_and_stay_as_they_were_shown(
    listed: AwardList, chenglan: Organization, qin: Player, he: Player
) -> None:
    facts_on_record(chenglan, Source.DEPARTMENT, TODAY, blacklisted=True)
    home = f"/desk/applications/lists/{listed.pk}/"
    page = read(browser(qin), home)
    assert "1 家要先看风险" in page
    assert "其中 1 家还没有写说明" in page
    first = listed.lines.get(place=1)
    asked: dict[str, Any] = {
        f"why-{first.pk}": "已移出，见来函",
        "risks": "两家同一天递交",
    }
    assert browser(qin).post(f"{home}amend/", asked).status_code == 302
    assert browser(qin).post(f"{home}submit/").status_code == 302
    page = read(browser(he), home)
    for words in (
        "被列入失信名单",
        "已移出，见来函",
        "两家同一天递交",
        "审定这一稿",
    ):
        assert words in page, words
    assert browser(he).post(f"{home}approve/", {"opinion": "同意"}).status_code == 302
    listed.refresh_from_db()
    kept = [(one["text"].split("（")[0], one.get("lines", [])) for one in listed.risks]
    assert kept == [("两家同一天递交", []), ("被列入失信名单", [first.application_id])]
    assert browser(he).post(f"{home}publish/", {"begins_on": "2021-10-20"}).status_code == 302
    facts_on_record(chenglan, Source.DEPARTMENT, TODAY, blacklisted=False)
    page = read(browser(he), home)
    assert "被列入失信名单" in page  # as it was shown to whoever approved it
    for words in ("起草", "覃越", "同意", "何川 · 第 2 稿：同意", "公示"):
        assert words in page, words


def test_what_is_typed_into_a_list_and_refused_stands_there_still(
    listed: AwardList, qin: Player, he: Player
) -> None:
    home = f"/desk/applications/lists/{listed.pk}/"
    second = listed.lines.get(place=2)
    asked = {f"rec-{second.pk}": "not", f"why-{second.pk}": "", "risks": "账户刚换过"}
    answer = browser(qin).post(f"{home}amend/", asked)
    page = answer.content.decode()
    assert (answer.status_code, 'href="#f-amend"' in page) == (409, True)
    assert ">账户刚换过" in page
    assert '<option value="not" selected>' in page
    lists.submit_list(award_list=listed, actor=qin.actor)
    answer = browser(he).post(f"{home}approve/", {"opinion": "好" * 301})
    assert (answer.status_code, f'value="{"好" * 301}"' in answer.content.decode()) == (409, True)
    lists.approve_list(award_list=listed, opinion="", actor=he.actor, now=NOW)
    answer = browser(he).post(f"{home}publish/", {"begins_on": "明天"})
    assert 'name="begins_on" type="date" required value="明天"' in answer.content.decode()
    answer = browser(he).post(f"{home}return/", {"opinion": " "})
    assert "退回名单要写明意见" in plain(answer)


def test_a_list_title_that_is_refused_stands_there_still(
    listed: AwardList, call: Call, qin: Player
) -> None:
    lists.cancel_list(award_list=listed, actor=qin.actor)
    answer = browser(qin).post(
        f"/desk/applications/lists/draw-up/{call.number}/", {"title": "长" * 201}
    )
    page = answer.content.decode()
    assert (answer.status_code, f'value="{"长" * 201}"' in page) == (409, True)
    assert f'href="#f-draw-up-{call.number}"' in page


def test_a_decision_that_another_person_changed_is_told_and_one_that_stood_is_not(
    listed: AwardList, lan: Player, qin: Player, he: Player
) -> None:
    for line, is_upheld in zip(listed.lines.order_by("place"), (False, True), strict=True):
        decision = record_decision(
            application=line.application,
            run=None,
            verdict=Verdict.REFUSED,
            clause=CLAUSE,
            reason="发票不合要求",
            actor=qin.actor,
            now=NOW,
        )
        ReviewRequest.objects.create(
            decision=decision,
            reason="发票是对的",
            asked_by=lan.person,
            asked_at=NOW,
            due_on=TODAY,
            is_upheld=is_upheld,
            answer="发票查验相符",
            answered_by=he.person,
            answered_at=LATER,
        )
    assert found(listed) == {1: ["复核改变过原来的决定：发票查验相符"], 2: []}


def test_risks_of_many_lines_cost_as_many_queries_as_those_of_one(listed: AwardList) -> None:
    lines = list(with_applications(listed.lines.all()))
    counts = []
    for some in (lines[:1], lines):
        with CaptureQueriesContext(connection) as captured:
            risks_of(some)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_unknown_answer_of_the_rules_is_told_as_not_confirmed(listed: AwardList) -> None:
    line = listed.lines.select_related("application").get(place=2)
    Application.objects.filter(pk=line.application_id).update(degraded=["tax"])
    assert found(listed)[2] == ["申报时有的数据源中断，还没有补齐"]
    assert LineAsked(Recommended.FUNDED).exception == ""
    assert AwardLine.objects.filter(list=listed, recommended="funded").count() == 2
