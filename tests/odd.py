"""古怪的表单: what no form of ours sends, in every field of every act; never a failure.

NUL, the first and the last day there are, numbers beyond every row, halves of characters, empty
lists: each in all fields at once, and some alone beside fields that are sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client

FORM: Final = "application/x-www-form-urlencoded"
ODD: Final = ("a\x00b", "\ud83d", "9999-12-31", "0001-01-01", "9" * 400, "１２")
FAILED: Final = 500


def failures(
    client: Client, paths: Iterable[str], sound: Mapping[str, Any], alone: Iterable[str] = ()
) -> list[str]:
    """Each path and form that was answered by a failure; nothing that was done stays.

    ``alone`` are the fields of which each is odd while all the others are ``sound``.
    """
    found = []
    for path in paths:
        for what, given in _forms(sound, alone):
            query = urlencode(given, doseq=True, errors="surrogatepass")
            status = _status(client, path, query)
            if status >= FAILED:
                found.append(f"{path} {what}: {status}")
    return found


def _status(client: Client, path: str, body: str) -> int:
    client.raise_request_exception = False
    with transaction.atomic():
        status = client.post(path, body, content_type=FORM).status_code
        transaction.set_rollback(True)
    return int(status)


def _forms(
    sound: Mapping[str, Any], alone: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "nothing", {}
    yield "sound", sound
    for odd in ODD:
        yield f"{odd[:20]!r} everywhere", dict.fromkeys(sound, odd)
    for name in alone:
        for odd in ODD:
            yield f"{odd[:20]!r} in {name}", {**sound, name: odd}
