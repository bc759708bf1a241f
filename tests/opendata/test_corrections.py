"""拨付的更正: what may be told no longer is taken out, and the next version says why."""

import re

from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.opendata.actions import publish
from huiqi.opendata.models import Correction, Edition
from huiqi.opendata.queries import differences
from huiqi.opendata.shelf import DATASETS
from huiqi.parties.models import Organization
from huiqi.publicity.actions import Proposed, withdraw_award, withdraw_notice
from tests.cast import NOW, TODAY
from tests.ledger.books import CALL, WAN, Books, new_books
from tests.opendata.paying import Paying, award_of

PAYMENTS = DATASETS["payments"]


def published() -> Edition:
    (edition,) = publish(actor=SYSTEM, now=NOW, datasets=[PAYMENTS])
    return edition


def paying(bureau: Organization, *firms: Organization) -> Paying:
    """Each was paid 100 万元 of a call."""
    books: Books = new_books(bureau)
    books.do("appropriate", 1_000 * WAN)
    books.do("commit", 1_000 * WAN, call=CALL)
    made = Paying(books, bureau)
    for firm in firms:
        made.paid(firm, 100)
    return made


def test_next_version_takes_out_what_was_withdrawn_and_says_why(
    bureau: Organization, chenglan: Organization, yuanshan: Organization
) -> None:
    made = paying(bureau, chenglan, yuanshan)
    notice = made.notice(Proposed(chenglan, 100 * WAN), Proposed(yuanshan, 100 * WAN))
    first = published()
    assert first.size == 2
    award = award_of(notice, chenglan)
    withdraw_award(award=award, reason="材料不实", actor=SYSTEM, now=NOW)
    second = published()
    assert (second.size, first.corrections.count()) == (1, 0)
    (told,) = Correction.objects.all()
    assert told.edition == second
    assert told.reason == f"公示 {notice.number} 于 2021-10-20 撤下这一家：材料不实"
    (gone,) = differences(first, second)
    assert (gone.key, gone.kind, gone.reason) == (told.key, "removed", told.reason)
    withdraw_notice(notice=notice, reason="依据失效", actor=SYSTEM, now=NOW)
    third = published()
    assert third.size == 0
    reason = third.corrections.get().reason
    assert reason == f"公示 {notice.number} 于 2021-10-20 撤回：依据失效"
    # From the first to the third, both are named; and the version that had them is still there.
    assert {one.reason for one in differences(first, third)} == {told.reason, reason}
    for page in ("/open/payments/", "/open/payments/changes/?from=1&to=3"):
        text = Client().get(page).content.decode()
        assert ("材料不实" in text, "依据失效" in text) == (True, True)
    (change,) = Client().get("/api/v1/open/payments/changes").json()["items"]
    assert (change["kind"], change["reason"]) == ("removed", reason)
    kept = Client().get("/open/payments.json?version=1").getvalue().decode()
    assert len(re.findall(r'"kind":"payment"', kept.replace(" ", ""))) == 2


def test_row_that_comes_back_is_no_correction_and_a_secret_is_told_as_one(
    bureau: Organization, chenglan: Organization
) -> None:
    made = paying(bureau, chenglan)
    notice = made.notice(Proposed(chenglan, 100 * WAN, "state_secret"))
    published()
    withdraw_notice(notice=notice, reason="不该公示", actor=SYSTEM, now=NOW)
    assert published().corrections.get().reason == "公示的情况变了；涉及国家秘密，不写明细"
    made.notice(Proposed(chenglan, 100 * WAN))
    assert published().corrections.count() == 0
    later = made.notice(Proposed(chenglan, 100 * WAN), begins_on=TODAY)
    reason = published().corrections.get().reason
    assert reason == f"又有一份公示 {later.number}，到 {later.last_day} 才期满"
