"""本市名册: the firms on file of the city as a register, for the commands that ask all of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from huiqi.cli.city import acting
from huiqi.cli.progress import Progress
from huiqi.rules.problems import Problem, Refused

FAILED: Final = "没有读出全市名册。"


def as_the_city() -> date:
    """本市的今天: from now on this process answers as the city does.

    Refused where the city cannot be read.
    """
    with acting(FAILED):
        from huiqi.kernel.now import today
        from huiqi.policies.releases import look_again

        look_again()
        return today()


@contextmanager
def city_register(path: Path, on: date) -> Iterator[None]:
    """本市名册: all firms on file as known now, at ``path`` until the work is done.

    It goes then: what it says is the city's to keep.
    """
    with _claimed(path):
        _read(path, on)
        yield


def without_remains(path: Path) -> None:
    """清理: what a command that was killed left at ``path``; Refused while another one uses it."""
    if path.exists():
        with _claimed(path):
            pass


@contextmanager
def _claimed(path: Path) -> Iterator[None]:
    """A file that nobody else on the machine may read, empty at first and gone afterwards.

    While it is used it is locked, so that the same command at the same time does not take it away.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        fix = "请换一个 --out，或检查权限。"
        what = f"这里不能写：{error.strerror}。"
        raise Refused([Problem(what, fix=fix, file=str(path.parent))]) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        what = "另一个命令正在用这个文件。"
        fix = "请等它做完，或换一个 --out。"
        raise Refused([Problem(what, fix=fix, file=str(path))]) from None
    try:
        os.ftruncate(held, 0)
        os.fchmod(held, 0o600)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _read(path: Path, on: date) -> None:
    progress = Progress()
    with acting(FAILED):
        from huiqi.kernel.now import now
        from huiqi.policies.population import write_population

        told = write_population(path, on, now(), partial(progress.told, "读取在库企业"))
    if told.without_code:
        what = f"另有 {told.without_code:,} 户没有统一社会信用代码，不在其中"
        progress.told(what, 0, 1)
