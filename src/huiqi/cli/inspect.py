"""自检命令: whether what the city stands on can be used, all of it at once."""

from __future__ import annotations

from huiqi.cli import output
from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.postgres import Embedded
from huiqi.config.scanners import HOW, NOBODY_LOOKS
from huiqi.kernel.scanning import problem_of
from huiqi.rules.problems import Problem, Refused


def inspect(*, as_json: bool) -> int:
    """自检: Refused with everything that is wrong."""
    try:
        environment = Environment.read()
    except BadEnvironment as error:
        raise Refused([Problem(str(error))]) from None
    told = {"database": _database(environment), "mail": "", "scanner": ""}
    if environment.mail:
        told["mail"] = environment.mail.problem()
    if environment.scanner:
        told["scanner"] = problem_of(environment.scanner)
    if problems := [Problem(one) for one in told.values() if one]:
        raise Refused(problems)
    if as_json:
        said = {"mail": environment.mail, "scanner": environment.scanner}
        output.print_json(
            {"database": "ok"} | {name: "ok" if one else None for name, one in said.items()}
        )
        return 0
    mail = environment.mail.place if environment.mail else "没有设置，邮件只写进日志"
    scanner = environment.scanner.name if environment.scanner else "没有"
    page = output.Page()
    pushes = "、".join(sorted(environment.pushes.services)) or "没有接通，只是模拟"
    page.line(f"设置、数据库可用；邮件：{mail}；查杀：{scanner}；推送：{pushes}。", style="green")
    if environment.scanner is None:
        page.line(f"{NOBODY_LOOKS}。{HOW}", style="yellow")
    return 0


def _database(environment: Environment) -> str:
    try:
        if not environment.is_embedded:
            from huiqi.config.ordinary import check

            check(environment)
        elif not Embedded.at(environment.data / "postgres").is_listening():
            return "内置数据库没有运行。请先执行 huiqi start。"
    except (BadEnvironment, NoDatabase) as error:
        return str(error)
    return ""
