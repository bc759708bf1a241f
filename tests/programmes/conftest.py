"""申报测试的场景: 覃越 drafts a call and 何川 publishes it; 澄澜 applies."""

from datetime import datetime, timedelta

import pytest

from huiqi.kernel.now import CITY
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.models import Application, Call
from tests.cast import NOW, Player
from tests.ledger.books import WAN, Books, new_books
from tests.programmes.applying import a_call, filled_in, handed_in, in_charge


@pytest.fixture
def books(bureau: Organization) -> Books:
    """Of the bureau, with 100 万元 for 技改 this year."""
    made = new_books(bureau)
    made.do("appropriate", 100 * WAN)
    in_charge(bureau.pk, made.upgrade.programme, made.srdi.programme)
    return made


@pytest.fixture
def call(books: Books, qin: Player, he: Player) -> Call:
    """技改, open since yesterday and for a month, out of 60 万元."""
    return a_call(qin, he, books.upgrade, 60 * WAN)


@pytest.fixture
def draft(call: Call, chenglan: Organization, lan: Player) -> Application:
    """澄澜 has begun to apply."""
    return actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)


@pytest.fixture
def active(draft: Application, lan: Player) -> Application:
    """澄澜 has handed in."""
    filled_in(draft, lan)
    handed_in(draft, lan)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def closing() -> datetime:
    """The very second at which the call is over."""
    return datetime(2021, 11, 19, 18, 0, tzinfo=CITY) + timedelta(0)
