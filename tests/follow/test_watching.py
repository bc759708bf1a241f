"""等条件满足: a fact changes, the worker judges anew, the firm is told which one and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.citywide.actions import refresh
from huiqi.citywide.models import Match
from huiqi.follow.actions import check_watch, note_verdict, stop_waiting, subscribe, wait_for
from huiqi.follow.models import Subscription, Watch
from huiqi.follow.tasks import Done, followed_now, to_check
from huiqi.inbox.actions import choose_language
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.actions.facts import Said, record_facts
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, Organization
from huiqi.policies.sharing import library_version
from tests.cast import NOW, TODAY, Player, facts_on_record
from tests.follow.conftest import SignIn, text, titles

BRAND = "shenzhen.quality_and_brand"
AWARD = "shenzhen.growth_award"


@pytest.fixture
def nearly(chenglan: Organization) -> Organization:
    """澄澜 lacks nothing of 质量品牌双提升 but that anybody knows what it spent."""
    facts_on_record(
        chenglan,
        Source.TAX,
        period=2020,
        main_revenue=120_000_000,
    )
    facts_on_record(
        chenglan, Source.REGISTRY, district="440305", blacklisted=False, quality_certificates=2
    )
    return chenglan


BEGUN = NOW + timedelta(minutes=1)


def later(hours: int = 1) -> Any:
    return NOW + timedelta(hours=hours)


def learn(firm: Organization, **facts: object) -> list[Fact]:
    """The audit tells something about a firm an hour later."""
    return record_facts(
        subject=firm.subject,
        facts=facts,
        said=Said(Source.AUDIT, TODAY),
        actor=SYSTEM,
        now=later(),
    )


def test_firm_is_told_once_what_changed_with_clause_and_source(
    lan: Player, min_: Player, nearly: Organization
) -> None:
    watch = wait_for(programme=BRAND, actor=lan.actor, now=BEGUN)
    assert (watch.verdict, to_check(BEGUN + timedelta(minutes=1))) == ("unknown", [])
    learn(nearly, brand_spend=5_000_000)
    assert to_check(later(2)) == [watch]
    done = check_watch(watch=watch, actor=SYSTEM, now=later(2))
    assert (done.verdict, done.met_at, done.ended_at) == ("yes", later(2), later(2))
    check_watch(watch=watch, actor=SYSTEM, now=later(3))
    assert to_check(later(30)) == []
    title = "条件满足了：深圳市企业质量品牌双提升项目扶持"
    assert titles(lan.person) == titles(min_.person) == [title]
    first, *rest = lan.person.inbox_messages.get().body.split("\n")
    assert "原为 不知道，现为 500 万元（来源：专项审计）" in first
    assert "依据：" in first
    assert rest == ["这是按在册数据的判断，不是承诺，以主管部门审定为准。"]


def test_who_prefers_english_is_told_in_english_and_the_others_in_chinese(
    lan: Player, min_: Player, nearly: Organization
) -> None:
    choose_language(language="en", actor=min_.actor, now=NOW)
    watch = wait_for(programme=BRAND, actor=lan.actor, now=BEGUN)
    learn(nearly, brand_spend=5_000_000)
    check_watch(watch=watch, actor=SYSTEM, now=later(2))
    assert titles(lan.person) == ["条件满足了：深圳市企业质量品牌双提升项目扶持"]
    assert titles(min_.person) == ["You now meet: 深圳市企业质量品牌双提升项目扶持"]
    first = min_.person.inbox_messages.get().body.split("\n")[0]
    assert "Basis: " in first
    assert "原为" not in first


def test_fact_that_does_not_suffice_tells_nobody(lan: Player, chenglan: Organization) -> None:
    watch = wait_for(programme=AWARD, actor=lan.actor, now=NOW)
    learn(chenglan, industrial_output=1)
    done = check_watch(watch=watch, actor=SYSTEM, now=later(2))
    assert (done.verdict, done.met_at, titles(lan.person)) == ("no", None, [])


def test_new_day_is_reason_enough_to_judge_anew(lan: Player) -> None:
    watch = wait_for(programme=BRAND, actor=lan.actor, now=NOW)
    assert to_check(NOW + timedelta(hours=14)) == []
    assert to_check(NOW + timedelta(hours=15)) == [watch]


def test_new_library_is_reason_enough_to_judge_anew(lan: Player) -> None:
    watch = wait_for(programme=BRAND, actor=lan.actor, now=NOW)
    Watch.objects.filter(pk=watch.pk).update(library="older")
    assert to_check(NOW + timedelta(minutes=1)) == [watch]


def test_what_is_met_already_need_not_be_waited_for(lan: Player, nearly: Organization) -> None:
    learn(nearly, brand_spend=5_000_000)
    with pytest.raises(Refused, match="现在就满足，不用等"):
        wait_for(programme=BRAND, actor=lan.actor, now=later(2))


def test_waiting_twice_is_waiting_once_and_can_be_given_up_twice(lan: Player, min_: Player) -> None:
    watch = wait_for(programme=BRAND, actor=lan.actor, now=NOW)
    assert wait_for(programme=BRAND, actor=min_.actor, now=later()) == watch
    for _twice in range(2):
        assert stop_waiting(watch=watch, actor=min_.actor, now=later()).ended_at == later()
    assert to_check(later(30)) == []


def test_officer_waits_for_no_firm(qin: Player) -> None:
    with pytest.raises(Denied):
        wait_for(programme=BRAND, actor=qin.actor, now=NOW)


def test_programme_that_is_not_there_is_refused(lan: Player) -> None:
    with pytest.raises(Refused, match="没有「火星rent」这项政策"):
        wait_for(programme="火星rent", actor=lan.actor, now=NOW)


def test_firm_waits_where_it_reads_the_policy(lan: Player, shan: Player, sign_in: SignIn) -> None:
    client, page = sign_in(lan), f"/policies/{BRAND}/"
    assert "条件满足时告诉我" in text(client, page)
    client.post("/follow/watches/", {"programme": BRAND, "back": page})
    assert "起在等" in text(client, page)
    watch = Watch.objects.get()
    assert sign_in(shan).post(f"/follow/watches/{watch.pk}/end/").status_code == 404
    assert client.post(f"/follow/watches/{watch.pk}/end/").status_code == 302
    assert "还没有关注什么" in text(client, "/follow/")


def test_all_is_done_at_once_and_a_second_time_there_is_nothing_to_do(
    lan: Player, nearly: Organization
) -> None:
    wait_for(programme=BRAND, actor=lan.actor, now=BEGUN)
    learn(nearly, brand_spend=5_000_000)
    one = subscribe(kind="programme", target=BRAND, whose="firm", actor=lan.actor, now=BEGUN)
    Subscription.objects.filter(pk=one.pk).update(told={})
    assert (followed_now(), followed_now()) == (Done(judged=1, met=1, told=1), Done())


def test_whoever_does_not_meet_it_by_the_citys_table_is_noted_without_being_judged(
    lan: Player, shan: Player, nearly: Organization
) -> None:
    waiting = [wait_for(programme=BRAND, actor=one.actor, now=BEGUN) for one in (lan, shan)]
    learn(nearly, brand_spend=5_000_000)
    refresh(on=TODAY, actor=SYSTEM)
    # The table alone is asked: made to say «no», it is believed of whoever is not met by it.
    Match.objects.filter(subject=shan.actor.subject_id, programme=BRAND).delete()
    Watch.objects.update(library="older")
    with CaptureQueriesContext(connection) as asked:
        assert followed_now() == Done(judged=2, met=1)
    met, noted = (Watch.objects.get(pk=one.pk) for one in waiting)
    assert (met.verdict, met.met_at is None) == ("yes", False)
    assert (noted.verdict, noted.met_at, noted.library) == ("no", None, library_version())
    of_nobody_else = f'"parties_fact"."subject_id" = {shan.actor.subject_id}'
    assert not [one["sql"] for one in asked if of_nobody_else in one["sql"]]


def test_firm_of_which_something_is_new_is_judged_alone_whatever_the_table_says(
    lan: Player, nearly: Organization
) -> None:
    refresh(on=TODAY, actor=SYSTEM)
    watch = wait_for(programme=BRAND, actor=lan.actor, now=BEGUN)
    learn(nearly, brand_spend=5_000_000)
    assert followed_now() == Done(judged=1, met=1)
    assert Watch.objects.get(pk=watch.pk).verdict == "yes"


def test_verdicts_are_noted_by_the_system_only(lan: Player) -> None:
    watch = wait_for(programme=BRAND, actor=lan.actor, now=NOW)
    with pytest.raises(Denied):
        note_verdict(watches=[watch], verdict="no", actor=lan.actor, now=later())
    assert Watch.objects.get(pk=watch.pk).checked_at == NOW
