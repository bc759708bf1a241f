"""会计链接: shows what the owner saw beforehand and no more, until a day, to whoever has it."""

import re
from datetime import date

import pytest
from django.test import Client

from huiqi.follow.actions.sharing import make_link, revoke_link
from huiqi.follow.models import AccountantLink, LinkOpening
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from tests.cast import NOW, Player, facts_on_record
from tests.follow.conftest import SignIn, text

SHOWS = ["part.name", "part.match", "employees"]


@pytest.fixture
def known(chenglan: Organization) -> Organization:
    facts_on_record(chenglan, Source.SOCIAL_INSURANCE, employees=84)
    facts_on_record(chenglan, Source.TAX, period=2020, revenue=52_000_000, net_profit=6_000_000)
    return chenglan


def a_link(owner: Player, shows: list[str] = SHOWS, days: str = "30", label: str = "王会计") -> str:
    return make_link(label=label, shows=shows, days=days, actor=owner.actor, now=NOW)


def shown(page: str) -> str:
    """The part that preview and page have in common."""
    found = re.search(r'<div class="follow__shared">.*?\n</div>', page, re.DOTALL)
    assert found
    return found.group()


def test_owner_sees_beforehand_exactly_what_the_accountant_will(
    lan: Player, known: Organization, sign_in: SignIn, client: Client
) -> None:
    owner = sign_in(lan)
    asked = {"label": "王会计", "shows": SHOWS, "days": "30"}
    preview = owner.post("/follow/links/", asked).content.decode()
    assert "企业名称和信用代码" in preview
    assert AccountantLink.objects.count() == 0
    made = owner.post("/follow/links/", asked | {"make": "1"}).content.decode()
    (path,) = set(re.findall(r"/follow/shared/[\w-]+/", made))
    page = text(client, path)
    assert shown(page) == shown(preview)
    assert known.name in page
    assert "84 人" in page
    assert "5,200" not in page  # revenue was not chosen
    assert path not in text(owner, "/follow/links/")


def test_nothing_is_shown_but_what_was_chosen(
    lan: Player, known: Organization, client: Client
) -> None:
    page = text(client, f"/follow/shared/{a_link(lan, ['employees'])}/")
    assert "84 人" in page
    assert known.name not in page
    assert str(known.credit_code) not in page
    assert "匹配结果" not in shown(page)


def test_page_is_kept_by_nobody_and_found_by_no_search(
    lan: Player, known: Organization, client: Client
) -> None:
    answer = client.get(f"/follow/shared/{a_link(lan)}/")
    told = [answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
    assert "no-store" in told[0]
    assert told[1:] == ["noindex, nofollow", "no-referrer"]
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/follow/shared/{a_link(lan)}/").status_code == 405


def test_every_opening_is_kept_and_shown_to_the_firm(
    lan: Player, known: Organization, sign_in: SignIn, client: Client
) -> None:
    token = a_link(lan)
    for _twice in range(2):
        client.get(f"/follow/shared/{token}/")
    client.head(f"/follow/shared/{token}/")  # a chat program looks whether there is a page
    assert LinkOpening.objects.count() == 2
    looks = AuditEntry.objects.filter(act=AuditEntry.Act.READ, subject_id=known.subject_id)
    assert {(one.verb, one.purpose) for one in looks} == {("打开会计链接", "会计链接：王会计")}
    owner = sign_in(lan)
    assert "打开过 2 次" in text(owner, "/follow/links/")
    page = text(owner, "/my/looks/")
    assert "拿到链接的人" in page
    assert "会计链接：王会计" in page
    assert "系统自动处理，没有人看到" not in page


def test_wrong_old_and_revoked_links_say_which_and_not_whose(
    lan: Player, known: Organization, client: Client
) -> None:
    old, revoked = a_link(lan, days="1"), a_link(lan, label="李会计")
    AccountantLink.objects.filter(label="王会计").update(made_on=date(2021, 10, 19))
    revoke_link(link=AccountantLink.objects.get(label="李会计"), actor=lan.actor, now=NOW)
    answers = {}
    for token in (old, revoked, old[:-1] + "_", "x" * 10_000):
        answer = client.get(f"/follow/shared/{token}/")
        page = answer.content.decode()
        assert known.name not in page
        assert "会计" not in page
        said = re.search(r"<h1>链接打不开</h1><p>(.*?)</p>", page)
        answers[token] = (answer.status_code, said and said.group(1))
    wrong = (404, "没有这个链接。可能复制漏了几个字，请发给你的人重新复制。")
    assert list(answers.values()) == [
        (410, "这个链接已经过期。"),
        (410, "这个链接已经收回。"),
        wrong,
        wrong,
    ]
    assert LinkOpening.objects.count() == 0


def test_token_is_nowhere_in_the_database(lan: Player, known: Organization) -> None:
    token = a_link(lan)
    kept = AccountantLink.objects.values().get()
    assert token not in str(kept)
    assert token not in str(list(AuditEntry.objects.values()))


def test_link_opens_for_its_days_the_first_included(lan: Player, known: Organization) -> None:
    a_link(lan, days="90")
    link = AccountantLink.objects.get()
    assert link.last_day == date(2022, 1, 17)
    assert [link.is_open_on(date(2022, 1, day)) for day in (17, 18)] == [True, False]


def test_only_the_owner_makes_and_revokes(lan: Player, min_: Player, known: Organization) -> None:
    with pytest.raises(Denied, match="须由本企业负责人办理"):
        a_link(min_)
    a_link(lan)
    with pytest.raises(Denied):
        revoke_link(link=AccountantLink.objects.get(), actor=min_.actor, now=NOW)


def test_accountant_reads_why_she_cannot(min_: Player, sign_in: SignIn) -> None:
    client = sign_in(min_)
    assert "须由本企业负责人办理" in text(client, "/follow/links/")
    assert (
        client.post(
            "/follow/links/", {"label": "王", "shows": "part.name", "days": "3"}
        ).status_code
        == 403
    )


def test_another_firms_link_is_not_found_and_revoking_twice_is_no_mistake(
    lan: Player, shan: Player, known: Organization, sign_in: SignIn
) -> None:
    a_link(lan)
    link = AccountantLink.objects.get()
    assert sign_in(shan).post(f"/follow/links/{link.pk}/revoke/").status_code == 404
    for _twice in range(2):
        assert sign_in(lan).post(f"/follow/links/{link.pk}/revoke/").status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_every_problem_is_told_at_once(lan: Player, known: Organization, sign_in: SignIn) -> None:
    with pytest.raises(Refused) as refused:
        a_link(lan, [], "0", "名" * 10_000)
    told = (
        "「给谁」最多 40 个字，现在有 10000 个",
        "至少选一项给对方看的内容",
        "有效天数写 1 到 90 的数，例如 30",
    )
    assert refused.value.problems == told
    answer = sign_in(lan).post(
        "/follow/links/", {"label": "王", "shows": "shoe_size", "days": "91"}
    )
    assert answer.status_code == 422
    for sentence in ("选的内容里有不认识的项目，请刷新页面再选", told[2]):
        assert sentence in answer.content.decode()


def test_there_is_a_limit_and_it_is_said(lan: Player, known: Organization) -> None:
    for _number in range(20):
        a_link(lan)
    with pytest.raises(Refused, match="最多同时有 20 个链接；先收回几个"):
        a_link(lan)
