"""来过以后: the page says why the total is another one, with facts, sources and equal sums."""

from datetime import datetime, timedelta

from huiqi.follow.actions.changing import look_again
from huiqi.follow.models import MatchSnapshot, Visit
from huiqi.follow.queries.changing import Changes, state_of
from huiqi.follow.saying import told
from huiqi.library import load
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of
from tests.cast import NOW, TODAY, Player, facts_on_record
from tests.follow.conftest import SignIn, text

BRAND = "shenzhen.quality_and_brand"


def ready(firm: Organization, spend: int) -> None:
    facts_on_record(firm, Source.TAX, period=2020, main_revenue=120_000_000)
    facts_on_record(firm, Source.REGISTRY, district="440305", blacklisted=False)
    facts_on_record(firm, Source.AUDIT, brand_spend=spend, period=2020)


def look(player: Player, firm: Organization, at: datetime) -> Changes | None:
    known = facts_of(firm.subject, at.date())
    state = state_of(load().match(known), known)
    return look_again(subject=firm.subject, state=state, actor=player.actor, now=at)


def test_total_that_grew_is_explained_by_the_fact_that_did(
    lan: Player, chenglan: Organization
) -> None:
    ready(chenglan, 2_000_000)
    assert look(lan, chenglan, NOW) is None
    facts_on_record(chenglan, Source.AUDIT, brand_spend=5_000_000, period=2020)
    found = look(lan, chenglan, NOW + timedelta(days=1))
    assert found is not None
    assert (found.since, found.fen) == (TODAY, 90_000_000)
    (row,) = told(found).rows
    assert (row.programme, row.fen) == (BRAND, 90_000_000)
    assert row.why == ("质量品牌实际支出 原为 200 万元，现为 500 万元（来源：专项审计）",)


def test_everybody_has_visits_of_their_own(
    lan: Player, min_: Player, chenglan: Organization
) -> None:
    ready(chenglan, 2_000_000)
    look(lan, chenglan, NOW)
    assert look(min_, chenglan, NOW) is None
    assert (MatchSnapshot.objects.count(), Visit.objects.count()) == (1, 2)


def test_same_day_is_compared_with_its_first_look_and_later_days_with_the_last(
    lan: Player, chenglan: Organization
) -> None:
    ready(chenglan, 2_000_000)
    look(lan, chenglan, NOW)
    facts_on_record(chenglan, Source.AUDIT, brand_spend=3_000_000, period=2020)
    found = [look(lan, chenglan, NOW + timedelta(hours=hours)) for hours in (1, 2, 24, 25, 48)]
    assert [one and (one.since.day, one.fen) for one in found] == [
        (20, 30_000_000),
        (20, 30_000_000),
        (20, 30_000_000),
        (20, 30_000_000),
        (21, 0),
    ]


def test_page_of_the_firm_and_the_match_say_it(
    lan: Player, chenglan: Organization, sign_in: SignIn
) -> None:
    ready(chenglan, 2_000_000)
    client = sign_in(lan)
    assert "来过以后" not in text(client, "/firm/")
    assert "合计上限没有变，每一项也没有变。" in text(client, "/firm/")
    facts_on_record(chenglan, Source.AUDIT, brand_spend=5_000_000, period=2020)
    for page in ("/firm/", "/match/"):
        shown = text(client, page)
        assert "合计上限多了" in shown
        assert "原为 200 万元，现为 500 万元（来源：专项审计）" in shown
    assert "来过以后" not in text(client, "/match/?on=2021-10-19")


def test_strangers_and_agents_see_nothing_of_it(
    lan: Player, shan: Player, chenglan: Organization, sign_in: SignIn
) -> None:
    look(lan, chenglan, NOW)
    assert "来过以后" not in text(sign_in(shan), f"/match/?code={chenglan.credit_code}")
