"""数据请求的查询: one's own and the firm's, and the copy as long as it can be fetched."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from huiqi.kernel.access import Actor
from huiqi.parties.enums import Role
from huiqi.parties.models import FactCorrection, Organization
from huiqi.rights.models import DataPackage, DataRequest, SourceDesk

SALT = "huiqi.rights.package"
LONGEST_NUMBER = 18  # digits: every number of this length fits where numbers of rows are kept
# The open registration of the subject, else its last one, as in ``current_organization``.
FIRM = Subquery(
    Organization.objects.filter(subject=OuterRef("fact__subject"))
    .order_by(F("closed_until").desc(nulls_first=True), "-id")
    .values("name")[:1]
)


def requests_of(actor: Actor) -> QuerySet[DataRequest]:
    """数据请求: of the person, and for an owner those of the firm; the latest first."""
    if actor.person_id is None:
        return DataRequest.objects.none()
    mine = Q(asked_by_id=actor.person_id)
    if actor.has(Role.OWNER):
        mine |= Q(subject_id=actor.subject_id, subject_id__isnull=False)
    found = DataRequest.objects.filter(mine).select_related("asked_by")
    return found.order_by("-asked_at", "-id")


def erasures_to_decide() -> QuerySet[DataRequest]:
    """待答的删除请求: the most urgent first; for the security administrator."""
    found = DataRequest.objects.filter(kind=DataRequest.Kind.ERASURE, status="asked")
    return found.select_related("asked_by").order_by("due_on", "id")


def token_of(request: DataRequest) -> str:
    """取件凭据: signed, and of use to nobody but who asked."""
    return signing.dumps(request.pk, salt=SALT)


def request_by_token(actor: Actor, token: str) -> DataRequest | None:
    """按凭据查: None when it is forged or another's."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return DataRequest.objects.filter(pk=pk, asked_by_id=actor.person_id).first()


def package_of(request: DataRequest, now: datetime) -> DataPackage | None:
    """副本: None before it is made and from ``expires_at`` on."""
    if request.expires_at is None or request.expires_at <= now:
        return None
    return DataPackage.objects.filter(request=request).first()


def corrections_to_decide(actor: Actor) -> QuerySet[FactCorrection]:
    """待答的更正: of the sources this department answers for, the most urgent first.

    Those of sources that no department is named for wait with every officer.
    """
    desks = dict(SourceDesk.objects.order_by("source").values_list("source", "organization_id"))
    mine = [source for source, pk in desks.items() if pk == actor.organization_id]
    found = FactCorrection.objects.filter(
        Q(fact__source__in=mine) | ~Q(fact__source__in=list(desks)), status="open"
    )
    if actor.area:
        found = found.filter(fact__subject__organizations__district=actor.area).distinct()
    return found.select_related("fact").annotate(firm=FIRM).order_by("due_on", "id")


def asked_for(
    found: QuerySet[FactCorrection], text: str, source: str, sort: str
) -> QuerySet[FactCorrection]:
    """筛选更正: by a part of the firm's name, its code, or the number of the request."""
    if text:
        named = Q(fact__subject__organizations__name__icontains=text)
        named |= Q(fact__subject__organizations__credit_code__iexact=text)
        if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER:
            named |= Q(pk=int(text))
        found = found.filter(pk__in=found.filter(named).values("pk"))
    if source:
        found = found.filter(fact__source=source)
    return found.order_by("-asked_at", "-id") if sort == "new" else found
