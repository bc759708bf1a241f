"""教程里的项目: its files, taken out of the page that teaches how to add one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[2] / "docs/howto/add-a-programme.md"
BLOCK: Final = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def tutorial_files() -> dict[str, str]:
    """By name, as the page has them."""
    return dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))


def tutorial_library(root: Path, **changes: tuple[str, str]) -> Path:
    """The folder of the programme under ``root``; ``programme=(old, new)`` spoils that file."""
    folder = root / "shenzhen" / "small_rent"
    folder.mkdir(parents=True)
    for name, text in tutorial_files().items():
        old, new = changes.get(name.partition(".")[0], ("", ""))
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder
