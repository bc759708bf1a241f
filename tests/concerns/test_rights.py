"""数据权利: a copy has the concerns without internal notes; an erasure takes the contacts only."""

from __future__ import annotations

from huiqi.concerns.actions.erasure import erase_firm
from huiqi.concerns.actions.submitting import Contact
from huiqi.concerns.enums import Answer
from huiqi.concerns.queries.copying import of_firm
from tests.cast import NOW
from tests.concerns.conftest import World, after, confirmed, replied


def test_copy_of_a_firm_has_what_was_said_to_it(world: World) -> None:
    case = replied(world)
    found = {one.title: one.cells() for one in of_firm(world.firm.subject)}
    assert [row[0] for row in found["诉求"]] == [case.number]
    assert [row[1] for row in found["诉求的往来"]] == ["final"]


def test_erasure_takes_the_contact_of_what_is_over_and_keeps_the_rest(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    open_one = world.submitted("另一件：展会摊位", contact=Contact("陈岚", "13800000000"))
    told = erase_firm(world.firm.subject, NOW)
    done.refresh_from_db()
    open_one.refresh_from_db()
    assert (done.contact_name, open_one.contact_name) == ("", "陈岚")
    assert "1 件还在办" in str(told[-1])
