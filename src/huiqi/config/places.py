"""存放位置: where the files of the database lie, and whether those who need them may reach them."""

from __future__ import annotations

import errno
import hashlib
import os
import pwd
import stat
from pathlib import Path
from typing import Final

from huiqi.config.binaries import Account, NoDatabase

HOMES: Final = Path("/var/lib")  # where every account may pass
SOCKETS: Final = Path("/tmp")  # nosec B108 -- a folder of our own, 0700, its owner checked
LONGEST_SOCKET: Final = 90  # the system's limit is 107 bytes, the name of the socket included

REASONS: Final = {
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "文件夹是只读的",
    errno.ENOSPC: "磁盘没有空间",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "已有同名的文件",
}


def reason(error: OSError) -> str:
    """原因: why the system refused, in Chinese where it is a common one."""
    return REASONS.get(error.errno or 0, str(error.strerror))


def home_of(folder: Path, account: Account | None) -> Path:
    """数据的家: ``folder``, or one of the system's when ``account`` cannot pass to it.

    PostgreSQL does not run as root; the home of root is closed to whom it runs as.
    """
    folder = folder.absolute()
    if account is None or _may_pass(folder, account):
        return folder
    return HOMES / f"huiqi-pg-{_short(folder)}"


def socket_of(home: Path) -> Path:
    """套接字文件夹: beside the data, or a short path of our own where that is too long."""
    beside = home.absolute() / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET:
        return beside
    return SOCKETS / f"huiqi-pg-{_short(home.absolute())}"


def make_folder(folder: Path, account: Account | None) -> None:
    """建立文件夹: closed to all but ``account``; NoDatabase when it is not ours to use."""
    try:
        _make_way(folder, account)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if stat.S_ISLNK(found.st_mode) and folder.is_relative_to(SOCKETS):
            raise NoDatabase(f"「{folder}」是指向别处的链接，不能使用。请删去它再启动。")
        owner = folder.stat().st_uid
        if owner not in {os.geteuid(), account.uid if account else os.geteuid()}:
            raise NoDatabase(
                f"「{folder}」属于账户「{_name(owner)}」，不能使用。"
                "请用那个账户启动，或删去它，或用 HUIQI_DATA_DIR 换一个文件夹。"
            )
        if account:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)
    except OSError as error:
        raise NoDatabase(
            f"不能在「{folder}」存放数据库：{reason(error)}。"
            "请检查权限和磁盘空间，或用 HUIQI_DATA_DIR 换一个文件夹。"
        ) from None


def _make_way(folder: Path, account: Account | None) -> None:
    """The folders above, open to pass when somebody else has to, whatever the umask is."""
    missing = [above for above in folder.parents if not above.exists()]
    for above in reversed(missing):
        above.mkdir(exist_ok=True)
        if account:
            above.chmod(0o755)


def _may_pass(folder: Path, account: Account) -> bool:
    return all(_opens(above, account) for above in folder.parents if above.is_dir())


def _opens(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
