"""政策库参考页: ``python -m huiqi.library.reference`` writes them into docs/reference."""

from __future__ import annotations

import sys
from pathlib import Path

from huiqi.library import Library, load
from huiqi.rules.register_pages import pages


def write_pages(library: Library, folder: Path) -> None:
    """生成登记页: the parameters by date, what is 待核, what is disputed, into ``folder``."""
    for name, text in pages(library).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(load(), Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/reference"))
