"""我的企业: where a firm's people land: to-dos, money, deadlines, facts, looks and people."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.inbox.actions import Draft, Notice, Whom, open_todo, send_notice
from huiqi.inbox.clocks import working_days
from huiqi.inbox.enums import Kind
from huiqi.kernel.access import SYSTEM
from huiqi.parties.enums import Role, Source
from huiqi.parties.models import Mandate, Membership, Organization
from huiqi.web.workspace import weeks_of
from tests.cast import NOW, TODAY, Player, facts_on_record
from tests.rights.conftest import SignIn, a_look, jobs, one_factor, sign_in, text

__all__ = ["jobs", "one_factor", "sign_in"]

BUDGET = 15


def fill(firm: Organization, lan: Player, qin: Player, count: int) -> None:
    for number in range(count):
        key = f"{count}-{number}"
        due = working_days(3, start=TODAY)
        todo = Draft(key=key, whom=Whom(organization=firm), text=f"补材料{key}", due=due)
        open_todo(draft=todo, actor=SYSTEM, now=NOW)
        notice = Notice(key=key, whom=Whom(person=lan.person), kind=Kind.PROGRESS, title=key)
        send_notice(notice=notice, actor=SYSTEM, now=NOW)
        a_look(qin, firm)


def test_firm_lands_on_its_own_page_and_officers_at_their_desk(
    sign_in: SignIn, lan: Player, qin: Player, client: Client
) -> None:
    found = [one.get("/start/").headers["Location"] for one in (sign_in(lan), sign_in(qin), client)]
    assert found == ["/firm/", "/desk/", "/"]


def test_page_tells_what_is_to_be_done_what_may_be_had_and_who_looked(
    sign_in: SignIn, lan: Player, qin: Player, wu: Player, chenglan: Organization
) -> None:
    fill(chenglan, lan, qin, 1)
    facts_on_record(chenglan, Source.TAX, period=2020, revenue=42_860_000)
    paid = [{"programme": "shenzhen_longgang.park_rent", "amount": 200_000, "year": 2020}]
    facts_on_record(chenglan, Source.LEDGER, awards_paid=paid)
    page = text(sign_in(lan), "/firm/")
    for told in ("补材料1-0", "剩 3 个工作日", "审核贷款贴息", "吴迪", "陈岚", "1 条未读", "20.00"):
        assert told in page
    assert "在册 2 项，其中 0 项是企业自报" in page


def test_empty_firm_is_told_what_to_do_and_unknown_is_not_none(
    sign_in: SignIn, lan: Player
) -> None:
    page = text(sign_in(lan), "/firm/")
    for told in ("现在没有要你办的事", "没有记录不等于没有领过", "能定下更多政策"):
        assert told in page


def test_page_keeps_to_its_budget_for_one_row_and_for_three(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    client, costs = sign_in(lan), {}
    client.get("/firm/")
    for count in (1, 3):
        fill(chenglan, lan, qin, count)
        for path in ("/me/", "/firm/"):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            costs[path, count] = len(captured)
    assert costs["/firm/", 1] == costs["/firm/", 3]
    # Beside what every page costs: the session, who asks, and what they may see.
    assert costs["/firm/", 3] - costs["/me/", 3] <= BUDGET


def test_officer_and_agent_are_told_why_it_is_not_theirs(sign_in: SignIn, qin: Player) -> None:
    response = sign_in(qin).get("/firm/")
    assert (response.status_code, "须由本企业人员办理" in response.content.decode()) == (403, True)


def test_calendar_knows_the_days_that_are_moved() -> None:
    days = {
        day.number: day
        for week in weeks_of(TODAY, {date(2021, 10, 22): "租金扶持"})
        for day in week
        if day.number
    }
    assert len(days) == 31
    assert (days[1].mark, days[9].mark, days[10].mark) == ("休", "班", "")
    assert (days[20].is_today, days[22].due, days[23].is_off) == (True, "租金扶持", True)


# People


def test_owner_adds_a_member_and_ends_the_post(
    sign_in: SignIn, lan: Player, shan: Player, chenglan: Organization
) -> None:
    client = sign_in(lan)
    given = {"account": "shishan", "role": "staff"}
    assert client.post("/firm/people/members/", given).status_code == 302
    held = Membership.objects.get(person=shan.person, organization=chenglan)
    assert held.role == Role.STAFF
    assert "石山" in text(client, "/firm/people/")
    assert client.post(f"/firm/people/members/{held.pk}/end/").status_code == 302
    assert "石山" not in text(client, "/firm/people/")


def test_owner_lets_somebody_act_until_a_day_and_takes_it_back(
    sign_in: SignIn, lan: Player, shan: Player
) -> None:
    client = sign_in(lan)
    given = {"account": "shishan", "powers": ["view"], "until": "2022-03-31"}
    assert client.post("/firm/people/mandates/", given).status_code == 302
    lent = Mandate.objects.get()
    assert str(lent.expires_at.astimezone(NOW.tzinfo)) == "2022-04-01 00:00:00+08:00"
    assert client.post(f"/firm/people/mandates/{lent.pk}/revoke/").status_code == 302
    assert "没有授权任何人代办" in text(client, "/firm/people/")


@pytest.mark.parametrize(
    ("path", "given", "sentence"),
    [
        ("members", {}, "请在列出的岗位里选一个"),
        ("members", {"role": "auditor", "account": "shishan"}, "请在列出的岗位里选一个"),
        ("members", {"role": "staff"}, "请填写对方的用户名"),
        ("members", {"role": "staff", "account": "nobody"}, "没有这个用户名"),
        ("members", {"role": "staff", "account": "x" * 10_000}, "没有这个用户名"),
        ("members", {"role": "staff", "account": "<script>"}, "没有这个用户名"),
        ("members", {"role": "owner", "account": "chenlan"}, "不能给自己登记岗位"),
        ("mandates", {"account": "shishan", "until": "明年"}, "请写明授权到哪一天"),
        ("mandates", {"account": "shishan", "until": "2022-03-31"}, "请至少选择一项权限"),
        (
            "mandates",
            {"account": "shishan", "until": "2029-01-01", "powers": ["view"]},
            "代办授权最长一年",
        ),
        (
            "mandates",
            {"account": "shishan", "until": "2022-03-31", "powers": ["submit"]},
            "没有这样的权限：submit",
        ),
    ],
)
def test_what_cannot_be_is_told(
    sign_in: SignIn, lan: Player, shan: Player, path: str, given: dict[str, object], sentence: str
) -> None:
    response = sign_in(lan).post(f"/firm/people/{path}/", given)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_people_of_another_firm_are_not_found(
    sign_in: SignIn, shan: Player, lan: Player, wu: Player, chenglan: Organization
) -> None:
    client = sign_in(shan)
    held = Membership.objects.get(person=lan.person, organization=chenglan)
    lent = Mandate.objects.get(organization=chenglan)
    assert client.post(f"/firm/people/members/{held.pk}/end/").status_code == 404
    assert client.post(f"/firm/people/mandates/{lent.pk}/revoke/").status_code == 404


def test_accountant_reads_who_may_change_people(sign_in: SignIn, min_: Player) -> None:
    client = sign_in(min_)
    assert "须由本企业负责人办理" in text(client, "/firm/people/")
    given = {"account": "shishan", "role": "staff"}
    assert client.post("/firm/people/members/", given).status_code == 422
