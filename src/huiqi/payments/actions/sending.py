"""送银行: the file is made and the money is on its way, in one transaction and once."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.payments.access import may_send
from huiqi.payments.bank_files import name_of, unwritable, written
from huiqi.payments.models import BankFile, PaymentOrder
from huiqi.payments.states import PAYMENT_LINE, PAYMENT_ORDER


@transaction.atomic
def export_order(*, order: PaymentOrder, actor: Actor, now: datetime) -> BankFile:
    """导出付款文件: of a checked order; asked for again, the file that was made then.

    Every line goes from 已核定 to 支付在途 in the ledger. Of two at once the second waits and
    gets the file of the first. Refused with every line that cannot be paid any more.
    """
    require(may_send, actor, order)
    locked = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if made := BankFile.objects.filter(order=locked).first():
        return made
    if problems := list(unwritable(locked)):
        raise Refused(problems)
    sent: PaymentOrder = PAYMENT_ORDER.fire(locked, "export", actor=actor)
    lines = list(sent.lines.order_by("position"))
    for line in lines:
        PAYMENT_LINE.fire(line, "send", actor=actor, now=now)
    content = written(sent)
    made = rows.save(
        BankFile(
            order=sent,
            name=name_of(sent),
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            lines_count=len(lines),
            total_fen=sum(line.amount_fen for line in lines),
            made_by_id=actor.person_id,
            made_at=now,
        )
    )
    record_write(actor, "导出付款文件", sent, detail={"sha256": made.digest})
    return made
