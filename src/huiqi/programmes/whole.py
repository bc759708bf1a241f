"""申报的全貌: all that a check and a handing in look at, read once.

A form may be 50 kB and its programme's files as much again: whoever needs several parts of them
takes them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiqi.programmes.models import Application, EvidenceFile, InvoiceLine
from huiqi.programmes.prefill import Filled, filled_of

RELATED = ("call", "call__department", "version", "organization", "subject")
# All files of a programme: as much text as a form, and which version it is can be told without.
UNREAD = "version__texts"


@dataclass(frozen=True)
class Whole:
    """申报的全貌: as it stands, on a day; ``evidence`` is what was not taken away, with files."""

    application: Application
    on: date
    filled: Filled
    invoices: tuple[InvoiceLine, ...]
    evidence: tuple[EvidenceFile, ...]

    @property
    def invoiced_fen(self) -> int:
        """发票合计: in 分."""
        return sum(one.amount_fen for one in self.invoices)


def whole_of(application: Application, on: date) -> Whole:
    """申报的全貌: on a day."""
    return Whole(
        application=application,
        on=on,
        filled=filled_of(application, on),
        invoices=tuple(application.invoices.order_by("place")),
        evidence=tuple(application.evidence.filter(removed_at=None).select_related("file")),
    )


def locked(application: Application) -> Application:
    """锁定的申报: nobody else changes it until the end of the transaction; with its call.

    What stands beside it is read only once the row is held, so that who waited sees what counts
    by then.
    """
    held = Application.objects.select_for_update(of=("self",)).values_list("pk", flat=True)
    whole = Application.objects.select_related(*RELATED).defer(UNREAD)
    return whole.get(pk=held.get(pk=application.pk))
