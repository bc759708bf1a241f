"""来源: from an entry to what it rests on; what is not there is said, and who looked."""

from collections.abc import Iterator

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger import sources
from huiqi.ledger.actions import Business, Told, open_paid
from huiqi.ledger.models import Account
from huiqi.ledger.slips import Origin
from huiqi.ledger.sources import Evidence, Fact, Source
from huiqi.parties.models import Organization
from tests.cast import TODAY, Player
from tests.ledger.books import CALL, WAN, Books, award

KIND = "programmes.Application"


def _application(pk: int, _actor: Actor) -> Source | None:
    """As the engine of programmes is to register it."""
    if pk != 7:
        return None
    return Source(
        title="申报 SB-2021-000007",
        url="/policies/",
        decision="SB-2021-000007：2021-09-01 通过",
        clause="深府规〔2021〕1号 第五条",
        facts=(Fact("营业收入", "5200 万元", "税务"),),
        evidence=(Evidence("审计报告.pdf", "ab" * 32),),
    )


@pytest.fixture
def registered() -> Iterator[None]:
    sources.register(KIND, _application)
    yield
    sources._RESOLVERS.pop(KIND)


@pytest.fixture
def auditor(client: Client, shen: Player) -> Client:
    client.force_login(shen.person)
    return client


def _page(client: Client, pk: int) -> str:
    return client.get(f"/ledger/entries/{pk}/").content.decode()


def test_case_that_is_registered_is_told_down_to_the_hash(
    books: Books, auditor: Client, registered: None
) -> None:
    case = Business("c7", TODAY, "核定", Origin(KIND, 7))
    page = _page(auditor, books.do("appropriate", WAN, business=case).pk)
    for told in (
        *("申报 SB-2021-000007", "2021-09-01 通过", "深府规〔2021〕1号 第五条"),
        *("5200 万元", "ab" * 32),
    ):
        assert told in page
    assert "没有决定" not in page
    lost = Business("c8", TODAY, "核定", Origin(KIND, 8))
    assert "但没有这一件" in _page(auditor, books.do("appropriate", WAN, business=lost).pk)


def test_what_is_not_there_is_said_plainly(books: Books, auditor: Client) -> None:
    case = Business("c1", TODAY, "核定", Origin("market.Order", 3))
    page = _page(auditor, books.do("appropriate", WAN, business=case).pk)
    assert "来自 market.Order 第 3 号；系统里还没有这种事项的页面" in page
    for told in ("没有决定", "没有冻结的事实", "没有条款", "没有证据的哈希"):
        assert told in page
    plain = books.do("appropriate", WAN)
    assert "没有写明来自哪个事项" in _page(auditor, plain.pk)
    opening = open_paid(
        budget=books.srdi,
        told=Told(500, 3, "来源：答复函第一条"),
        business=books.business(),
        actor=SYSTEM,
    )
    assert "期初数，按来源登记：来源：答复函第一条" in _page(auditor, opening.pk)


def test_who_looked_before_is_shown_and_every_figure_leads_to_its_entries(
    books: Books, auditor: Client, fan: Player, chenglan: Organization
) -> None:
    books.do("appropriate", 2 * WAN)
    books.do("commit", 2 * WAN, call=CALL)
    entry = books.do("approve", WAN, award=award(chenglan))
    other = Client()
    other.force_login(fan.person)
    assert "在你之前没有人查看过" in _page(other, entry.pk)
    page = _page(auditor, entry.pk)
    assert "范宁" in page
    account = Account.objects.get(stage="approved")
    assert f"/ledger/accounts/{account.pk}/" in page
    listed = auditor.get(f"/ledger/accounts/{account.pk}/").content.decode()
    assert f"/ledger/entries/{entry.pk}/" in listed
    assert auditor.get("/ledger/accounts/999999/").status_code == 404
    assert auditor.get("/ledger/budgets/999999/").status_code == 404


def test_kind_is_registered_once(registered: None) -> None:
    sources.register(KIND, _application)
    with pytest.raises(ValueError, match="已经登记过"):
        sources.register(KIND, lambda _pk, _actor: None)
