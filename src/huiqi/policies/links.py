"""看链接: whether an address still answers, asked politely: once, briefly, and never inwards.

Only the addresses that the library and the departments wrote are ever asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from huiqi.policies.models import Contact, PolicyDocument

SECONDS: Final = 10
AGENT: Final = "huiqi-link-check"
LINK: Final = re.compile(r"https?://[^\s，。；（）]+")
MOST: Final = 500  # of one round
# Nobody is sent to another method's door, so those who refuse HEAD are asked with GET.
REFUSES_HEAD: Final = (403, 405, 501)


@dataclass(frozen=True)
class Seen:
    """所见: of one address; ``status`` 0 where there was no answer, and ``why`` says which."""

    url: str
    is_alive: bool
    status: int = 0
    why: str = ""


def addresses() -> list[str]:
    """要看的网址: of documents and contacts, each once, in order."""
    found = set(PolicyDocument.objects.exclude(source_url="").values_list("source_url", flat=True))
    sources = Contact.objects.filter(replaced_by=None, is_gone=False).values_list("source")
    found |= {url for (text,) in sources for url in LINK.findall(text)}
    return sorted(found)[:MOST]


def look_at(url: str, *, inward: bool = False) -> Seen:
    """看一个网址: the first answer counts; a redirection is alive. ``inward`` is for tests."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Seen(url, is_alive=False, why=_("网址写得不对"))
    if parts.scheme not in {"http", "https"} or not host:
        return Seen(url, is_alive=False, why=_("网址写得不对"))
    try:
        if not inward and not _is_outside(host):
            return Seen(url, is_alive=False, why=_("不是外面的网址，没有去看"))
        status = _ask("HEAD", url, host, port)
        if status in REFUSES_HEAD:
            status = _ask("GET", url, host, port)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Seen(url, is_alive=False, why=_("没有回应：%(why)s") % {"why": type(error).__name__})
    return Seen(url, is_alive=status < 400, status=status)


def _is_outside(host: str) -> bool:
    """Every address the name leads to is public: else the checker would look behind the wall."""
    found: Iterable[tuple[object, ...]] = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(str(one[4][0])).is_global for one in found)  # type: ignore[index]


def _ask(method: str, url: str, host: str, port: int | None) -> int:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https"
    kind = http.client.HTTPSConnection if is_safe else http.client.HTTPConnection
    line = kind(host, port, timeout=SECONDS)
    path = parts.path or "/"
    try:
        line.request(
            method,
            f"{path}?{parts.query}" if parts.query else path,
            headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"},
        )
        return int(line.getresponse().status)
    finally:
        line.close()
