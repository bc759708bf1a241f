"""账号: who may sign in, how often one may try, and what the city's identity provider may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiqi.kernel.limits import Limit, address_of, hit
from huiqi.kernel.now import now
from huiqi.parties.oidc.line import Line
from huiqi.parties.oidc.linking import PROVEN, admit, proves_second_factor
from huiqi.parties.oidc.refused import sentence

# So many attempts on one name, from anywhere; and from one address, on any names.
PER_NAME: Final = Limit(10, timedelta(minutes=15))
PER_ADDRESS: Final = Limit(60, timedelta(minutes=15))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """账号规则: nobody opens an account alone; whoever guesses passwords has to wait."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """自助注册: closed; an owner or an administrator makes accounts."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """登录之后: remembers whether the identity provider has seen a second factor."""
        login = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        request.session[PROVEN] = proves_second_factor(login)
        found: HttpResponse = super().post_login(request, user, **kwargs)
        return found

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """登录之前: counted for the name and for the address, whatever comes of it."""
        name = str(credentials.get("username") or credentials.get("email") or "")[:60].lower()
        for bucket, limit in (
            (f"login:{name}", PER_NAME),
            (f"from:{address_of(request)}", PER_ADDRESS),
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
        """首次登录: only by an account that exists and is linked to the identity."""
        return False

    def get_requests_session(self) -> Line:
        """连接: to the provider that is set and nowhere else."""
        return Line(settings.OIDC_SERVER)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """登录之前: whose identity it is; see ``oidc.linking``."""
        admit(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 -- the library's signature
        error: Any = None,  # noqa: ARG002
        exception: Any = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """认证出错: puts the reason in words beside what the page is given."""
        if extra_context is not None:
            extra_context["reason"] = sentence(exception, request.GET.get("error", ""))
