"""拨付的开放数据: told after everybody had time to object, with nobody named who must not be."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from huiqi.cli.open import _export
from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Business, Told, open_paid, reverse
from huiqi.ledger.models import Entry
from huiqi.opendata.actions import publish
from huiqi.opendata.shelf import DATASETS
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.publicity.actions import (
    Proposed,
    answer_objection,
    raise_objection,
    withdraw_notice,
)
from huiqi.publicity.models import Publicity
from tests.cast import NOW, TODAY, an_organization, credit_code
from tests.ledger.books import CALL, WAN, Books, award, new_books
from tests.opendata.paying import FIRST, PROGRAMME, UNTIL, Paying, at, award_of
from tests.publicity.test_publicity import clue

Row = dict[str, Any]


@pytest.fixture
def books(bureau: Organization) -> Books:
    made = new_books(bureau)
    made.do("appropriate", 1_000 * WAN)
    made.do("commit", 1_000 * WAN, call=CALL)
    return made


@pytest.fixture
def paying(books: Books, bureau: Organization) -> Paying:
    return Paying(books, bureau)


def told() -> list[Row]:
    return [dict(row) for row in DATASETS["payments"].rows()]


def named() -> list[str | None]:
    return [row["recipient"] for row in told()]


def test_payment_is_told_with_its_notice(
    paying: Paying, chenglan: Organization, bureau: Organization
) -> None:
    paying.notice(Proposed(chenglan, 500 * WAN))
    paying.paid(chenglan, 300)
    paying.paid(chenglan, 200, instalment=2)
    first, second = told()
    account = Entry.objects.get(key__startswith="test:", deed="pay", legs__amount_fen=300 * WAN)
    leg = account.legs.get(amount_fen__gt=0)
    assert first == {
        "payment": f"BF-{leg.account_id:08d}",
        "kind": "payment",
        "year": 2021,
        "fund": "工业和信息化专项资金",
        "programme": PROGRAMME,
        "programme_title": "深圳市企业技术改造项目扶持",
        "department": "市中小企业服务局",
        "department_code": None,
        "call": CALL,
        "instalment": 1,
        "recipient": "深圳市澄澜智能装备有限公司",
        "recipient_code": chenglan.credit_code,
        "recipient_kind": "enterprise",
        "district": "440305",
        "withheld": None,
        "grants": 1,
        "paid_yuan": Decimal("3000000.00"),
        "returned_yuan": Decimal("0.00"),
        "approved_on": "2021-10-20",
        "paid_on": "2021-10-20",
        "notice": Publicity.objects.get().number,
        "objections_until": "2021-10-15",
        "is_rounded": False,
        "source": None,
    }
    assert (second["instalment"], second["paid_yuan"]) == (2, Decimal("2000000.00"))


Then = Callable[[Paying, Organization], None]


def _no_notice(paying: Paying, firm: Organization) -> None:
    """Nobody was told of it."""


def _before_start(paying: Paying, firm: Organization) -> None:
    paying.notice(Proposed(firm, 300 * WAN), begins_on=TODAY + timedelta(days=1))


def _last_day(paying: Paying, firm: Organization) -> None:
    paying.notice(Proposed(firm, 300 * WAN), begins_on=FIRST, until=TODAY + timedelta(days=1))


def _objection(paying: Paying, firm: Organization, answer: bool | None, on_all: bool) -> None:
    notice = paying.notice(Proposed(firm, 300 * WAN))
    about = None if on_all else award_of(notice, firm)
    last = at(UNTIL - timedelta(days=1))
    said = raise_objection(
        notice=notice, award=about, said=clue("设备是旧的"), actor=SYSTEM, now=last
    )
    if answer is not None:
        answer_objection(
            objection=said, is_upheld=answer, text="查过发票", actor=SYSTEM, now=at(TODAY)
        )


def _withdrawn(paying: Paying, firm: Organization) -> None:
    notice = paying.notice(Proposed(firm, 300 * WAN))
    withdraw_notice(notice=notice, reason="金额写错", actor=SYSTEM, now=NOW)


def _given_anew(paying: Paying, firm: Organization) -> None:
    """What was ended is corrected, and the correction has not ended."""
    paying.notice(Proposed(firm, 300 * WAN))
    paying.notice(Proposed(firm, 300 * WAN), begins_on=TODAY)


def _too_little(paying: Paying, firm: Organization) -> None:
    paying.notice(Proposed(firm, 299 * WAN))


def _of_another(paying: Paying, firm: Organization) -> None:
    other = an_organization("深圳市另一家有限公司", code=credit_code("MA5THER01"))
    paying.notice(Proposed(other, 300 * WAN))


@pytest.mark.parametrize(
    ("then", "is_told"),
    [
        (_no_notice, False),
        (_before_start, False),
        (_last_day, False),
        (lambda paying, firm: _objection(paying, firm, None, on_all=False), False),
        (lambda paying, firm: _objection(paying, firm, None, on_all=True), False),
        (lambda paying, firm: _objection(paying, firm, True, on_all=False), False),
        (lambda paying, firm: _objection(paying, firm, False, on_all=True), True),
        (_withdrawn, False),
        (_given_anew, False),
        (_too_little, False),
        (_of_another, False),
    ],
    ids=[
        *("no notice", "before its first day", "on its last day", "objection open"),
        *("objection to all open", "objection upheld", "objection dismissed"),
        *("withdrawn", "given anew", "paid more than was told", "of another firm"),
    ],
)
def test_payment_is_told_only_after_its_notice_ended_with_nothing_open(
    paying: Paying, chenglan: Organization, then: Then, is_told: bool
) -> None:
    paying.paid(chenglan, 300)
    then(paying, chenglan)
    assert named() == [chenglan.name] * is_told


def test_of_two_on_a_notice_only_the_one_that_nobody_objects_to_is_told(
    paying: Paying, chenglan: Organization, yuanshan: Organization
) -> None:
    notice = paying.notice(Proposed(chenglan, 10 * WAN), Proposed(yuanshan, 10 * WAN))
    for firm in (chenglan, yuanshan):
        paying.paid(firm, 10)
    about = award_of(notice, yuanshan)
    raise_objection(notice=notice, award=about, said=clue("不在本市"), actor=SYSTEM, now=at(FIRST))
    assert named() == [chenglan.name]


def test_what_was_sent_back_is_told_and_what_was_reversed_is_not(
    paying: Paying, books: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    paying.notice(Proposed(chenglan, 10 * WAN), Proposed(yuanshan, 10 * WAN))
    for firm in (chenglan, yuanshan):
        paying.paid(firm, 10)
    books.do("give_back", 4 * WAN, award=award(chenglan))
    wrong = Entry.objects.filter(deed="pay").order_by("-id")[0]
    reverse(entry=wrong, business=books.business(), actor=SYSTEM)
    [row] = told()
    assert (row["recipient"], row["paid_yuan"], row["returned_yuan"]) == (
        chenglan.name,
        Decimal("100000.00"),
        Decimal("40000.00"),
    )


WHO = {"recipient": None, "recipient_code": None, "district": None}


def test_sole_trader_is_never_named_and_a_team_of_people_neither(
    paying: Paying, client: Client
) -> None:
    trader = an_organization(
        "深圳市南山区王小明五金店", Kind.SOLE_TRADER, code=credit_code("MA5WXM001")
    )
    team = an_organization("李雷创客团队", Kind.MAKER_TEAM)
    paying.notice(Proposed(trader, 2 * WAN), Proposed(team, WAN))
    paying.paid(trader, 2)
    paying.paid(team, 1)
    rows = told()
    assert [row | WHO for row in rows] == rows
    assert [row["withheld"] for row in rows] == ["sole_trader", "person"]
    assert [row["paid_yuan"] for row in rows] == [Decimal("20000.00"), Decimal("10000.00")]
    publish(actor=SYSTEM, now=NOW, datasets=[DATASETS["payments"]])
    for path in ("/open/payments.csv", "/open/payments.json", "/open/payments.360giving.json"):
        sent = b"".join(client.get(path).streaming_content).decode()  # type: ignore[attr-defined]
        assert not [word for word in ("王小明", "李雷", str(trader.credit_code)) if word in sent]


def test_what_is_a_secret_is_not_told_though_the_money_is(
    paying: Paying, chenglan: Organization, yuanshan: Organization
) -> None:
    paying.notice(
        Proposed(chenglan, 3 * WAN, "state_secret"), Proposed(yuanshan, WAN, "trade_secret")
    )
    paying.paid(chenglan, 3)
    paying.paid(yuanshan, 1)
    state, trade = told()
    known = {
        name: value for name, value in state.items() if value is not None and value is not False
    }
    assert known == {
        "payment": state["payment"],
        "kind": "payment",
        "year": 2021,
        "fund": "工业和信息化专项资金",
        "department": "市中小企业服务局",
        "instalment": 1,
        "recipient_kind": "enterprise",
        "withheld": "state_secret",
        "grants": 1,
        "paid_yuan": Decimal("30000.00"),
        "returned_yuan": Decimal("0.00"),
    }
    assert trade | WHO == trade
    assert (trade["call"], trade["programme"]) == (CALL, PROGRAMME)


def _opening(books: Books, year: int, key: str) -> Entry:
    told = Told(amount_fen=255 * WAN, grants=129, source="来源：答复函", is_rounded=True)
    business = Business(key, date(year, 12, 31), "期初")
    return open_paid(budget=books.srdi, told=told, business=business, actor=SYSTEM)


def test_years_before_the_books_are_told_as_sums_and_as_round_figures(books: Books) -> None:
    kept, undone = _opening(books, 2019, "one"), _opening(books, 2020, "two")
    reverse(entry=undone, business=books.business(), actor=SYSTEM)
    [row] = told()
    known = {name: value for name, value in row.items() if value is not None}
    assert known == {
        "payment": f"QC-{kept.pk:08d}",
        "kind": "history",
        "year": 2021,
        "fund": "工业和信息化专项资金",
        "programme": "shenzhen.srdi_award",
        "programme_title": "深圳市专精特新企业奖励",
        "department": "市中小企业服务局",
        "grants": 129,
        "paid_yuan": Decimal("2550000.00"),
        "is_rounded": True,
        "source": "来源：答复函（约数）",
    }


# Files


def _get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.content
    return response


def _json(client: Client, path: str) -> Any:
    sent = b"".join(_get(client, path).streaming_content)
    return json.loads(sent, parse_float=Decimal)


@pytest.fixture
def published(paying: Paying, chenglan: Organization, yuanshan: Organization) -> None:
    """澄澜 twice and 远山 once, and what the letter tells."""
    paying.notice(Proposed(chenglan, 500 * WAN), Proposed(yuanshan, 5 * WAN))
    paying.paid(chenglan, 300)
    paying.paid(chenglan, 200, instalment=2)
    paying.paid(yuanshan, 5)
    _opening(paying.books, 2020, "letter")
    publish(actor=SYSTEM, now=NOW, datasets=[DATASETS["payments"]])


def test_rows_are_asked_for_by_their_columns_in_files_and_interface(
    published: None, client: Client, chenglan: Organization
) -> None:
    whole = _json(client, "/open/payments.json")
    assert whole["total"] == 4
    for asked, count in (
        ("year=2021", 4),
        ("kind=payment&instalment=1", 2),
        (f"recipient_code={chenglan.credit_code}", 2),
        ("is_rounded=是", 1),
        ("paid_on=2021-10-20&district=440309", 1),
        ("recipient=没有这家", 0),
        ("recipient=", 4),
    ):
        some = _json(client, f"/open/payments.json?{asked}")
        assert (some["total"], len(some["items"])) == (count, count), asked
        assert some["items"] == [row for row in whole["items"] if row in some["items"]]
        csv = b"".join(_get(client, f"/open/payments.csv?{asked}").streaming_content).decode()
        assert csv.count("\r\n") == count + 1
        page = json.loads(_get(client, f"/api/v1/open/payments?{asked}").content)
        assert page["total"] == count


def test_answer_to_a_filter_is_kept_by_itself(published: None, client: Client) -> None:
    tags = [
        _get(client, f"/open/payments.json{asked}").headers["ETag"]
        for asked in ("", "?instalment=1", "?instalment=2", "?recipient=")
    ]
    assert len(set(tags)) == 3
    assert tags[0] == tags[3]
    again = client.get("/open/payments.json?instalment=1", headers={"if-none-match": tags[1]})
    assert again.status_code == 304
    fresh = client.get("/open/payments.json?instalment=2", headers={"if-none-match": tags[1]})
    assert fresh.status_code == 200


BAD = {
    "yaer=2021": "没有「yaer」这一列，是不是「year」？",
    "year=今年": "「year」（年度）要写整数，现在是「今年」。",
    "year=２０２１": "「year」（年度）要写整数，现在是「２０２１」。",
    "year=99999999999999999999": "要写整数",
    "paid_on=2021-02-30": "「paid_on」（拨付日期）要写成 2021-10-20，现在是「2021-02-30」。",
    "paid_on=20211020": "要写成 2021-10-20",
    "is_rounded=也许": "「is_rounded」（约数）要写「是」或「否」，现在是「也许」。",
    "paid_yuan=5": "不能按「paid_yuan」（拨付金额（元））筛选，请取回全部再筛。",
    "year=2020&year=2021": "「year」写了多次，请只留一个。",
    "recipient=a%00b": "「recipient」里有不能使用的字符（NUL），请删去。",
}


def test_what_is_asked_wrongly_is_told_in_words_and_all_at_once(
    published: None, client: Client
) -> None:
    for asked, sentence in BAD.items():
        page = _get(client, f"/open/payments.csv?{asked}", 400).content.decode()
        assert sentence in page, asked
        told = _get(client, f"/api/v1/open/payments?{asked}", 422)
        assert told.json()["problems"], asked
    together = _get(client, "/open/payments.json?year=x&is_rounded=x&foo=1", 400)
    assert together.content.decode().count("<li>") >= 3


def test_grants_have_the_fields_of_360giving(
    published: None, client: Client, chenglan: Organization, tmp_path: Any
) -> None:
    told = _json(client, "/open/payments.360giving.json")
    assert [one["amountAwarded"] for one in told["grants"]] == [3_000_000, 2_000_000, 50_000]
    first = told["grants"][0]
    version = told["version"][:12]
    [row] = _json(client, "/open/payments.json?instalment=2")["items"]
    assert told["grants"][1]["id"] == f"360G-huiqi-{row['payment']}"
    assert {name: first[name] for name in first if name not in {"id", "dateModified"}} == {
        "title": "2021 年深圳市企业技术改造项目扶持",
        "description": f"工业和信息化专项资金，{CALL}，第 1 期",
        "currency": "CNY",
        "amountAwarded": Decimal(3_000_000),
        "amountDisbursed": Decimal(3_000_000),
        "awardDate": "2021-10-20",
        "recipientOrganization": [{"id": f"CN-SAIC-{chenglan.credit_code}", "name": chenglan.name}],
        "fundingOrganization": [
            {"id": "360G-huiqi-ORG:市中小企业服务局", "name": "市中小企业服务局"}
        ],
        "fromOpenCall": "Yes",
        "grantProgramme": [{"code": PROGRAMME, "title": "深圳市企业技术改造项目扶持"}],
        "beneficiaryLocation": [
            {"countryCode": "CN", "geoCode": "440305", "geoCodeType": "GB/T 2260"}
        ],
        "dataSource": f"http://127.0.0.1:8000/open/payments.json?version={version}",
    }
    known = _get(client, "/open/payments.360giving.json").headers["ETag"]
    again = client.get("/open/payments.360giving.json", headers={"if-none-match": known})
    assert again.status_code == 304
    _export(tmp_path / "out")
    assert (tmp_path / "out" / "payments.360giving.json").read_bytes() == b"".join(
        _get(client, "/open/payments.360giving.json").streaming_content
    )
