"""要么完整要么没有: a folder is filled beside where it is to stand, and put there at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiqi.rules.problems import Problem, Refused


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """完整的文件夹: what is yielded is ``target`` once all went well, and nothing before.

    It is hidden beside it while it is filled (``.名字.unfinished``). What goes wrong takes it
    away; what was left by a process that was killed goes when the same folder is asked for again.
    Refused when there is something at ``target``, when another process is filling it, or where
    nothing can be written.
    """
    import fcntl

    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = f"「{target.name}」已有内容。"
        raise Refused([Problem(what, "不覆盖已有的文件。", "请写一个新的或空的文件夹。")])
    beside = target.with_name(f".{target.name}.unfinished")
    try:
        beside.mkdir(parents=True, exist_ok=True)
        held = os.open(beside, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _cannot_write(error, target) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        fix = "请等它做完，或写另一个文件夹。"
        raise Refused([Problem(f"另一个进程正在写「{target.name}」。", fix=fix)]) from None
    try:
        _empty(beside)
        yield beside
        beside.replace(target)
    except OSError as error:
        raise _cannot_write(error, target) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        os.close(held)


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


def _cannot_write(error: OSError, target: Path) -> Refused:
    what = f"这里不能写：{error.strerror}。"
    fix = "请检查权限和剩余空间，或写一个新的文件夹；不能是正在用作卷的文件夹本身。"
    return Refused([Problem(what, fix=fix, file=str(target))])
