"""可见范围: the database itself shows what a firm follows and shares to nobody else."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.follow.actions import save_search, subscribe, wait_for
from huiqi.follow.actions.changing import look_again
from huiqi.follow.actions.reach import say_why_not
from huiqi.follow.actions.sharing import make_link, open_link
from huiqi.follow.differences import Standing, State
from huiqi.follow.models import (
    AccountantLink,
    DropReason,
    LinkOpening,
    MatchSnapshot,
    ReachStep,
    SavedSearch,
    Subscription,
    Visit,
    Watch,
)
from huiqi.parties import scope
from huiqi.parties.models import Organization
from tests.cast import NOW, Player

TABLES = (
    *(Subscription, SavedSearch, Watch, MatchSnapshot, Visit),
    *(AccountantLink, LinkOpening, ReachStep, DropReason),
)
BRAND = "shenzhen.quality_and_brand"
STATE = State({BRAND: Standing(1, "yes", "v")})


def follow_everything(firm: Organization, owner: Player) -> None:
    """One row of every table for the firm, and a subscription and a search of her own."""
    actor = owner.actor
    for whose in ("firm", "person"):
        subscribe(kind="programme", target=BRAND, whose=whose, actor=actor, now=NOW)
        save_search(name="贴息", text="贴息", facets={}, whose=whose, actor=actor, now=NOW)
    wait_for(programme=BRAND, actor=actor, now=NOW)
    look_again(subject=firm.subject, state=STATE, actor=actor, now=NOW)
    make_link(label="王会计", shows=["employees"], days="3", actor=actor, now=NOW)
    open_link(link=AccountantLink.objects.get(subject=firm.subject), now=NOW)
    say_why_not(programme=BRAND, reason="papers", note="", actor=actor, now=NOW)


@pytest.fixture
def as_application(
    lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> Iterator[None]:
    follow_everything(chenglan, lan)
    follow_everything(yuanshan, shan)
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET huiqi.person; RESET huiqi.scope")


def seen() -> list[int]:
    """What raw querysets, without any scope of their own, get to see."""
    return [table.objects.count() for table in TABLES]


def test_nothing_is_seen_without_a_scope(as_application: None) -> None:
    assert seen() == [0] * 9


def test_owner_sees_the_firms_and_her_own(as_application: None, lan: Player) -> None:
    scope.recognize(lan.person.pk)
    scope.narrow(lan.actor)
    assert seen() == [2, 2, 1, 1, 1, 1, 1, 1, 1]


def test_colleague_sees_the_firms_and_not_what_is_hers(
    as_application: None, chenglan: Organization
) -> None:
    with scope.subjects([chenglan.subject_id]):
        assert seen() == [1, 1, 1, 1, 1, 1, 1, 1, 1]


def test_who_left_keeps_what_is_hers_and_loses_the_firms(as_application: None, lan: Player) -> None:
    scope.recognize(lan.person.pk)
    assert seen() == [1, 1, 0, 0, 0, 0, 0, 0, 0]
