"""版本: the code that processes are started with, and the signs by which a running city is found.

A release is a folder of huiqi with a Python to run it. A running city keeps a file locked in
``<data>/running``; ``huiqi upgrade``, called from another release, leaves a request beside it
and reads the answer there.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

FOLDER: Final = "running"
SETTINGS: Final = "huiqi.config.settings"
PAUSE: Final = 0.1  # seconds between two looks for an answer


@dataclass(frozen=True)
class Release:
    """版本: a Python, where it finds huiqi, and the city's environment."""

    python: str
    path: str
    variables: Mapping[str, str]

    @classmethod
    def of_this_process(cls) -> Release:
        """本版: the code that is running now."""
        return cls.at(sys.executable, os.environ.get("PYTHONPATH", ""))

    @classmethod
    def at(cls, python: str, path: str) -> Release:
        """某处的版本: with this process's environment, save where modules are looked for."""
        ours = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}
        variables = {**os.environ, **ours, "PYTHONPATH": path}
        if not path:
            del variables["PYTHONPATH"]
        return cls(python, path, variables)

    def words(self, module: str, *more: str) -> tuple[str, ...]:
        """命令: that runs a module of it."""
        return (self.python, "-m", module, *more)


@dataclass
class Sign:
    """门牌: of this city while it runs."""

    path: Path
    file: IO[str]
    _asked: str = ""

    @classmethod
    def put_up(cls, data: Path) -> Sign:
        """挂牌: and keep it locked; the lock ends with the process, however that ends."""
        folder = data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}.json"
        file = path.open("w", encoding="utf-8")
        fcntl.flock(file, fcntl.LOCK_EX)
        sign = cls(path, file)
        _request(path).unlink(missing_ok=True)
        return sign

    def take(self) -> Release | None:
        """取请求: what ``huiqi upgrade`` asked for since the last look."""
        try:
            asked = json.loads(_request(self.path).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        _request(self.path).unlink(missing_ok=True)
        self._asked = str(asked["number"])
        return Release.at(str(asked["python"]), str(asked["path"]))

    def answer(self, *, is_done: bool) -> None:
        """答复: the last request."""
        told = json.dumps({"number": self._asked, "is_done": is_done})
        self.file.seek(0)
        self.file.write(told)
        self.file.truncate()
        self.file.flush()

    def take_down(self) -> None:
        """摘牌: nobody finds the city any more."""
        self.path.unlink(missing_ok=True)
        self.file.close()


def running(data: Path) -> list[Path]:
    """运行中的城市: the signs of those that live; one that was killed leaves an unlocked file."""
    return [path for path in sorted((data / FOLDER).glob("[0-9]*.json")) if _is_held(path)]


def ask(sign: Path, release: Release, seconds: float) -> bool:
    """请求换版: True once the city answers with that release; False when it could not."""
    number = f"{os.getpid()}-{time.monotonic_ns()}"
    asked = {"number": number, "python": release.python, "path": release.path}
    ready = sign.with_suffix(".new")
    ready.write_text(json.dumps(asked), encoding="utf-8")
    ready.replace(_request(sign))
    until = time.monotonic() + seconds
    while time.monotonic() < until and _is_held(sign):
        answer = _answer(sign)
        if answer.get("number") == number:
            return bool(answer["is_done"])
        time.sleep(PAUSE)
    return False


def _request(sign: Path) -> Path:
    return sign.with_suffix(".upgrade")


def _answer(sign: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):  # not written yet, or only half
        told: dict[str, Any] = json.loads(sign.read_text(encoding="utf-8"))
        return told
    return {}


def _is_held(sign: Path) -> bool:
    try:
        with sign.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
