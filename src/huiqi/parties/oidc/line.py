"""与身份提供方的连接: only to the one that is set, encrypted, for a limited time and size."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from huiqi.parties.oidc.refused import NotBelieved

SECONDS: Final = (5, 10)  # to connect, and between two pieces of the answer
MOST: Final = 1024 * 1024
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


def origin(address: str) -> str:
    """来源: scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


class Line(requests.Session):
    """连接: requests that go nowhere but to ``server``, whatever a document says."""

    def __init__(self, server: str) -> None:
        super().__init__()
        self.origin = origin(server)
        self.trust_env = False  # no proxy and no .netrc of the machine comes in between

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """请求: NotBelieved for another place; RequestException when nothing whole comes back."""
        self.check(url)
        kwargs |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        try:
            with super().request(method, url, *args, **kwargs) as response:
                return self._whole(response)
        finally:
            self.close()  # nobody asks twice: no connection stays open for whoever never comes

    @staticmethod
    def _whole(response: requests.Response) -> requests.Response:
        if response.is_redirect:
            raise requests.exceptions.TooManyRedirects("not followed")
        try:
            content = response.raw.read(MOST + 1, decode_content=True)
        except HTTPError as error:
            raise requests.exceptions.ConnectionError("broken off") from error
        if len(content) > MOST:
            raise requests.exceptions.ContentDecodingError("too long")
        response._content = content  # noqa: SLF001 -- requests itself would read without an end
        return response

    def check(self, url: str) -> None:
        """核对地址: of the same origin as the server, and encrypted unless it is this machine."""
        parts = urlsplit(self.origin)
        is_safe = parts.scheme == "https" or parts.hostname in LOOPBACK
        if origin(url) != self.origin or not is_safe:
            raise NotBelieved(
                _("统一身份认证指向了别的地址，没有登录。请联系系统管理员核对 HUIQI_OIDC_SERVER。")
            )
