"""名册文件夹: uploaded registers while they are on their way, and how far the worker has come.

Progress is a file, for the work itself is one transaction that nobody sees into.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded

LARGEST: Final = 1 << 30  # bytes
PIECE: Final = 1 << 20
ERRORS: Final = "errors.xlsx"
PROGRESS: Final = "progress.txt"
DATA: Final = "data"


def folder_of(case_id: int) -> Path:
    """文件夹: of one case, in the city's own folder."""
    found: Path = settings.ENVIRONMENT.data / "registers" / str(case_id)
    return found


def keep(case_id: int, name: str, content: BinaryIO) -> Path:
    """存下: the file as it came; Refused when it is too large."""
    target = folder_of(case_id) / DATA / name
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with target.open("wb") as out:
        while piece := content.read(PIECE):
            size += len(piece)
            if size > LARGEST:
                raise Refused(
                    [
                        worded(
                            "「%(name)s」超过 %(most)s MB，请拆成几个文件",
                            name=name,
                            most=f"{LARGEST // PIECE:,}",
                        )
                    ]
                )
            out.write(piece)
    return target


def path_of(case_id: int, name: str) -> Path:
    """路径: of the file of a case."""
    return folder_of(case_id) / DATA / name


def errors_of(case_id: int) -> Path:
    """错误表路径: of a case, whether there is one or not."""
    return folder_of(case_id) / ERRORS


def forget(case_id: int, *, errors: bool) -> None:
    """清除: the file, which nobody needs any more; with ``errors`` also what was wrong with it."""
    if errors:
        shutil.rmtree(folder_of(case_id), ignore_errors=True)
    else:
        shutil.rmtree(folder_of(case_id) / DATA, ignore_errors=True)


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
