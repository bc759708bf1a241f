"""一份申报的代价: how often the whole way of an application asks the database, by table.

The tables are told, so that whoever makes a step dearer sees with what. Those of none are
savepoints, the clock, the numbers of the audit, and whose data may be seen.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import automatic
from huiqi.programmes.models import Application, AutoCase, Call
from tests.cast import NOW, Player, facts_on_record
from tests.cost import asked
from tests.ledger.books import WAN, Books
from tests.payments.paying import an_account
from tests.programmes.applying import ANSWERS, a_call, filled_in
from tests.programmes.pages import browser

pytestmark = pytest.mark.django_db
BEGIN: Final = {
    "": 5,
    "programmes_application": 2,
    "programmes_callextension": 1,
    "kernel_auditentry": 1,
}
SAVE: Final = {
    "": 2,
    "programmes_application": 4,  # locked, read, what was told in others, written
    "parties_fact": 1,
    "programmes_answerchange": 1,
}
SUBMIT: Final = {
    "": 22,
    "programmes_application": 4,
    "programmes_snapshot": 3,
    "programmes_stagerun": 3,  # all made at once, the first opened, its last day reckoned
    "kernel_movelog": 3,
    "parties_fact": 2,
    "kernel_sequence": 2,  # of the application, of the receipt
    "inbox_todo": 2,
    "kernel_auditentry": 2,
    "programmes_sourceoutage": 1,
    "programmes_invoiceline": 1,
    "programmes_evidencefile": 1,
    "programmes_callextension": 1,
    "programmes_stagepause": 1,
    "programmes_document": 1,
}
CONFIRM: Final = {
    "": 30,
    "kernel_movelog": 5,
    "programmes_autocase": 4,
    "programmes_application": 4,
    "inbox_todo": 4,
    "programmes_stagerun": 3,
    "parties_organization": 2,
    "kernel_auditentry": 2,
    "programmes_snapshot": 2,
    "parties_bankaccount": 1,
    "programmes_call": 1,
    "programmes_programmeversion": 1,
    "parties_subject": 1,
    "parties_fact": 1,
    "programmes_invoiceline": 1,
    "programmes_evidencefile": 1,
    "kernel_sequence": 1,
    "programmes_stagepause": 1,
}


@pytest.fixture
def filled(draft: Application, chenglan: Organization, lan: Player) -> Application:
    """Ready to be handed in; some of it is known to the city."""
    facts_on_record(chenglan, Source.AUDIT, upgrade_investment="2000000")
    filled_in(draft, lan)
    return Application.objects.get(pk=draft.pk)


def hand_in(application: Application, player: Player) -> Callable[[], object]:
    actor, at = player.actor, NOW + timedelta(minutes=5)
    return lambda: actions.submit_application(
        application=application, key="k1", arrived_at=at, actor=actor, now=at
    )


def test_beginning_asks_no_more_than_it_did(
    call: Call, chenglan: Organization, lan: Player
) -> None:
    actor = lan.actor
    told = asked(
        lambda: actions.begin_application(call=call, organization=chenglan, actor=actor, now=NOW)
    )
    assert told == BEGIN


def test_saving_asks_no_more_than_it_did(draft: Application, lan: Player) -> None:
    actor = lan.actor
    told = asked(
        lambda: actions.save_answers(
            application=draft, given=ANSWERS, revision=0, actor=actor, now=NOW
        )
    )
    assert told == SAVE


def test_handing_in_asks_no_more_than_it_did(filled: Application, lan: Player) -> None:
    told = asked(hand_in(filled, lan))
    assert (told, sum(told.values()) <= 60) == (SUBMIT, True)


def test_handing_in_writes_no_form_anew(filled: Application, lan: Player) -> None:
    with CaptureQueriesContext(connection) as captured:
        hand_in(filled, lan)()
    written = [one["sql"] for one in captured if one["sql"].startswith("UPDATE")]
    assert [sql for sql in written if ANSWERS["project_name"] in sql or '"answers"' in sql] == []
    filled.refresh_from_db()
    assert (filled.state, filled.answers["asked"]) == ("active", "100000.00")


def test_a_firm_that_confirms_its_award_asks_no_more_than_it_did(
    books: Books, qin: Player, he: Player, chenglan: Organization, lan: Player
) -> None:
    books.do("appropriate", 100 * WAN, budget=books.srdi, key="srdi")
    call = a_call(qin, he, books.srdi, 60 * WAN, "shenzhen.srdi_award")
    an_account(chenglan, "6222000011112222333", qin.person)
    case = AutoCase.objects.create(
        call=call,
        subject=chenglan.subject,
        organization=chenglan,
        amount_fen=20 * WAN,
        result={"verdict": "yes", "amount_max": "200000", "reasons": []},
        compared_on=NOW.date(),
        compared_by=qin.person,
    )
    automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    case.refresh_from_db()
    actor = lan.actor
    told = asked(lambda: automatic.confirm_case(case=case, actor=actor, now=NOW))
    assert told == CONFIRM


def test_the_pages_of_a_draft_ask_little_more_than_an_empty_page(
    filled: Application, lan: Player, settings: object
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    firm = browser(lan)

    def of(path: str) -> Mapping[str, int]:
        firm.get(path)
        return asked(lambda: firm.get(path))

    home, empty = f"/applications/{filled.pk}/", sum(of("/styleguide/").values())
    more = {what: sum(of(home + what).values()) - empty for what in ("", "pages/money/", "check/")}
    assert more == {"": 14, "pages/money/": 11, "check/": 13}
