"""结账的办理: a month that is over is closed, and with it everything before."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.ledger.access import may_book
from huiqi.ledger.models import PeriodClose
from huiqi.ledger.saying import sentence


def close_period(*, month: date, actor: Actor) -> PeriodClose:
    """月结: of the month that ``month`` is a day of; never taken back.

    Waits for whoever is booking. Refused when it is closed, not over, or a later one is closed.
    """
    require(may_book, actor)
    try:
        with transaction.atomic():
            # The database sets the moment anew, after it has waited for who was booking.
            made = PeriodClose.objects.create(
                month=month.replace(day=1), closed_by_id=actor.person_id, closed_at=now()
            )
            made.refresh_from_db(fields=["closed_at"])
            record_write(actor, "ledger.close_period", made)
    except IntegrityError as error:
        raise Refused([sentence(error)]) from error
    return made
