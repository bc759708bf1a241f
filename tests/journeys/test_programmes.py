"""四个项目: from the public call to the money or the title, by everybody whose turn it is.

The firm's owner and the public hold a phone; officers, experts, finance and audit sit at a desk.
Each way is gone with scripts and without; what is known of the firm is counted as it applies.
"""

from __future__ import annotations

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
PROGRAMMES = [pytest.param(one, marks=() if one == AWARD else pytest.mark.verify) for one in WAYS]
MOST_TYPED, LEAST_KNOWN = 12, 0.8  # of a firm that applies for the award of little giants


@pytest.fixture
def payers(bureau: Organization) -> tuple[Player, Player, Player]:
    """Who makes the order of payment, and who check it."""
    return (
        a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER),
        a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER),
        a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER),
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_is_gone_from_its_call_to_its_close_on_pages(  # noqa: PLR0913 -- everybody
    name: str,
    scripts: bool,
    browser: Browser,
    live_server: object,
    chenglan: Organization,
    lan: Player,
    qin: Player,
    he: Player,
    gu: Player,
    shen: Player,
    payers: tuple[Player, Player, Player],
    settings: object,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    definition = definitions()[name]
    windows = Windows(browser, str(live_server), scripts)
    journey = Journey(definition, chenglan, lan, qin, he, payers, windows=windows, auditor=shen)
    application = journey.begin()
    assert journey.walk(application) == [one.kind for one in definition.programme.stages]
    assert application.state == "closed"
    journey.look_back(application)
    if definition.programme.pays:
        assert standing_of_application(application).paid == application.granted_fen
    if name == AWARD:
        assert journey.counted.typed <= MOST_TYPED
        assert journey.counted.share >= LEAST_KNOWN
    print(name, journey.counted)
