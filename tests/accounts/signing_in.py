"""用统一身份认证登录: a provider in the service of the city, and the way there and back."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from django.test.utils import override_settings

from huiqi.config.environment import Environment
from huiqi.config.identity import identity_providers
from tests.accounts.provider import CLIENT, SECRET, IdentityProvider

LOGIN = "/accounts/oidc/city/login/"
GIVEN = {"HUIQI_OIDC_NAME": "测试省统一认证", "HUIQI_OIDC_CLIENT": CLIENT}


@contextmanager
def served(**wrong: Any) -> Iterator[IdentityProvider]:
    """The city believes this provider; ``wrong`` says what is not as it should be."""
    provider = IdentityProvider(**wrong)
    given = {"HUIQI_OIDC_SERVER": provider.address, "HUIQI_OIDC_SECRET": SECRET}
    environment = Environment.read(GIVEN | given)
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=identity_providers(environment),
        OIDC_SERVER=provider.address,
        OIDC_STRONG_ACR=("urn:two",),
    ):
        yield provider
    provider.stop()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Not followed: the browser of the test goes there itself."""


def authorized(begun: Any) -> str:
    """Signs in at the provider; the address that it sends the browser back to."""
    assert begun.status_code == 302, begun.content.decode()
    try:
        urllib.request.build_opener(_Stay).open(begun.headers["Location"])
    except urllib.error.HTTPError as sent:
        sent.close()
        back = str(sent.headers["Location"])
        return back.removeprefix("http://127.0.0.1:8000")
    raise AssertionError("the provider did not send the browser back")


def begin(client: Client, process: str = "login") -> Any:
    return client.post(f"{LOGIN}?process={process}")
