"""查杀的设置: which scanner looks at files, as the surroundings say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Final

from huiqi.config.problems import BadEnvironment
from huiqi.kernel.scanning import Clamd, Program, Scanner

SECONDS: Final = "120"
TCP: Final = re.compile(r"clamd:tcp:(?P<host>\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):(?P<port>[0-9]{1,5})")
UNIX: Final = re.compile(r"clamd:unix:(?P<path>/.+)")
COMMAND: Final = "command:"
HOW: Final = (
    "请写成 clamd:unix:/run/clamav/clamd.ctl、clamd:tcp:主机:3310，或 command:命令和选项，"
    "文件的路径会加在最后。"
)
NOBODY_LOOKS: Final = "没有设置病毒查杀（HUIQI_SCANNER），上传的文件不经查杀就能打开"


def scanner_of(of: Mapping[str, str]) -> Scanner | None:
    """查杀程序: of HUIQI_SCANNER and HUIQI_SCANNER_SECONDS; BadEnvironment for what is neither."""
    given, seconds = of.get("HUIQI_SCANNER", "").strip(), _seconds(of)
    if not given:
        return None
    if found := UNIX.fullmatch(given):
        return Clamd(found["path"], seconds)
    if (found := TCP.fullmatch(given)) and int(found["port"]) in range(1, 65_536):
        return Clamd((found["host"].strip("[]"), int(found["port"])), seconds)
    if given.startswith(COMMAND) and (words := _words(given.removeprefix(COMMAND))):
        return Program(words, seconds)
    raise BadEnvironment(f"HUIQI_SCANNER「{given}」不是查杀程序。{HOW}")


def _seconds(of: Mapping[str, str]) -> float:
    given = of.get("HUIQI_SCANNER_SECONDS", SECONDS)
    if not re.fullmatch(r"[1-9][0-9]{0,3}", given):
        raise BadEnvironment(
            f"HUIQI_SCANNER_SECONDS「{given}」不是 1 到 9999 的整数，这是一个文件最多查几秒。"
        )
    return float(given)


def _words(given: str) -> tuple[str, ...]:
    """As a shell takes them apart; nothing is ever given to a shell."""
    try:
        return tuple(shlex.split(given))
    except ValueError:  # a quotation without its end
        return ()
