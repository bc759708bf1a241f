"""政策库: the programmes as data, one folder each with rules, worked cases and sources.

A folder is ``<jurisdiction>/<programme>/`` and holds ``rules.yaml`` (the conditions, amounts
and citations), ``cases.yaml`` (worked cases that every evaluation mode must reproduce) and
``source.md`` (where each number comes from, what is still unverified, which sources conflict).
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
