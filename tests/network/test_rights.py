"""数据权利: a firm's copy has visits and promises but no findings; an erasure takes names only."""

from __future__ import annotations

from huiqi.network.actions.erasure import erase_firm
from huiqi.network.queries.copying import of_firm
from tests.cast import NOW
from tests.network.conftest import World


def test_copy_has_what_the_firm_was_told_and_erasure_takes_the_names(world: World) -> None:
    visit = world.made(promise="给名单")
    found = {one.title: one.cells() for one in of_firm(world.firm.subject)}
    assert [row[0] for row in found["走访和联系"]] == [visit.number]
    assert [row[0] for row in found["走访承诺"]] == ["给名单"]
    assert "缺两名工程师" not in str(found)
    told = erase_firm(world.firm.subject, NOW)
    visit.refresh_from_db()
    assert (visit.people_of_firm, visit.findings) == ("", "订单稳定，缺两名工程师")
    assert "1 次联系" in str(told[0])
