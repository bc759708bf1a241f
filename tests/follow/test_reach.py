"""触达: each firm counts once at each stage of a programme, and few firms are never published."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from hypothesis import given
from hypothesis import strategies as st

from huiqi.citywide.models import DirtyFirm, Match, MatchTable, TableCheck
from huiqi.follow.actions import check_watch, subscribe, tell_news, wait_for
from huiqi.follow.actions.reach import record_steps, say_why_not
from huiqi.follow.enums import Reason, Stage
from huiqi.follow.models import DropReason, ReachStep, Subscription
from huiqi.follow.queries.reach import Reach, counted_on, for_the_public, public_count, reach
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization, Subject
from huiqi.parties.scope import everything
from huiqi.programmes.models import Application
from tests.cast import LONG_AGO, NOW, TODAY, Player, facts_on_record
from tests.follow.conftest import SignIn, text

BRAND = "shenzhen.quality_and_brand"
GUARANTEE = "shenzhen.guarantee_fee"


@pytest.fixture
def ready(chenglan: Organization) -> Organization:
    """澄澜 meets every condition of 质量品牌双提升."""
    facts_on_record(chenglan, Source.TAX, period=2020, main_revenue=120_000_000)
    facts_on_record(chenglan, Source.REGISTRY, district="440305", blacklisted=False)
    facts_on_record(chenglan, Source.AUDIT, period=2020, brand_spend=5_000_000)
    return chenglan


def steps() -> list[tuple[str, str]]:
    return list(ReachStep.objects.order_by("id").values_list("programme", "stage"))


def came(count: int, programme: str = BRAND, stage: Stage = Stage.OPENED) -> None:
    """So many firms came to a stage."""
    for _number in range(count):
        subject = Subject.objects.create(created_at=LONG_AGO)
        record_steps(subject_id=subject.pk, programmes=[programme], stage=stage, now=NOW)


def test_firm_is_counted_once_when_it_looks_and_opens(
    lan: Player, min_: Player, ready: Organization, sign_in: SignIn
) -> None:
    for player in (lan, min_):
        client = sign_in(player)
        client.get("/firm/")
        client.get(f"/policies/{BRAND}/")
    assert steps().count((BRAND, "eligible")) == 1
    assert steps().count((BRAND, "opened")) == 1
    assert [one.counts for one in reach() if one.programme == BRAND] == [(1, 0, 1, 0, 0, 0)]


def test_agent_opens_for_his_own_firm_and_an_officer_for_none(
    wu: Player, qin: Player, jieban: Organization, sign_in: SignIn
) -> None:
    for player in (wu, qin):
        sign_in(player).get(f"/policies/{BRAND}/")
    opened = ReachStep.objects.filter(stage=Stage.OPENED)
    assert [one.subject_id for one in opened] == [jieban.subject_id]


def test_who_is_told_is_counted(lan: Player, ready: Organization) -> None:
    facts_on_record(ready, Source.AUDIT, period=2020, brand_spend=1)
    watch = wait_for(programme=BRAND, actor=lan.actor, now=NOW)
    facts_on_record(ready, Source.AUDIT, period=2020, brand_spend=5_000_000)
    check_watch(watch=watch, actor=SYSTEM, now=NOW + timedelta(hours=1))
    one = subscribe(kind="programme", target=GUARANTEE, whose="firm", actor=lan.actor, now=NOW)
    Subscription.objects.filter(pk=one.pk).update(told={})
    tell_news(subscription=one, actor=SYSTEM, now=NOW)
    assert steps() == [(BRAND, "eligible"), (BRAND, "told"), (GUARANTEE, "told")]


def test_who_begins_hands_in_and_is_paid_is_counted_from_applications_and_books(
    demo_city: None,
) -> None:
    with everything():
        told = {one.programme: one.counts[3:] for one in reach()}
        began = Application.objects.values("call__programme").annotate(
            firms=Count("subject", distinct=True)
        )
        expected = {row["call__programme"]: row["firms"] for row in began}
    assert {name: counts[0] for name, counts in told.items() if counts[0]} == expected
    assert told["shenzhen_longgang.park_rent"] == (1, 1, 1)
    assert told["shenzhen.guarantee_fee"] == (1, 1, 0)


def matched(fits: int, programme: str = BRAND, verdict: str = "yes") -> None:
    """So many firms on file match the programme, whether they know of it or not."""
    row: dict[str, Any] = {
        "programme": programme,
        "version": "1",
        "verdict": verdict,
        "missing": [],
    }
    row |= {"since": NOW, "on": TODAY, "rules": "f" * 64, "known_at": NOW}
    for _number in range(fits):
        Match.objects.create(subject=Subject.objects.create(created_at=LONG_AGO), **row)
    MatchTable.objects.update_or_create(
        pk=1, defaults={"on": TODAY, "aim": "f" * 64, "refreshed_at": NOW}
    )


def test_eligible_are_all_firms_on_file_once_the_table_was_made(
    qin: Player, sign_in: SignIn
) -> None:
    came(2, stage=Stage.ELIGIBLE)
    assert reach()[0].counts == (2, 0, 0, 0, 0, 0)
    assert counted_on() is None
    assert "没有人来看的也算" in text(sign_in(qin), "/follow/reach/desk/")
    matched(7)
    matched(3, GUARANTEE)
    matched(2, "shenzhen_longgang.park_rent", "unknown")
    told = [(one.programme, one.counts[:3]) for one in reach()]
    assert told == [(BRAND, (7, 0, 0)), (GUARANTEE, (3, 0, 0))]
    assert counted_on() == TODAY
    page = text(sign_in(qin), "/follow/reach/desk/")
    assert "2021年10月20日 周三 对在册的全部企业逐家判断" in page
    assert "没有人来看的也算" not in page


def test_officer_sees_of_which_day_the_table_is_and_what_its_last_check_found(
    qin: Player, sign_in: SignIn
) -> None:
    officer, page = sign_in(qin), "/follow/reach/desk/"
    assert "匹配表" not in text(officer, page)
    matched(2)
    DirtyFirm.objects.all().delete()  # whoever just came on file
    told = text(officer, page)
    assert "判断过 0 家企业" in told
    assert "没有企业或项目等着重算" in told
    assert "还没有核对过" in told
    check = {"kind": "sample", "on": TODAY, "firms": 3, "pairs": 9, "at": NOW}
    TableCheck.objects.create(different=0, **check)
    assert "与表里全部相同" in text(officer, page)
    TableCheck.objects.create(different=2, differences=[{}, {}], **check)
    DirtyFirm.objects.create(subject_id=1, since=TODAY)
    told = text(officer, page)
    assert "等着重算的企业 1 家，项目 0 个" in told
    assert "有 2 个与表里不同" in told
    assert "匹配表" not in text(officer, "/follow/reach/")


def test_latest_reason_of_each_firm_counts(lan: Player, shan: Player) -> None:
    for player, reason in ((lan, "papers"), (lan, "little"), (shan, "little")):
        say_why_not(programme=BRAND, reason=reason, note="", actor=player.actor, now=NOW)
    assert reach()[0].reasons == ((str(Reason.LITTLE.label), 2),)
    assert DropReason.objects.count() == 3


def test_reason_is_asked_where_the_firm_meets_all_and_kept(
    lan: Player, ready: Organization, sign_in: SignIn
) -> None:
    client, page = sign_in(lan), f"/policies/{BRAND}/"
    assert "条件都满足，但不想办？" in text(client, page)
    asked = {"programme": BRAND, "reason": "papers", "note": "要十份证明", "back": page}
    assert client.post("/follow/reasons/", asked)["Location"] == page
    assert DropReason.objects.get().note == "要十份证明"


def test_mistakes_are_all_told_and_nobody_speaks_for_a_firm_but_its_people(
    lan: Player, qin: Player
) -> None:
    with pytest.raises(Refused) as refused:
        say_why_not(programme="x", reason="y", note="长" * 201, actor=lan.actor, now=NOW)
    assert refused.value.problems == (
        "没有「x」这项政策",
        "请在列出的原因里选一个",
        "说明最多 200 个字",
    )
    with pytest.raises(Denied):
        say_why_not(programme=BRAND, reason="papers", note="", actor=qin.actor, now=NOW)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_published_number_nor_difference_tells_of_fewer_than_five(one: int, two: int) -> None:
    shown, other = public_count(one), public_count(two)
    assert (shown is None) == (one < 5)
    if shown is not None and other is not None:
        assert shown <= one
        assert (shown - other) % 5 == 0


def test_order_of_the_public_list_tells_nothing(db: None) -> None:
    found = [Reach("a.b", "乙", "", (9, 4)), Reach("a.a", "甲", "", (1, 0), (("材料太多", 3),))]
    told = [(one.title, one.counts, one.reasons) for one in for_the_public(found)]
    assert told == [("乙", (5, None), ()), ("甲", (None, None), (("材料太多", None),))]


def test_officer_sees_exact_counts_and_everybody_hidden_ones(
    qin: Player, lan: Player, sign_in: SignIn
) -> None:
    came(7)
    came(3, stage=Stage.TOLD)
    officer = sign_in(qin)
    assert '<td class="n">7</td>' in text(officer, "/follow/reach/desk/")
    page = text(sign_in(lan), "/follow/reach/")
    assert '<td class="n">5</td>' in page
    assert page.count('<td class="n">少于 5</td>') == 5
    assert officer.get("/follow/reach/desk/list.xlsx").content[:2] == b"PK"


def test_what_happened_is_not_changed(db: None) -> None:
    came(1)
    with pytest.raises(Exception, match="append_only"), connection.cursor() as cursor:
        cursor.execute("UPDATE follow_reachstep SET stage = 'paid'")
