"""公示的可见范围: everybody from the first day on, nobody before; objections for officers."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from huiqi.config.grants import apply
from huiqi.config.postgres import APP
from huiqi.kernel.access import SYSTEM
from huiqi.parties import scope
from huiqi.parties.models import Organization
from huiqi.publicity.actions import (
    Proposed,
    extend_notice,
    raise_objection,
    withdraw_award,
    withdraw_notice,
)
from huiqi.publicity.models import (
    AwardWithdrawal,
    Extension,
    NoticeDraft,
    Objection,
    PublicAward,
    Publicity,
)
from tests.cast import NOW, TODAY, Player
from tests.publicity.test_publicity import FEN, clue, give


@pytest.fixture
def as_application(
    bureau: Organization, qin: Player, chenglan: Organization, yuanshan: Organization
) -> Iterator[None]:
    """One notice that runs, with 远山 not named; one of tomorrow; one withdrawn."""
    running = give(
        bureau, qin.actor, Proposed(chenglan, FEN), Proposed(yuanshan, FEN, "trade_secret")
    )
    silent = PublicAward.objects.get(publicity=running, place=2)
    withdraw_award(award=silent, reason="放弃", actor=qin.actor, now=NOW)
    longer = date(2021, 11, 2)
    extend_notice(notice=running, until=longer, reason="补充", actor=qin.actor, now=NOW)
    NoticeDraft.objects.create(
        **dict.fromkeys(("programme", "call", "title", "basis"), "试"),
        department=bureau,
        begins_on=TODAY,
        drafted_by=qin.person,
        drafted_at=NOW,
    )
    raise_objection(notice=running, award=None, said=clue("有误"), actor=SYSTEM, now=NOW)
    give(bureau, qin.actor, Proposed(chenglan, FEN), call="TZ-2", begins_on=TODAY.replace(day=25))
    gone = give(bureau, qin.actor, Proposed(chenglan, FEN), call="TZ-3")
    withdraw_notice(notice=gone, reason="写错", actor=qin.actor, now=NOW)
    apply()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        cursor.execute("SELECT set_config('huiqi.scope', '', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET huiqi.person; RESET huiqi.scope")


def seen() -> tuple[int, int, int]:
    """Of notices, awards and objections, by querysets without any scope of their own."""
    models = (Publicity, PublicAward, Objection)
    notices, awards, objections = (one.objects.count() for one in models)
    return notices, awards, objections


def beside() -> tuple[int, int, int]:
    """Of drafts, lines taken off and extensions."""
    models = (NoticeDraft, AwardWithdrawal, Extension)
    drafts, lines, extensions = (one.objects.count() for one in models)
    return drafts, lines, extensions


def test_everybody_sees_what_began_and_who_is_named(as_application: None) -> None:
    assert seen() == (2, 1, 0)
    assert beside() == (0, 0, 1)


def test_whoever_is_not_named_sees_itself(as_application: None, shan: Player) -> None:
    scope.narrow(shan.actor)
    assert seen() == (2, 2, 0)
    assert beside() == (0, 1, 1)


def test_officer_sees_all(as_application: None, qin: Player) -> None:
    scope.narrow(qin.actor)
    assert seen() == (3, 4, 1)
    assert beside() == (1, 1, 1)
