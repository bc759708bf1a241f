"""账号: who may sign in, how often one may try, and what the city's identity provider may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiqi.kernel.limits import Limit, hit
from huiqi.kernel.now import now

# So many attempts on one name, from anywhere; and from one address, on any names.
PER_NAME: Final = Limit(10, timedelta(minutes=15))
PER_ADDRESS: Final = Limit(60, timedelta(minutes=15))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """账号规则: nobody opens an account alone; whoever guesses passwords has to wait."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """自助注册: closed; an owner or an administrator makes accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """登录之前: counted for the name and for the address, whatever comes of it."""
        name = str(credentials.get("username") or credentials.get("email") or "")[:60].lower()
        for bucket, limit in (
            (f"login:{name}", PER_NAME),
            (f"from:{_address(request)}", PER_ADDRESS),
        ):
            allowed = hit(bucket, limit, now())
            if not allowed.ok:
                minutes = -(-allowed.retry_after // 60)
                raise ValidationError(
                    _("登录尝试太多，%(minutes)s 分钟后再试；忘记口令请联系单位管理员。")
                    % {"minutes": minutes},
                    code="too_many_login_attempts",
                )


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """统一身份认证: signs in people whom the city knows already; it makes nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """首次登录: only by an account that exists and is bound to the identity."""
        return False


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
