"""名册的查询: which imports there were, and which still stand."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from huiqi.kernel.access import Actor
from huiqi.parties.queries.scoped import sees_everything
from huiqi.registers.models import RegisterImport


def imports_in_sight(actor: Actor) -> QuerySet[RegisterImport]:
    """可见的导入: all for those who handle or audit firms' matters, none for others."""
    found = RegisterImport.objects.select_related("undo").order_by("-id")
    return found if sees_everything(actor) else found.none()


def standing_import(digest: str, source: str, as_of: date | None) -> RegisterImport | None:
    """仍有效的导入: of this very file in the name of this source; of any day unless one is told."""
    found = RegisterImport.objects.filter(digest=digest, source=source, undo=None)
    if as_of is not None:
        found = found.filter(as_of=as_of)
    return found.order_by("-id").first()
