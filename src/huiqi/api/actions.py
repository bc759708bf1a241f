"""接口的办理: making a token, ending it, and noting that it was used."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiqi.api.access import may_make_token, may_revoke_token
from huiqi.api.enums import Scope
from huiqi.api.models import PREFIX_LENGTH, TITLE_LENGTH, ApiToken
from huiqi.api.queries import MARK, digest_of, live_tokens_of
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import worded

LONGEST: Final = timedelta(days=366)
MOST: Final = 20
SECRET_BYTES: Final = 32
NOTED_EVERY: Final = timedelta(minutes=1)
ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


@transaction.atomic
def make_token(
    *, title: str, scopes: Collection[str], expires_at: datetime, now: datetime, actor: Actor
) -> tuple[ApiToken, str]:
    """生成令牌: the record and the token itself, which is shown this once and never again.

    Refused with every problem: no title, unknown scopes, a life of over ``LONGEST`` or of
    none, or ``MOST`` live tokens already.
    """
    require(may_make_token, actor)
    title = title.strip()
    if problems := tuple(_problems(title, scopes, expires_at - now, actor, now)):
        raise Refused(problems)
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(PREFIX_LENGTH))
    secret = f"{MARK}{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    assert actor.person_id is not None
    assert actor.organization_id is not None
    token = ApiToken.objects.create(
        person_id=actor.person_id,
        organization_id=actor.organization_id,
        title=title,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_at=now,
        expires_at=expires_at,
    )
    record_write(actor, "api.make_token", token, detail={"scopes": token.scopes})
    return token, secret


def _problems(
    title: str, scopes: Collection[str], life: timedelta, actor: Actor, now: datetime
) -> Iterator[str]:
    if not 0 < len(title) <= TITLE_LENGTH:
        yield worded("请用 1 至 %(most)s 个字写明令牌的用途", most=TITLE_LENGTH)
    if unknown := sorted(set(scopes) - set(Scope.values)):
        yield worded(
            "没有「%(wanted)s」这样的权限范围，可选：%(known)s",
            wanted="、".join(unknown),
            known="、".join(Scope.values),
        )
    if not scopes:
        yield _("请至少选择一项令牌的权限范围")
    if not timedelta() < life <= LONGEST:
        yield worded("令牌的有效期应为 %(days)s 天以内的将来", days=LONGEST.days)
    if live_tokens_of(actor, now).count() >= MOST:
        yield worded("您已有 %(most)s 个有效的令牌，请先撤销不用的", most=MOST)


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime, actor: Actor) -> ApiToken:
    """撤销令牌: from this moment it opens nothing; WrongState when it was revoked before."""
    require(may_revoke_token, actor, token)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        raise WrongState([_("这个令牌已经撤销")])
    record_write(actor, "api.revoke_token", token)
    token.refresh_from_db()
    return token


def note_use(*, token: ApiToken, now: datetime) -> None:
    """记下使用: when it was last used, to the minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
