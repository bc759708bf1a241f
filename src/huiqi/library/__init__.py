"""政策库: the policies as data, one folder for each programme, cited and tested."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from huiqi.rules.book import Library
from huiqi.rules.load import load_library

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def load() -> Library:
    """读取政策库: every programme that ships with huiqi; Refused when a file is wrong."""
    return load_library(FOLDER)


__all__ = ["FOLDER", "Library", "load"]
