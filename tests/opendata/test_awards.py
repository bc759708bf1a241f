"""申报通知、拟资助和认定的数据: after everybody could object, taken out with the reason."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.opendata.actions import publish
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import DATASETS
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.definition import definitions
from huiqi.programmes.stages import running
from huiqi.publicity.actions import Proposed, withdraw_award
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL, WAN, new_books
from tests.opendata.paying import PROGRAMME, UNTIL, Paying, award_of
from tests.programmes.applying import CLOSES, a_call, in_charge
from tests.programmes.walking import Walk, stand_on

pytestmark = pytest.mark.django_db


def told(name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in DATASETS[name].rows()]


def sent(path: str) -> str:
    """A file, as it is streamed."""
    response = Client().get(path)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return content.decode("utf-8-sig")


def published(name: str) -> Edition:
    (edition,) = publish(actor=SYSTEM, now=NOW, datasets=[DATASETS[name]])
    return edition


def test_a_call_is_told_once_it_is_published_and_with_what_extended_it(
    bureau: Organization, qin: Player, he: Player
) -> None:
    books = new_books(bureau)
    books.do("appropriate", 100 * WAN)
    in_charge(bureau.pk, PROGRAMME)
    asked = actions.CallAsked(
        programme=PROGRAMME,
        title="还没有发布",
        basis="试",
        opens_at=NOW,
        closes_at=CLOSES,
        budget=books.upgrade,
        ceiling_fen=WAN,
    )
    actions.draft_call(asked=asked, actor=qin.actor, now=NOW)
    call = a_call(qin, he, books.upgrade, 60 * WAN)
    draft = actions.propose_extension(
        call=call,
        until=CLOSES + timedelta(days=3),
        reason="系统升级",
        document="深中小〔2021〕9号",
        actor=qin.actor,
        now=NOW,
    )
    actions.decide_extension(draft=draft, actor=he.actor, now=NOW)
    assert told("calls") == [
        {
            "call": call.number,
            "title": call.title,
            "programme": PROGRAMME,
            "programme_title": "深圳市企业技术改造项目扶持",
            "department": bureau.name,
            "department_code": bureau.credit_code,
            "mode": "afterwards",
            "batch": None,
            "opens_at": "2021-10-19T09:00+08:00",
            "closes_at": "2021-11-19T18:00+08:00",
            "ends_at": "2021-11-22T18:00+08:00",
            "extended_because": "系统升级（深中小〔2021〕9号）",
            "ceiling_yuan": Decimal(600_000),
            "basis": "深工信规〔2021〕7号",
            "published_on": "2021-10-20",
        }
    ]


@pytest.fixture
def paying(bureau: Organization) -> Paying:
    return Paying(new_books(bureau), bureau)


def test_an_award_is_told_after_its_notice_and_a_secret_never(
    paying: Paying, chenglan: Organization, yuanshan: Organization, city_clock: object
) -> None:
    over = paying.notice(
        Proposed(chenglan, 100 * WAN), Proposed(yuanshan, 30 * WAN, "state_secret")
    )
    paying.notice(Proposed(yuanshan, 5 * WAN), begins_on=TODAY)
    [row] = told("awards")
    assert row == {
        "award": f"{over.number}-0001",
        "kind": "award",
        "programme": PROGRAMME,
        "programme_title": "深圳市企业技术改造项目扶持",
        "department": "市中小企业服务局",
        "department_code": None,
        "call": CALL,
        "recipient": chenglan.name,
        "recipient_code": chenglan.credit_code,
        "recipient_kind": "enterprise",
        "district": "440305",
        "withheld": None,
        "amount_yuan": Decimal(1_000_000),
        "title": None,
        "certificate": None,
        "valid_from": None,
        "valid_until": None,
        "notice": over.number,
        "objections_until": "2021-10-15",
        "basis": None,
    }


def test_who_is_not_named_is_a_sum_without_a_name(
    paying: Paying, chenglan: Organization, city_clock: object
) -> None:
    paying.notice(Proposed(chenglan, 100 * WAN, "trade_secret"))
    [row] = told("awards")
    hidden = ("recipient", "recipient_code", "district")
    assert [row[one] for one in hidden] == [None, None, None]
    assert (row["withheld"], row["amount_yuan"]) == ("trade_secret", Decimal(1_000_000))


def test_what_is_withdrawn_or_told_anew_goes_with_its_reason(
    paying: Paying, chenglan: Organization, yuanshan: Organization, city_clock: object
) -> None:
    notice = paying.notice(Proposed(chenglan, 100 * WAN), Proposed(yuanshan, 30 * WAN))
    published("awards")
    withdraw_award(award=award_of(notice, yuanshan), reason="材料不实", actor=SYSTEM, now=NOW)
    gone = published("awards").corrections.get()
    assert (gone.key, gone.reason) == (
        f"{notice.number}-0002",
        f"公示 {notice.number} 于 2021-10-20 撤下这一家：材料不实",
    )
    mended = paying.notice(Proposed(chenglan, 90 * WAN), begins_on=TODAY)
    waiting = published("awards")
    assert (waiting.size, waiting.corrections.get().reason) == (
        0,
        f"又有一份公示 {mended.number}，到 {mended.last_day} 才期满",
    )
    stand_on(NOW + timedelta(days=30))
    second = published("awards")
    assert (second.size, second.corrections.count()) == (1, 0)
    assert told("awards")[0]["amount_yuan"] == Decimal(900_000)
    assert "材料不实" in Client().get("/open/awards/").content.decode()


def test_awards_are_grants_of_360giving_and_a_title_is_none(
    paying: Paying, chenglan: Organization, city_clock: object
) -> None:
    missing = Client().get("/open/awards.360giving.json")
    assert missing.status_code == 404
    paying.notice(Proposed(chenglan, 100 * WAN))
    edition = published("awards")
    [grant] = json.loads(sent("/open/awards.360giving.json"))["grants"]
    assert {name: grant[name] for name in ("amountAwarded", "awardDate", "dataSource")} == {
        "amountAwarded": 1_000_000,
        "awardDate": UNTIL.isoformat(),
        "dataSource": f"http://127.0.0.1:8000/open/awards.json?version={edition.short}",
    }
    assert grant["recipientOrganization"] == [
        {"id": f"CN-SAIC-{chenglan.credit_code}", "name": chenglan.name}
    ]
    assert (
        sent("/open/awards.csv").splitlines()[0].startswith("编号,类别代码,项目编号,项目,主管部门,")
    )
    wrong = Client().get("/open/awards.csv?amount=1")
    assert (wrong.status_code, "没有「amount」这一列" in wrong.content.decode()) == (400, True)


def test_a_notice_that_was_mended_after_it_had_ended_takes_the_place_of_the_first(
    paying: Paying, chenglan: Organization, city_clock: object
) -> None:
    """Nothing was published between the two."""
    first = paying.notice(Proposed(chenglan, 100 * WAN))
    published("awards")
    mended = paying.notice(Proposed(chenglan, 90 * WAN), begins_on=TODAY)
    stand_on(NOW + timedelta(days=30))
    gone = published("awards").corrections.get()
    assert (gone.key, gone.reason) == (
        f"{first.number}-0001",
        f"后来的公示 {mended.number} 更正了它",
    )


def test_a_title_is_told_without_money_and_with_its_certificate_once_it_is_given(
    chenglan: Organization, lan: Player, qin: Player, he: Player
) -> None:
    walk = Walk(definitions()["shenzhen.innovative_product"], chenglan, lan, qin, he, (qin,) * 3)
    application = walk.begin()
    while (run := running.current(application)) is not None and run.kind != "recognition":
        assert told("awards") == []
        getattr(walk, f"_{run.kind}")(run)
        application.refresh_from_db()
    assert run is not None
    [before] = told("awards")
    walk._recognition(run)
    [after] = told("awards")
    made = application.recognitions.get()
    assert [before[one] for one in ("kind", "amount_yuan", "certificate")] == ["title", None, None]
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "certificate": made.number,
        "valid_from": made.granted_on.isoformat(),
        **({"title": made.title} if made.title else {}),
        **({"valid_until": made.valid_until.isoformat()} if made.valid_until else {}),
    }
