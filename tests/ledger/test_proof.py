"""核验账本: the report, its signature in the audit, and what the seals cover."""

from dataclasses import replace
from hashlib import sha256

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.ledger import actions
from huiqi.ledger.models import Entry
from huiqi.ledger.proof import seal, verify
from huiqi.ledger.proof.seals import Rows, rows_of, shape_of_now
from huiqi.ledger.proof.verify import sign
from huiqi.parties.models import Organization
from tests.cast import NOW
from tests.ledger.books import CALL, WAN, Books, award


def test_empty_books_are_in_order(db: None) -> None:
    assert seal() is None
    report = verify(NOW)
    assert (report.entries, report.legs, report.seals, report.problems) == (0, 0, 0, ())


def test_report_says_what_was_looked_at_and_is_signed(books: Books, chenglan: Organization) -> None:
    books.do("appropriate", 10 * WAN)
    books.do("commit", 5 * WAN, call=CALL)
    first = seal()
    assert first
    books.do("approve", 5 * WAN, award=award(chenglan))
    report = verify(NOW)
    assert report.text() == (
        "时间 2021-10-20T09:30:00+08:00\n"
        "凭证 3，分录 6，账户 4\n"
        f"封存 1，未封存的凭证 1，末次封存 {first.detail['digest']}\n"
        "全部相符"
    )
    signed = sign(report)
    assert report.signature == sha256(report.text().encode()).hexdigest()
    assert AuditEntry.objects.get(pk=signed.pk).detail == {
        "signature": report.signature,
        "problems": 0,
        "entries": 3,
    }


def test_seal_reaches_to_the_last_row_and_nothing_is_sealed_twice(books: Books) -> None:
    entry = books.do("appropriate", WAN)
    sealed = seal()
    assert sealed
    assert sealed.detail["through"]["ledger_entry"] == entry.pk
    assert seal() is None
    books.do("appropriate", WAN)
    again = seal()
    assert again
    assert again.detail["previous"] == sealed.detail["digest"]
    assert Entry.objects.count() == 2


def test_many_rows_come_in_packs_and_in_order(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack is only how they travel: small ones give the same columns."""
    from huiqi.ledger.proof import fetch

    for _ in range(6):
        books.do("appropriate", WAN)
    whole = fetch.columns("ledger_leg", {"id": "id", "amount": "amount_fen"})
    monkeypatch.setattr(fetch, "PACK", 2)
    packed = fetch.columns("ledger_leg", {"id": "id", "amount": "amount_fen"})
    assert {name: list(one) for name, one in packed.items()} == {
        name: list(one) for name, one in whole.items()
    }
    assert list(whole["id"]) == sorted(whole["id"])


ODD = 'tab\there, line\nthere,\r\\N "quoted" and 一个字'


def test_words_with_tabs_and_ends_of_lines_are_one_line_of_the_seal(books: Books) -> None:
    """What is sealed row by row is what psql copies, whatever people write into a memo."""
    first = books.do("appropriate", WAN)
    actions.appropriate(
        budget=books.upgrade,
        amount_fen=WAN,
        business=replace(books.business(), memo=ODD),
        actor=SYSTEM,
    )
    last = books.do("appropriate", WAN)
    shape = shape_of_now()["ledger_entry"]
    whole = Rows.of(rows_of("ledger_entry", shape))
    apart = [
        bytes(Rows.of(rows_of("ledger_entry", shape, f"WHERE id = {pk}")).lines.text)
        for pk in (first.pk, first.pk + 1, last.pk)
    ]
    assert [bytes(whole.between(pk - 1, pk)) for pk in (first.pk, first.pk + 1, last.pk)] == apart
    assert bytes(whole.between(first.pk, last.pk)) == b"".join(apart[1:])
    assert bytes(whole.between(last.pk, last.pk + 9)) == b""
    assert seal()
    assert verify(NOW).problems == ()
