"""摆放文件: texts of a database laid out as files, for whoever reads files.

Several processes lay out the same texts at once, and one of them may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4


def lay(root: Path, texts: Mapping[Path, bytes]) -> Path:
    """摆好: when this returns every text lies below ``root`` as it was given; ``root``.

    A file that is as it should be is left alone, another is replaced whole: who reads meanwhile
    finds the one or the other, and never half of it or nothing. Raises OSError where the disk
    is full or the folder may not be written to.
    """
    for place, text in texts.items():
        if not _is_there(root / place, text):
            _replace(root / place, text)
    return root


def _is_there(path: Path, text: bytes) -> bool:
    try:
        return path.read_bytes() == text
    except OSError:  # gone, or not to be read: written anew
        return False


def _replace(path: Path, text: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        beside.write_bytes(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
