"""身份令牌: believed only when it is signed, ours, of now, and of the server that was set."""

from __future__ import annotations

from typing import Any, Final

import jwt
from django.utils.translation import gettext as _

from huiqi.parties.oidc.refused import NotBelieved

# Signed with the server's own key: a shared secret or no signature at all proves nothing.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
NEEDED: Final = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY: Final = 60  # seconds that two clocks may differ


def verified(token: str, keys: Any, *, issuer: str, client: str) -> dict[str, Any]:
    """核验: the claims of an identity token; NotBelieved with the reason otherwise."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise NotBelieved(_("统一身份认证的答复没有可信的签名，没有登录。"))
        key = _key(keys, header.get("kid"))
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=client,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(_reason(error)) from None
    if claims.get("azp", client) != client:
        raise NotBelieved(_reason(jwt.InvalidAudienceError()))
    return claims


def _key(keys: Any, kid: object) -> jwt.PyJWK:
    known = jwt.PyJWKSet.from_dict(keys).keys if isinstance(keys, dict) else []
    for one in known:
        if kid is not None and one.key_id == kid:
            return one
    raise NotBelieved(_("统一身份认证用了不认识的密钥签名，没有登录。请稍后再试。"))


def _reason(error: jwt.PyJWTError) -> str:
    match error:
        case jwt.ExpiredSignatureError():
            return _("统一身份认证的答复已经过期，没有登录。请重新登录。")
        case jwt.ImmatureSignatureError():
            return _("统一身份认证的时钟与本系统不一致，没有登录。请联系系统管理员。")
        case jwt.InvalidAudienceError():
            return _("统一身份认证的答复是给别的系统的，没有登录。")
        case jwt.InvalidIssuerError():
            return _("统一身份认证的答复出自别的服务器，没有登录。")
        case jwt.MissingRequiredClaimError():
            return _("统一身份认证的答复缺少必要的内容，没有登录。")
        case jwt.InvalidSignatureError():
            return _("统一身份认证的答复签名不符，没有登录。")
    return _("统一身份认证的答复读不懂，没有登录。")
