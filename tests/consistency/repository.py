"""仓库: where the checkout lies, and the files in it that people wrote."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "huiqi"

# Walked rather than asked of git: the rules hold before a file is added, and in an archive.
FOLDERS = (".ci", "benchmarks", "docs", "examples", "requirements", "src", "tests")


@cache
def written_files() -> tuple[Path, ...]:
    """Every file of the repository that is not made by a tool."""
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    here = (path for path in ROOT.iterdir() if path.name != ".git")
    return tuple(sorted(path for path in (*here, *below) if path.is_file() and _by_hand(path)))


def _by_hand(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    made = any(part == "__pycache__" or part.endswith((".egg-info", ".mo")) for part in parts)
    return not made and parts[:2] != ("benchmarks", "out")


def python_files(*folders: str) -> list[Path]:
    wanted = [ROOT / folder for folder in folders]
    return [
        path
        for path in written_files()
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in wanted)
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    told = path.relative_to(ROOT).as_posix()
    return f"{told}:{line}" if line else told


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module: to walk a tree again takes as long as to read it."""
    return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
