"""教程: «your first programme in 20 minutes» does what it says, word for word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.test import Client

from huiqi.library import load, shipped
from huiqi.rules.load import load_library

ROOT: Final = Path(__file__).parents[2]
TUTORIAL: Final = ROOT / "docs" / "start" / "first-programme.md"
BLOCK: Final = re.compile(r"(?:<!-- (\S+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
PAGE: Final = "/policies/shenzhen_longgang.first_lease/"


def blocks() -> Iterator[tuple[str, str, str]]:
    """Every block in order: what it is, its file, its text."""
    for file, kind, text in BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        yield kind, file, text


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of its own, with this Python as its virtual environment."""
    for folder in ("src", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)  # with what Python compiled
    command = tmp_path / ".venv" / "bin" / "huiqi"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m huiqi.cli "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(script: str, checkout: Path) -> str:
    """What a person sees in the terminal, as wide as the lines need."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout / "src"),
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


def follow(checkout: Path, *, until: str) -> list[str]:
    """The tutorial by hand; every line that it promises and that was not seen."""
    said, lost = "", list[str]()
    for kind, file, text in blocks():
        if text.startswith(until):
            return lost
        if kind == "sh":
            said = run(text, checkout)
        elif kind == "yaml":
            (checkout / file).write_text(text, encoding="utf-8")
        else:
            lost += [f"{line}\n{said}" for line in text.splitlines() if line not in said]
    raise LookupError(f"教程里没有 {until}")


@pytest.fixture
def nothing_is_remembered() -> Iterator[None]:
    """What was reckoned from another library than that of the tutorial, before and after."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("huiqi.") and not name.startswith("huiqi.rules"):
            for one in vars(module).values():
                if one is not shipped:  # what ships is the same before and after
                    getattr(one, "cache_clear", lambda: None)()


def test_whoever_follows_the_tutorial_sees_what_it_promises(
    checkout: Path,
    client: Client,
    demo_city: None,
    nothing_is_remembered: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert follow(checkout, until="rm -r ") == []
    library = load_library(checkout / "src" / "huiqi" / "library")
    for name, module in list(sys.modules.items()):
        if name.startswith("huiqi.") and getattr(module, "load", None) is load:
            monkeypatch.setattr(module, "load", lambda: library)
    page = client.get(PAGE).content.decode()
    assert "按上一年度租金的三成给补贴，最高十万元" in page
    assert "新租厂房补贴办法（练习用，虚构） 第三条" in page


def test_tutorial_leaves_nothing_in_the_library() -> None:
    *_, (kind, _, text) = blocks()
    assert (kind, text.strip()) == ("sh", "rm -r src/huiqi/library/shenzhen_longgang/first_lease")
    assert not (ROOT / text.split()[-1]).exists()
