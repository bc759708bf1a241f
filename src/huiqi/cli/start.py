"""启动命令: sets up what is missing and serves the city until Ctrl-C."""

from __future__ import annotations

from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.start import CannotStart, City
from huiqi.rules.problems import Problem, Refused


def start() -> int:
    """启动: tells every step, then the address; Refused in plain words when it cannot."""
    try:
        environment = Environment.read()
        City(environment, _step).run(_ready_demo if environment.demo else _ready)
    except (BadEnvironment, CannotStart, NoDatabase) as error:
        raise Refused([Problem(str(error))]) from None
    return 0


def _step(text: str) -> None:
    print(f"==> {text}", flush=True)


def _ready(address: str) -> None:
    print(f"\n惠企已经运行：{address}\n按 Ctrl-C 停止。", flush=True)


def _ready_demo(address: str) -> None:
    """The address, and who may be played: the cast is fictional and its password is no secret."""
    from huiqi.cli.output import Page
    from huiqi.demo.cast import CAST, PASSWORD

    page = Page()
    page.title(f"演示人物，口令都是 {PASSWORD}")
    page.table(("用户名", "姓名", "身份"), ((one.username, one.name, one.about) for one in CAST))
    _ready(address)
