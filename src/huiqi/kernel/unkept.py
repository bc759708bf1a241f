"""存不下的字符: the last guard, for a text that nobody looked at before it reached the database.

NUL and halves of characters are refused by the driver before anything is sent, so nothing was
done; it is told as the mistake of a request that carries such a text, and as ours otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from django.db import DataError
from django.http import HttpRequest

from huiqi.kernel.words import can_be_kept

REFUSED_BY_DRIVER: Final = ("NUL (0x00)", "surrogates not allowed", "null character")


def is_unkept(exception: BaseException) -> bool:
    """是否存不下: whether the driver refused a text for its characters."""
    kinds = (DataError, ValueError)  # of which half a character is one
    return isinstance(exception, kinds) and any(one in str(exception) for one in REFUSED_BY_DRIVER)


def carries_unkept(request: HttpRequest) -> bool:
    """是否带着: in the address, or in a form that was sent."""
    return not all(map(can_be_kept, _texts(request)))


def _texts(request: HttpRequest) -> Iterator[str]:
    yield unquote(request.path_info)
    for given in (request.GET, request.POST):
        for name, values in given.lists():
            yield name
            yield from map(str, values)
    yield from (str(file.name) for _name, files in request.FILES.lists() for file in files)
