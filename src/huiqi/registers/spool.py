"""名册文件夹: what is wrong with a register on its way, and how far the worker has come.

Progress is a file, for the work itself is one transaction that nobody sees into.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

ERRORS: Final = ("errors.xlsx", "errors.csv")
PROGRESS: Final = "progress.txt"


def folder_of(case_id: int) -> Path:
    """文件夹: of one case, in the city's own folder."""
    found: Path = settings.ENVIRONMENT.data / "registers" / str(case_id)
    return found


def errors_of(case_id: int) -> tuple[Path, Path]:
    """错误表路径: of a case as Excel and as CSV, whether there are any or not."""
    folder = folder_of(case_id)
    excel, text = (folder / name for name in ERRORS)
    return excel, text


def forget(case_id: int) -> None:
    """清除: what was wrong with a file that nobody needs any more, and how far it was."""
    shutil.rmtree(folder_of(case_id), ignore_errors=True)


def tell(case_id: int, text: str) -> None:
    """进度: the last sentence only; whoever reads sees the old or the new one, never half."""
    folder = folder_of(case_id)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{PROGRESS}.part"
    partial.write_text(text, encoding="utf-8")
    partial.replace(folder / PROGRESS)


def told(case_id: int) -> tuple[str, datetime | None]:
    """最近进度: the sentence, and when it was said by the clock of the machine."""
    path = folder_of(case_id) / PROGRESS
    try:
        return path.read_text(encoding="utf-8"), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return "", None
