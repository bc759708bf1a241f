"""索引库: folders of indexes, one of which is current; made anew from the entries, never a source.

``current`` names the folder in use and is replaced in one step, so that several processes read
one index while another writes the next. Who finds it missing, broken, of another version or
older than the entries is told so, and asks for a new one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from huiqi.policies.search import index, vocabulary
from huiqi.policies.search.entry import Entry
from huiqi.policies.search.index import Ranking
from huiqi.policies.search.vocabulary import Vocabulary

VERSION: Final = 1  # of the fields and of what is told about the index
CURRENT, ABOUT, LOCK = "current", "about.json", "lock"


class BeingMade(Exception):
    """正在重建: somebody else makes the index just now."""


@dataclass(frozen=True)
class Opened:
    """打开的索引: with its words and the ids of its entries, in its own order."""

    name: str
    fingerprint: str
    ranking: Ranking
    vocabulary: Vocabulary
    ids: tuple[str, ...]


def fingerprint(entries: Sequence[Entry]) -> str:
    """指纹: of all that an index is made of; the same entries give the same index."""
    made = hashlib.sha256(f"{VERSION}".encode())
    for file in ("words.txt", "synonyms.yaml"):
        made.update((vocabulary.FOLDER / file).read_bytes())
    for entry in entries:
        made.update(json.dumps(asdict(entry), default=str, ensure_ascii=False).encode())
    return made.hexdigest()


class Store:
    """索引库: one folder; a process keeps what it opened until ``current`` names another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: Opened | None = None

    def opened(self) -> Opened | None:
        """当前索引: None when there is none or it cannot be used."""
        try:
            name = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
            if self._opened is None or self._opened.name != name:
                self._opened = self._open(name)
        except (OSError, ValueError, KeyError, TypeError):
            self._opened = None  # missing, half a file, another version: all the same to us
        return self._opened

    def drop(self) -> None:
        """放弃: what was opened turned out to be broken."""
        self._opened = None
        with contextlib.suppress(OSError):
            (self.folder / CURRENT).unlink()

    def rebuild(self, entries: Sequence[Entry]) -> Opened:
        """重建: a new index takes the place of the old one; BeingMade when somebody is at it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            print_ = fingerprint(entries)
            name = f"{print_[:16]}-{secrets.token_hex(4)}"
            target = self.folder / name
            target.mkdir()
            index.write(target, entries)
            words = vocabulary.with_sounds(vocabulary.known_words(entries))
            about = {
                "version": VERSION,
                "fingerprint": print_,
                "files": _digests(target),
                "ids": [entry.id for entry in entries],
                "sounds": words.sounds,
                "initials": words.initials,
                "known": sorted(words.known),
            }
            (target / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
            before = self._current_name()
            self._point_to(name)
            self._clear(keep={name, before})
            self._opened = self._open(name)
            return self._opened

    def _current_name(self) -> str:
        with contextlib.suppress(OSError):
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        return ""

    def _point_to(self, name: str) -> None:
        beside = self.folder / f"{CURRENT}.{secrets.token_hex(4)}"
        beside.write_text(name, encoding="utf-8")
        beside.replace(self.folder / CURRENT)

    def _clear(self, keep: set[str]) -> None:
        """Older ones go; the one before stays, for others may just be opening it."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)

    def _open(self, name: str) -> Opened:
        folder = self.folder / name
        if folder.parent != self.folder or not name:
            raise ValueError(name)
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["version"] != VERSION or about["files"] != _digests(folder):
            raise ValueError(name)
        words = Vocabulary(frozenset(about["known"]), about["sounds"], about["initials"])
        return Opened(name, about["fingerprint"], Ranking.of(folder), words, tuple(about["ids"]))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise BeingMade from busy
            yield


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != ABOUT and not path.name.endswith(".lock") and path.name[:1] != "."
    }
