"""模板: each is used, and each that stands before another's stands before one that exists."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import allauth
import django

from tests.consistency.repository import SRC, python_files

NAMED: Final = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")
# Django asks for these by itself.
ASKED_FOR: Final = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
THEIRS: Final = [
    *(Path(allauth.__file__).parent).glob("**/templates"),
    *(Path(django.__file__).parent).glob("**/templates"),
]


def _templates() -> Iterator[tuple[str, Path]]:
    for folder in SRC.glob("*/templates"):
        for path in sorted(folder.rglob("*.*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


@cache
def _named() -> frozenset[str]:
    files = [*python_files("src/huiqi"), *(path for _, path in _templates())]
    return frozenset(
        name for path in files for name in NAMED.findall(path.read_text(encoding="utf-8"))
    )


def _replaces(name: str) -> bool:
    return any((folder / name).exists() for folder in THEIRS)


def test_every_template_is_used() -> None:
    idle = [
        name
        for name, _ in _templates()
        if name not in _named() and name not in ASKED_FOR and not _replaces(name)
    ]
    assert idle == []


def test_no_template_has_the_name_of_another() -> None:
    names = [name for name, _ in _templates()]
    assert sorted(names) == sorted(set(names))
