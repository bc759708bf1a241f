"""古怪的表单: what no form of ours sends, in every field of every act; never a failure.

NUL, the first and the last day there are, numbers beyond every row, halves of characters, empty
lists. ``make test`` sends one form in which every field is odd in another way, and a last day
alone (what is empty or sound is sent by the tests of each page); ``make verify`` sends each
oddity in all fields at once and in every field alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

FORM: Final = "application/x-www-form-urlencoded"
ODD: Final = ("a\x00b", "\ud83d", "9999-12-31", "0001-01-01", "9" * 400, "１２")
FAILED: Final = 500
LAST_DAY: Final = ODD[2]

how_many = pytest.mark.parametrize(
    "thorough",
    [pytest.param(False, id="few"), pytest.param(True, id="all", marks=pytest.mark.verify)],
)


def failures(
    client: Client,
    paths: Iterable[str],
    sound: Mapping[str, Any],
    alone: Iterable[str] = (),
    *,
    thorough: bool,
) -> list[str]:
    """Each path and form that was answered by a failure; nothing that was done stays.

    ``alone`` are the fields of which each is odd while all the others are ``sound``.
    """
    forms = list(_all_forms(sound, alone) if thorough else _few_forms(sound, alone))
    found = []
    for path in paths:
        for what, given in forms:
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


def _few_forms(
    sound: Mapping[str, Any], alone: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "odd in turn", dict(zip(sound, cycle(ODD), strict=False))
    for name in alone:
        yield f"{LAST_DAY} in {name}", {**sound, name: LAST_DAY}


def _all_forms(
    sound: Mapping[str, Any], alone: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "nothing", {}
    yield "sound", sound
    yield from _few_forms(sound, ())
    for odd in ODD:
        yield f"{odd[:20]!r} everywhere", dict.fromkeys(sound, odd)
    for name in alone:
        for odd in ODD:
            yield f"{odd[:20]!r} in {name}", {**sound, name: odd}
