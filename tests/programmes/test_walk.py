"""走完一遍: every programme, from its call to the money or the title, and to its close."""

from __future__ import annotations

import pytest

from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import definitions
from huiqi.programmes.queries.money import standing_of_application, standing_of_call
from tests.cast import Player, a_member
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db

DAILY = ("shenzhen.srdi_award", "shenzhen.technical_upgrade")
EVERY = [
    pytest.param(name, marks=() if name in DAILY else pytest.mark.verify) for name in definitions()
]


@pytest.fixture
def payers(bureau: Organization) -> tuple[Player, Player, Player]:
    """Who makes the order of payment, and who check it."""
    return (
        a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER),
        a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER),
        a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER),
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_programme_goes_from_its_call_to_its_close(
    name: str,
    chenglan: Organization,
    lan: Player,
    qin: Player,
    he: Player,
    payers: tuple[Player, Player, Player],
) -> None:
    definition = definitions()[name]
    walk = Walk(definition, chenglan, lan, qin, he, payers)
    application = walk.begin()
    assert walk.walk(application) == [one.kind for one in definition.programme.stages]
    assert application.state == "closed"
    if definition.programme.pays:
        standing = standing_of_application(application)
        assert standing.paid == application.granted_fen == standing_of_call(walk.call).paid
        assert standing.paid > 0
