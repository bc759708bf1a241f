"""认证不通过: why an answer of the identity provider is not believed, in words for people."""

from __future__ import annotations

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.translation import gettext as _
from requests import RequestException


class NotBelieved(OAuth2Error):  # type: ignore[misc]
    """不予采信: the message says what is wrong with the answer."""


def sentence(exception: BaseException | None, code: str = "") -> str:
    """说明: what happened and what to do; ``code`` is the error that the provider named."""
    if isinstance(exception, NotBelieved):
        return str(exception)
    if isinstance(exception, RequestException):
        return _("统一身份认证现在联系不上，请稍后再试，或用惠企账号登录。")
    if exception is not None:
        return _("统一身份认证的答复读不懂，没有登录。请稍后再试，或用惠企账号登录。")
    if code:
        return _("统一身份认证没有完成登录（%(code)s）。请重新登录，或用惠企账号登录。") % {
            "code": code[:40]
        }
    return _("这次登录已经用过，或超过了 10 分钟。请重新登录。")
