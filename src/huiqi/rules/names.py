"""相近名称: what somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def nearest(name: str, known: Collection[str]) -> str:
    """最相近的名称: the nearest of ``known``, or an empty string when none is near."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=1 / 2)), "")
