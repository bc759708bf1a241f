"""抽样: kept, drawn again by its seed, and answered with a sentence where it cannot be drawn."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.actions import draw_sample, reverse
from huiqi.ledger.enums import Method
from huiqi.ledger.models import Entry, Sample
from huiqi.ledger.queries.samples import Asked, repeat
from huiqi.parties.models import Organization
from tests.cast import Player
from tests.ledger.books import CALL, WAN, Books, award

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture
def paid(books: Books, chenglan: Organization, yuanshan: Organization) -> Books:
    """Six payments of 1 to 3 万 from two budgets, and one that is undone."""
    for budget in (books.upgrade, books.srdi):
        books.do("appropriate", 100 * WAN, budget=budget)
        books.do("commit", 100 * WAN, call=CALL, budget=budget)
        for part in (1, 2, 3):
            for name in ("approve", "order", "pay"):
                books.do(name, part * WAN, award=award(chenglan, part), budget=budget)
    for name in ("approve", "order"):
        books.do(name, 50 * WAN, award=award(yuanshan))
    undone = books.do("pay", 50 * WAN, award=award(yuanshan))
    reverse(entry=undone, business=books.business(), actor=SYSTEM)
    return books


def _drawn(actor: Any, seed: str = "2021", **asked: Any) -> Sample:
    usual: dict[str, Any] = {"method": Method.RANDOM, "since": YEAR[0], "until": YEAR[1]}
    told = Asked(**usual | asked)
    return draw_sample(asked=told, reason="专项资金检查", actor=actor, seed=seed)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"method": Method.RANDOM, "size": 4}, 4),
        ({"method": Method.MONETARY, "size": 3}, 3),
        ({"method": Method.STRATIFIED, "size": 2}, 2),
        ({"method": Method.ABOVE, "threshold_fen": 2 * WAN}, 4),
        ({"size": 9, "programme": "shenzhen.srdi_award"}, 3),
    ],
)
def test_sample_comes_out_the_same_again_whatever_is_booked_later(
    paid: Books, shen: Player, chenglan: Organization, asked: dict[str, Any], count: int
) -> None:
    sample = _drawn(shen.actor, **asked)
    assert sum(sample.items.values_list("hits", flat=True)) == count
    assert sample.population == (3 if "programme" in asked else 6)
    for name in ("approve", "order", "pay"):
        paid.do(name, 9 * WAN, award=award(chenglan, 9))
    first = Entry.objects.filter(deed="pay").earliest("id")
    reverse(entry=first, business=paid.business(), actor=SYSTEM)
    assert repeat(sample).is_same
    other = _drawn(shen.actor, **asked)
    assert repeat(other).is_same
    assert other.digest != sample.digest or "programme" in asked


def test_seed_that_nobody_gave_is_kept(paid: Books, shen: Player) -> None:
    sample = _drawn(shen.actor, seed="", size=2)
    assert len(sample.seed) == 16
    assert repeat(sample).is_same


def test_wrong_wishes_are_refused_with_a_sentence(books: Books, shen: Player, fan: Player) -> None:
    for asked, told in (
        ({"size": 0}, "样本量应是 1 至 1000 之间的整数"),
        ({"size": None}, "样本量应是 1 至 1000 之间的整数"),
        ({"method": Method.ABOVE}, "请写明从多少元起全部抽取"),
        ({"size": 1, "since": YEAR[1], "until": YEAR[0]}, "结束日期不能早于开始日期"),
        ({"size": 1}, "没有付给企业的款项"),
    ):
        with pytest.raises(Refused, match=told):
            _drawn(shen.actor, **asked)
    with pytest.raises(Denied, match="须由审计人员办理"):
        _drawn(fan.actor, size=1)
    with pytest.raises(Refused, match="种子不能超过 40 个字符"):
        _drawn(shen.actor, seed="x" * 41, size=1)
    assert not Sample.objects.exists()


def test_auditor_draws_on_the_page_looks_for_the_sample_and_takes_it_away(
    paid: Books, shen: Player, fan: Player, chenglan: Organization, client: Client
) -> None:
    client.force_login(shen.person)
    asked = {"method": "monetary", "size": "3", "since": "2021-01-01", "until": "2021年10月20日"}
    at = client.post("/ledger/samples/", asked | {"reason": "专项资金检查", "seed": "7"})
    page = client.get(at.headers["Location"]).content.decode()
    assert "重抽了一次，结果一致" in page
    sample = Sample.objects.get()
    entry = sample.items.earliest("position").leg.entry
    assert f"/ledger/entries/{entry.pk}/?sample={sample.pk}" in page
    client.get(f"/ledger/entries/{entry.pk}/?sample={sample.pk}")
    looked = AuditEntry.objects.filter(object_id=entry.pk, kind="ledger.Entry").latest("id")
    assert looked.purpose == f"抽样 {sample.number}（专项资金检查）：查阅凭证 {entry.number}"
    assert looked.subject_id == chenglan.subject_id
    again = client.get(f"/ledger/entries/{entry.pk}/?sample=x").content.decode()
    assert looked.purpose in again  # who looked before
    assert client.get(f"/ledger/samples/{sample.pk}/list.xlsx").content[:2] == b"PK"
    assert AuditEntry.objects.filter(purpose__startswith="导出抽样").count() == 1
    client.force_login(fan.person)
    assert client.get(f"/ledger/samples/{sample.pk}/").status_code == 200
    assert client.post("/ledger/samples/", asked).status_code == 403


def test_form_that_does_not_read_says_everything_at_once(
    paid: Books, shen: Player, client: Client
) -> None:
    client.force_login(shen.person)
    bad = {"method": "luck", "size": "many", "since": "昨天", "programme": "none"}
    answer = client.post("/ledger/samples/", bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in (
        *("抽样方法没有「luck」这一项", "「many」不是整数", "「昨天」不是日期"),
        *("扶持计划没有「none」这一项", "请写明抽样的目的"),
    ):
        assert told in page
