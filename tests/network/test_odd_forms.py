"""古怪的表单（群服务）: every act of every page, with what no form of ours sends."""

from __future__ import annotations

import pytest

from huiqi.network.views import firm, office, organ, visit
from tests.network.conftest import World, after
from tests.network.test_pages import everything
from tests.network.test_pages import of as firm_page
from tests.odd import failures, how_many
from tests.visits import client_of

SOUND = {
    **dict.fromkeys(("text", "reason", "purpose", "topic", "findings", "minutes", "how"), "写明"),
    **dict.fromkeys(("people", "people_of_firm", "people_of_city", "name", "remark"), "甲"),
    **dict.fromkeys(("officer", "key_firm", "handover", "unit", "tier", "membership"), "1"),
    **dict.fromkeys(("decision", "promise", "referral"), "1"),
    "planned_on": "2021-10-25",
    "made_on": "2021-10-20",
    "held_on": "2021-10-20",
    "due_on": "2021-12-20",
    "way": "visit",
    "part": "chief",
    "phone": "0755-88100001",
    "kind": "station",
    "wish": "no",
    "cause": "left",
    "promise_text": "办",
    "promise_due": "",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@how_many
def test_no_form_of_the_network_breaks(world: World, thorough: bool) -> None:
    everything(world)
    number = world.planned("keeper", after(days=60)).number
    paths = [
        *(firm_page(world, act) for act in firm.ACTS),
        *(f"/desk/network/visits/{number}/{act}/" for act in visit.ACTS),
        *(f"/desk/network/office/{act}/" for act in office.ACTS),
        *(f"/desk/network/organs/{world.force.pk}/{act}/" for act in organ.ACTS),
    ]
    assert failures(client_of(world.keeper), paths, SOUND, thorough=thorough) == []
    for act, name in (("plan", "planned_on"), ("refer", "due_on")):
        assert (
            failures(
                client_of(world.keeper), [firm_page(world, act)], SOUND, [name], thorough=thorough
            )
            == []
        )
    assert failures(client_of(world.owner), ["/network/wish/"], SOUND, thorough=thorough) == []
