"""政策库: the policies as data, one folder for each programme, cited and tested."""

from __future__ import annotations

from huiqi.library.current import FOLDER, load, put, remembered, shipped
from huiqi.rules.book import Library

__all__ = ["FOLDER", "Library", "load", "put", "remembered", "shipped"]
