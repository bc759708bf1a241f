"""传过的文件: a file that came with a form that was refused is not asked for a second time."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest

from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile

SALT = "huiqi.programmes.kept_files"


def file_sent(
    request: HttpRequest, name: str, actor: Actor, subject_id: int | None
) -> StoredFile | None:
    """传来的文件: newly sent, or kept from the last time; None where there is none.

    What is kept is taken only for the firm for which it came.
    """
    sent = request.FILES.get(name)
    if sent is None:
        return file_kept(request, name, subject_id)
    kept = city_store().put(
        cast("BinaryIO", sent), str(sent.name), actor=actor, subject_id=subject_id
    )
    # The page that is drawn when the form is refused holds on to it.
    typed = request.POST.copy()
    typed[f"kept_{name}"] = dumps([kept.pk, subject_id], salt=SALT)
    typed[f"kept_{name}_name"] = kept.name
    request.POST = typed  # type: ignore[assignment]  # Django's own is of a narrower type
    return kept


def file_kept(request: HttpRequest, name: str, subject_id: int | None) -> StoredFile | None:
    """留着的文件: of the last time; None where the form holds none, or a forged one."""
    try:
        pk, of = loads(request.POST.get(f"kept_{name}", ""), salt=SALT)
    except BadSignature:
        return None
    return StoredFile.objects.filter(pk=pk).first() if of == subject_id else None
