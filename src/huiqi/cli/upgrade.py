"""升级命令: the running city goes over to this release while it answers.

Called from the folder of the new release. The tables are changed first, while the old code
serves: a migration adds, and takes away only what the release before no longer asks for
(docs/howto/city.md). Then new processes begin beside the old ones and take over.
"""

from __future__ import annotations

from typing import Final

from huiqi import __version__
from huiqi.cli import output
from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.release import Release, ask, running
from huiqi.config.start import CannotStart, City
from huiqi.rules.problems import Problem, Refused

PATIENCE: Final = 180.0  # seconds for the new processes to answer


def upgrade(*, as_json: bool) -> int:
    """升级: every running city on this data folder; Refused when none runs or it could not."""
    try:
        environment = Environment.read()
        found = running(environment.data)
        if not found:
            what = f"「{environment.data}」没有正在运行的惠企。"
            raise Refused([Problem(what, fix="请直接执行 huiqi start，它会先更新数据库结构。")])
        City(environment, _quiet if as_json else _step).prepare_tables()
    except (BadEnvironment, CannotStart, NoDatabase) as error:
        raise Refused([Problem(str(error))]) from None
    release = Release.of_this_process()
    if not all(ask(sign, release, PATIENCE) for sign in found):
        log = environment.data / "log/web.log"
        fix = f"原来的版本仍在应答。原因见 {log}，改正后再执行一次。"
        raise Refused([Problem("新版没有启动。", fix=fix)])
    if as_json:
        output.print_json({"version": __version__, "cities": len(found)})
    else:
        output.Page().line(f"已换上 {__version__} 版，期间没有停止应答。", style="green")
    return 0


def _step(text: str) -> None:
    print(f"==> {text}", flush=True)


def _quiet(_text: str) -> None:
    pass
