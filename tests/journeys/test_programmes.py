"""四个项目: from the public call to the money or the title, by everybody whose turn it is.

The firm's owner and the public hold a phone; officers, experts, finance and audit sit at a desk.
Each way is gone with scripts and without; what is known of the firm is counted as it applies.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import definitions
from huiqi.programmes.queries.money import standing_of_application
from tests.cast import Player, a_member
from tests.journeys.going import Journey
from tests.journeys.windows import Windows

AWARD = "shenzhen.srdi_award"
WAYS = (
    AWARD,
    "shenzhen.technical_upgrade",
    "shenzhen.demonstration_platform",
    "shenzhen_longgang.park_rent",
)
# Fields that the firm's pages show, what stands in them already, what its owner types.
ASKED = {
    AWARD: (1, 1, 0),
    "shenzhen.technical_upgrade": (17, 4, 13),
    "shenzhen.demonstration_platform": (13, 8, 3),
    "shenzhen_longgang.park_rent": (12, 4, 8),
}
MOST_TYPED, LEAST_KNOWN = 12, 0.8  # of a firm that applies for the award of little giants


@dataclass(frozen=True)
class Desk:
    """经办的一方: who drafts and handles, who decides, who pays, who looks at it afterwards."""

    officer: Player
    chief: Player
    payers: tuple[Player, Player, Player]
    auditor: Player


@pytest.fixture
def windows(browser: Browser, live_server: object, scripts: bool, settings: object) -> Windows:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    return Windows(browser, str(live_server), scripts)


@pytest.fixture
def payers(bureau: Organization) -> tuple[Player, Player, Player]:
    """Who makes the order of payment, and who check it."""
    return (
        a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER),
        a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER),
        a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER),
    )


@pytest.fixture
def desk(
    qin: Player, he: Player, gu: Player, shen: Player, payers: tuple[Player, Player, Player]
) -> Desk:
    """Everybody on the side of the city; 顾清, of where 澄澜 stands, is found by her office."""
    assert gu.actor.has(Role.DISTRICT_OFFICER)
    return Desk(qin, he, payers, shen)


@pytest.mark.verify  # each way is a minute; make test goes it by actions, and opens its pages
@pytest.mark.parametrize("scripts", [True, False], ids=("with-scripts", "without-scripts"))
@pytest.mark.parametrize("name", WAYS)
def test_a_programme_is_gone_from_its_call_to_its_close_on_pages(
    name: str, lan: Player, desk: Desk, windows: Windows, chenglan: Organization
) -> None:
    definition = definitions()[name]
    journey = Journey(
        *(definition, chenglan, lan, desk.officer, desk.chief, desk.payers),
        windows=windows,
        auditor=desk.auditor,
    )
    application = journey.begin()
    assert journey.walk(application) == [one.kind for one in definition.programme.stages]
    assert application.state == "closed"
    journey.look_back(application)
    if definition.programme.pays:
        assert standing_of_application(application).paid == application.granted_fen
    counted = journey.counted
    assert (counted.shown, counted.prefilled, counted.typed) == ASKED[name]
    if name == AWARD:
        assert counted.typed <= MOST_TYPED
        assert counted.share >= LEAST_KNOWN
