"""一户扶持: all a firm got, for finance and auditors, and for the firm itself."""

from datetime import date

import pytest
from django.test import Client

from huiqi.kernel.models import AuditEntry
from huiqi.ledger.queries import support, whole
from huiqi.ledger.queries.support import Disclosed, received_by, register_disclosure
from huiqi.ledger.queries.whole import Kind, Share, register_kind, whole_support_of
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from tests.cast import TODAY, Player, facts_on_record
from tests.ledger.books import CALL, WAN, Books, award


@pytest.fixture
def paid(books: Books, chenglan: Organization, yuanshan: Organization) -> Books:
    for budget in (books.upgrade, books.srdi):
        books.do("appropriate", 100 * WAN, budget=budget)
        books.do("commit", 90 * WAN, call=CALL, budget=budget)
    for firm, fen in ((chenglan, 10 * WAN), (yuanshan, 44 * WAN)):
        for name in ("approve", "order", "pay"):
            books.do(name, fen, award=award(firm))
    books.do("give_back", 2 * WAN, award=award(chenglan))
    books.do("surrender", 2 * WAN, award=award(chenglan))
    books.do("approve", 7 * WAN, award=award(chenglan), budget=books.srdi)
    titles = [{"kind": "srdi", "level": "city", "valid_until": "2023-06-30"}]
    facts_on_record(chenglan, Source.REGISTRY, titles=titles)
    return books


@pytest.fixture
def published(paid: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {(paid.upgrade.pk, CALL): Disclosed(date(2021, 10, 1), "/open/payments/")}
    monkeypatch.setattr(support, "_DISCLOSURES", [])  # the city's own comes back afterwards
    register_disclosure(lambda _subject: told)


def test_it_adds_up_over_budgets_and_says_what_came_back(
    paid: Books, chenglan: Organization
) -> None:
    told = [
        (one.budget, one.paid_fen, one.coming_fen, one.returned_fen, one.last_paid_on)
        for one in received_by(chenglan.subject)
    ]
    assert told == [
        (paid.srdi, 0, 7 * WAN, 0, None),
        (paid.upgrade, 8 * WAN, 0, 2 * WAN, TODAY),
    ]


def test_cash_is_a_kind_of_support_that_says_what_its_parts_say(
    paid: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    for firm in (chenglan, yuanshan):
        parts = received_by(firm.subject)
        ((kind, share),) = whole_support_of(firm.subject_id)
        assert (kind.name, share) == (
            "cash",
            Share(sum(one.paid_fen for one in parts), sum(one.coming_fen for one in parts)),
        )


@pytest.fixture
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_KINDS", dict(whole._KINDS))  # the city's own come back afterwards


@pytest.mark.usefixtures("paid", "_own_kinds")
def test_another_kind_stands_beside_cash_once_it_is_registered(
    chenglan: Organization, lan: Player, shan: Player, client: Client
) -> None:
    had = {chenglan.subject_id: Share(3 * WAN, WAN, "/vouchers/")}
    voucher = Kind("voucher", "创新券", lambda subject: had.get(subject, Share()))
    register_kind(voucher)
    register_kind(voucher)  # once more says nothing new
    with pytest.raises(ValueError, match="扶持种类 cash 已经登记过"):
        register_kind(Kind("cash", "现金", lambda _subject: Share()))
    told = [
        (kind.name, share.received_fen) for kind, share in whole_support_of(chenglan.subject_id)
    ]
    assert told == [("cash", 8 * WAN), ("voucher", 3 * WAN)]
    pages = []
    for player in (lan, shan):
        client.force_login(player.person)
        pages.append(client.get("/ledger/support/mine/").content.decode())
    assert ["创新券" in page for page in pages] == [True, False]
    assert '<a href="/vouchers/">创新券</a>' in pages[0]


def test_auditor_finds_a_firm_by_name_or_code_and_the_firm_sees_it(
    paid: Books, published: None, chenglan: Organization, shen: Player, client: Client
) -> None:
    client.force_login(shen.person)
    found = client.get("/ledger/support/", {"q": "澄澜"}).content.decode()
    at = f"/ledger/support/{chenglan.credit_code}/"
    assert at in found
    assert client.get(f"/ledger/support/?q={chenglan.credit_code}").headers["Location"] == at
    page = client.get(at).content.decode()
    for told in ("80,000.00 元", "70,000.00 元", "已公开", "没有公开的记录", "有效至 2023-06-30"):
        assert told in page
    assert client.get(f"{at}list.xlsx").content[:2] == b"PK"
    looked = AuditEntry.objects.filter(subject_id=chenglan.subject_id, verb="ledger.read")
    assert set(looked.values_list("purpose", flat=True)) == {
        "查阅企业公共扶持",
        "导出企业公共扶持",
    }
    assert client.get("/ledger/support/", {"q": "一"}).status_code == 422
    assert "没有找到「无此企业」" in client.get("/ledger/support/?q=无此企业").content.decode()
    assert client.get("/ledger/support/91999999MA5NONE09X/").status_code == 404


def test_firm_sees_its_own_and_nobody_elses(
    paid: Books, lan: Player, yuanshan: Organization, qin: Player, client: Client
) -> None:
    client.force_login(lan.person)
    page = client.get("/ledger/support/mine/").content.decode()
    assert "80,000.00 元" in page
    assert "440,000.00 元" not in page
    assert client.get("/ledger/support/mine.xlsx").content[:2] == b"PK"
    assert client.get(f"/ledger/support/{yuanshan.credit_code}/").status_code == 403
    client.force_login(qin.person)
    assert client.get("/ledger/support/").status_code == 403
    assert client.get("/ledger/support/mine/").status_code == 403
