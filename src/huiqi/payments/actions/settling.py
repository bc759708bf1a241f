"""对账: the bank's answer is read, trusted as a whole or not at all, and posted line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import worded
from huiqi.ledger.models import Entry
from huiqi.payments.access import may_settle
from huiqi.payments.actions import telling
from huiqi.payments.answer_checks import Said, check_answer
from huiqi.payments.answer_files import read_answer
from huiqi.payments.bank_files import BANK_FILE
from huiqi.payments.enums import UNSETTLED, LineState, OrderState, Outcome
from huiqi.payments.models import BankAnswer, PaymentLine, PaymentOrder, Receipt
from huiqi.payments.receipts import text_of
from huiqi.payments.states import PAYMENT_LINE, PAYMENT_ORDER, key_of

PREFIX: Final = "HZ"
MOST_BYTES: Final = 20 << 20
BLANK: Final = b" \t\r\n\xef\xbb\xbf"
MOVES: Final = {
    Outcome.PAID: "pay",
    Outcome.FAILED: "fail",
    Outcome.RETURNED: "send_back",
    Outcome.UNKNOWN: "doubt",
}


def settle_order(
    *, order: PaymentOrder, content: bytes, name: str, actor: Actor, now: datetime
) -> BankAnswer:
    """对账: what the answer says is posted, or nothing and the answer says why.

    A file that was taken before gives the same result and posts nothing. Refused for a file
    that cannot come in at all (empty, too large), WrongState for an order not sent yet.
    """
    require(may_settle, actor, order)
    _require_at_bank(order)
    if before := _taken_before(order, hashlib.sha256(content).hexdigest()):
        return before
    file = receive_answer(content=content, name=name, actor=actor)
    return settle_received(order=order, file=file, actor=actor, now=now)


def receive_answer(*, content: bytes, name: str, actor: Actor) -> StoredFile:
    """收下回单: kept, and looked at by the city's scanner; nothing is read of it yet.

    Not inside a transaction where there is a scanner. Refused as it may not come in.
    """
    require(may_settle, actor)
    if not content.strip(BLANK):
        raise Refused([_("回单是空的（0 字节）；请向银行重新下载")])
    store = city_store()
    file = store.put(BytesIO(content), name, actor=actor, subject_id=None, purpose=BANK_FILE)
    store.looked_at(file)
    return file


@transaction.atomic
def settle_received(
    *, order: PaymentOrder, file: StoredFile, actor: Actor, now: datetime
) -> BankAnswer:
    """按收下的回单对账: as ``settle_order``, with a file that has been received."""
    require(may_settle, actor, order)
    locked = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    _require_at_bank(locked)
    if before := _taken_before(locked, file.blob_id):
        return before
    with override(settings.LANGUAGE_CODE):  # what is kept speaks the city's language
        answer = read_answer(city_store().clean(file), file.name, locked.format)
        said, problems = check_answer(locked, answer)
    if not problems:
        _post(locked, said, actor, now)
    made = rows.save(
        BankAnswer(
            order=locked,
            file=file,
            file_name=file.name,
            digest=file.blob_id,
            is_taken=not problems,
            results=_results(said) if not problems else [],
            problems=problems,
            made_by_id=actor.person_id,
            made_at=now,
        )
    )
    told = {"采信": made.is_taken, "sha256": made.digest}
    record_write(actor, "上传银行回单", made, detail=told)
    return made


def _require_at_bank(order: PaymentOrder) -> None:
    if not order.is_at_bank:
        raise WrongState(
            [
                worded(
                    "拨付单现在是「%(state)s」，还没有送银行，不会有回单",
                    state=order.get_state_display(),
                )
            ]
        )


def _taken_before(order: PaymentOrder, digest: str) -> BankAnswer | None:
    return BankAnswer.objects.filter(order=order, digest=digest, is_taken=True).first()


def _results(said: Sequence[Said]) -> list[dict[str, object]]:
    return [
        {
            "reference": one.line.reference,
            "outcome": one.outcome.value,
            "is_new": one.is_new,
            "note": one.note,
        }
        for one in said
    ]


def _post(order: PaymentOrder, said: Sequence[Said], actor: Actor, now: datetime) -> None:
    for one in said:
        if not one.is_new:
            continue
        moved = PAYMENT_LINE.fire(
            one.line, MOVES[one.outcome], actor=actor, note=one.note, now=now, said=one.note
        )
        if moved.state == LineState.PAID:
            _give_receipt(moved, actor, now)
    if order.state == OrderState.CLOSED:  # money of an order that was over has come back
        return
    telling.close(order, "unsettled", now)
    unsettled = order.lines.filter(state__in=UNSETTLED).count()
    PAYMENT_ORDER.fire(order, "answer" if unsettled else "close", actor=actor)
    if unsettled:
        telling.ask_unsettled(order, unsettled, now)


def _give_receipt(line: PaymentLine, actor: Actor, now: datetime) -> Receipt:
    number = next_number(PREFIX, now.astimezone(CITY).date())
    entry = Entry.objects.get(key=key_of(line, "pay"))
    text = text_of(line, number, entry, now)
    made = Receipt(
        number=number,
        line=line,
        subject_id=line.subject_id,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        made_at=now,
    )
    record_write(actor, "出具拨付回执", rows.save(made), subject_id=line.subject_id)
    return made
