"""账本的页面: what finance, the department and auditors see, and that it is put on record."""

import pytest
from django.test import Client

from huiqi.kernel.models import AuditEntry
from huiqi.parties.models import Organization
from tests.cast import Player
from tests.ledger.books import CALL, WAN, Books, award


@pytest.fixture
def paid(books: Books, chenglan: Organization) -> Books:
    books.do("appropriate", 100 * WAN)
    books.do("commit", 60 * WAN, call=CALL)
    for name in ("approve", "order", "pay"):
        books.do(name, 50 * WAN, award=award(chenglan))
    return books


@pytest.fixture
def auditor(client: Client, shen: Player) -> Client:
    client.force_login(shen.person)
    return client


def test_board_shows_where_the_money_of_the_year_stands(paid: Books, auditor: Client) -> None:
    page = auditor.get("/ledger/").content.decode()
    for told in ("账本 2021 年", "1,000,000.00 元", "600,000.00 元", "500,000.00 元"):
        assert told in page
    looked = AuditEntry.objects.filter(verb="ledger.read").get()
    assert looked.purpose == "查阅 2021 年账本"


def test_from_the_journal_one_gets_to_the_firm_and_the_firm_can_see_it(
    paid: Books, auditor: Client, chenglan: Organization
) -> None:
    entry = paid.do("give_back", WAN, award=award(chenglan))
    assert f"/ledger/entries/{entry.pk}/" in auditor.get("/ledger/").content.decode()
    page = auditor.get(f"/ledger/entries/{entry.pk}/").content.decode()
    assert "深圳市澄澜智能装备有限公司" in page
    assert "490,000.00 元" in page
    looked = AuditEntry.objects.filter(verb="ledger.read", object_id=entry.pk).get()
    assert (looked.subject_id, looked.purpose) == (chenglan.subject_id, f"查阅凭证 {entry.number}")


def test_year_that_is_none_is_refused_with_a_sentence(paid: Books, auditor: Client) -> None:
    for said in ("199", "abcd", "2021年", "9" * 30):
        for path in ("/ledger/", "/ledger/board.xlsx"):
            answer = auditor.get(path, {"year": said})
            assert answer.status_code == 422
            assert "年度应是 2000 至 2100 之间的数" in answer.content.decode()
    assert "这一年还没有预算" in auditor.get("/ledger/", {"year": "2013"}).content.decode()


def test_board_is_an_excel_file(paid: Books, auditor: Client) -> None:
    answer = auditor.get("/ledger/board.xlsx")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_page_of_many_entries_asks_no_more_than_one_of_few(
    paid: Books, auditor: Client, django_assert_max_num_queries: pytest.FixtureDef
) -> None:
    for _ in range(12):
        paid.do("appropriate", WAN)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        auditor.get("/ledger/")
