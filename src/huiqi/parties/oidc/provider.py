"""身份提供方: the library's OpenID Connect, with a nonce, and believing nothing unsigned.

The library skips the signature of a token that it fetched itself, and sends no nonce. What is
kept of a person is the least that recognizes them the next time: no number of a document, no
telephone number.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.parties.oidc.line import Line
from huiqi.parties.oidc.refused import NotBelieved
from huiqi.parties.oidc.tokens import verified

KEPT: Final = ("sub", "name", "email", "email_verified")
KEPT_OF_TOKEN: Final = ("iss", "sub", "acr", "amr", "nonce", "auth_time")
ENDPOINTS: Final = (
    *("issuer", "authorization_endpoint", "token_endpoint"),
    *("userinfo_endpoint", "jwks_uri"),
)


class CityAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """认证流程: from the address of the provider to a person that it vouches for."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """提供方说明: read once per request; NotBelieved when it is incomplete or of another."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._read_config()
        return self._openid_config

    def _read_config(self) -> dict[str, Any]:
        server = self.get_provider().server_url
        found = self._get(server)
        if not isinstance(found, dict) or not all(
            isinstance(found.get(name), str) for name in ENDPOINTS
        ):
            raise NotBelieved(_("统一身份认证的说明不完整，没有登录。请联系系统管理员。"))
        with self._line() as line:
            for name in ENDPOINTS:
                line.check(found[name])
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 -- the library's signature
        """回调地址: at the public address, whatever host a request names."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.PUBLIC_URL}{path}"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """完成: a verified token and what the provider tells of the same person."""
        raw = kwargs["response"].get("id_token")
        if not isinstance(raw, str):
            raise NotBelieved(_("统一身份认证没有给出身份令牌，没有登录。"))
        config = self.openid_config
        keys = self._get(config["jwks_uri"])
        claims = verified(raw, keys, issuer=config["issuer"], client=app.client_id)
        person = self._get(config["userinfo_endpoint"], token.token)
        if not isinstance(person, dict) or person.get("sub") != claims["sub"]:
            raise NotBelieved(_("统一身份认证的两份答复说的不是同一个人，没有登录。"))
        told = {
            "userinfo": {name: person[name] for name in KEPT if name in person},
            "id_token": {name: claims[name] for name in KEPT_OF_TOKEN if name in claims},
        }
        return self.get_provider().sociallogin_from_response(request, told)

    def _get(self, address: str, bearer: str = "") -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        with self._line() as line:
            response = line.get(address, headers=headers)
            response.raise_for_status()
            return response.json()

    def _line(self) -> Line:
        return Line(self.get_provider().server_url)


class CityProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """身份提供方: every sign-in under a nonce of its own; nothing of it is taken from a link."""

    package = "allauth.socialaccount.providers.openid_connect"
    oauth2_adapter_class = CityAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """前往: to the provider, which puts the nonce into the token that it signs."""
        nonce = secrets.token_urlsafe(24)
        given = kwargs.pop("auth_params", None) or self.get_auth_params()
        kwargs |= {"auth_params": {**given, "nonce": nonce}, "nonce": nonce}
        sent: HttpResponse = super().redirect(request, process, next_url, data, **kwargs)
        return sent

    def get_auth_params_from_request(
        self,
        request: HttpRequest,  # noqa: ARG002 -- the library's signature
        action: str,  # noqa: ARG002
    ) -> dict[str, str]:
        """附加参数: those that are set; a link may bring none."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        """请求范围: as set; a link cannot ask for more about a person."""
        return list(self.get_scope())
