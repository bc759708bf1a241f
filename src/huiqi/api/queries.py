"""接口的查询: one's own tokens, and the one that a program shows."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from huiqi.api.models import PREFIX_LENGTH, ApiToken
from huiqi.kernel.access import Actor
from huiqi.parties.enums import Role

MARK: Final = "huiqi_"  # so that a token left lying about is known for what it is


def digest_of(secret: str) -> str:
    """哈希: of a whole token; its secret is random, so that a plain hash cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_by_secret(secret: str) -> ApiToken | None:
    """按令牌查: however long it has been over; None when it is nobody's."""
    if not secret.startswith(MARK):
        return None
    prefix = secret[len(MARK) :][:PREFIX_LENGTH]
    found = ApiToken.objects.filter(prefix=prefix).select_related("person").first()
    known = found.digest if found else digest_of("")
    return found if hmac.compare_digest(known, digest_of(secret)) else None


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """自己的令牌: the newest first, those that are over included."""
    if actor.person_id is None:
        return ApiToken.objects.none()
    own = ApiToken.objects.filter(person_id=actor.person_id)
    return own.select_related("organization").order_by("-id")


def live_tokens_of(actor: Actor, now: datetime) -> QuerySet[ApiToken]:
    """自己的有效令牌: at ``now``."""
    return tokens_of(actor).filter(revoked_at=None, expires_at__gt=now)


def tokens_to_revoke(actor: Actor) -> QuerySet[ApiToken]:
    """可撤销的令牌: one's own, and as an owner all that were made for the firm; newest first."""
    if actor.person_id is None:
        return ApiToken.objects.none()
    mine = Q(person_id=actor.person_id)
    if actor.has(Role.OWNER):
        mine |= Q(organization_id=actor.organization_id)
    found = ApiToken.objects.filter(mine)
    return found.select_related("organization", "person").order_by("-id")


def tokens_held() -> QuerySet[ApiToken]:
    """全部令牌: whose they are and when they were used; for security administrators."""
    return ApiToken.objects.select_related("organization", "person").order_by("-id")
