"""档案: the facts of a firm on file in the running city, by its credit code.

As on the pages for a stranger: only what the public register tells. Whoever may see more signs
in, on a page or with a token.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.config.binaries import NoDatabase
from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.postgres import Embedded
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.rules.facts import Facts

BY_FILE: Final = (
    "也可以把企业的事实写成文件再匹配，例如 huiqi match examples/chenglan.json；"
    "可写的事实见 huiqi library facts。"
)


def facts_on_file(code: str, on: date | None) -> Facts:
    """档案里的事实: on a day, that of the city unless it is given.

    Refused when the city does not run, cannot be read, or does not know the code.
    """
    try:
        _look_at(Environment.read())
    except (BadEnvironment, NoDatabase) as error:
        raise Refused([Problem(str(error), fix=BY_FILE)]) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    try:
        found = _found(code, on)
    except DatabaseError:
        raise _refused("企业档案读不出来。", "请先执行 huiqi start 建立数据库。") from None
    if found is None:
        raise _refused(f"没有「{code}」的企业档案。", "请核对信用代码。")
    return found


def published_in_city() -> tuple[int, tuple[Problem, ...]]:
    """本市发布的规则: how many there are, and every problem of those that cannot be read.

    Refused when the city does not run or cannot be read.
    """
    with _published():
        from huiqi.policies.releases import unreadable
        from huiqi.policies.rule_texts import published_rules

        count, bad = published_rules().count(), unreadable()
    return count, tuple(
        replace(one, file=f"本市发布的 {draft}：{Path(one.file).name}")
        for draft, refused in bad
        for one in refused.problems
    )


def as_the_city_answers() -> int:
    """按本市的规则: from now on this process answers as the city does; how many texts those are.

    Refused when the city does not run or cannot be read.
    """
    with _published():
        from huiqi.policies.releases import look_again
        from huiqi.policies.rule_texts import published_rules

        look_again()
        return published_rules().count()


@contextmanager
def _published() -> Iterator[None]:
    """The city, for reading the rules that it published."""
    try:
        _look_at(Environment.read())
    except (BadEnvironment, NoDatabase) as error:
        raise Refused([Problem(str(error))]) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError:
        fix = "请先执行 huiqi start 建立数据库。"
        raise Refused([Problem("本市发布的规则读不出来。", fix=fix)]) from None


def _look_at(environment: Environment) -> None:
    if environment.is_embedded:
        if not Embedded.at(environment.data / "postgres").is_listening():
            raise _refused("城市没有运行，查不到它的数据。", "请先执行 huiqi start。")
        return
    from huiqi.config.databases import app_of
    from huiqi.config.ordinary import connect

    connect(app_of(environment), "HUIQI_DATABASE_URL").close()


def _found(code: str, on: date | None) -> Facts | None:
    from huiqi.kernel.now import today
    from huiqi.parties.queries import organization_by_code, public_facts_of
    from huiqi.policies.releases import look_again

    look_again()  # a firm on file is answered as the city answers
    firm = organization_by_code(code)
    return public_facts_of(firm.subject, on or today()) if firm else None


def _refused(what: str, fix: str) -> Refused:
    return Refused([Problem(what, fix=fix + BY_FILE, key="credit_code")])
