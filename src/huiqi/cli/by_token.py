"""凭令牌办理: whoever writes to the city from a terminal says who they are.

The token in HUIQI_TOKEN, made on «我的账号», acts for its person with the rights of the moment,
so that nobody reviews or signs what they wrote themselves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.kernel.access import Actor

TOKEN: Final = "HUIQI_TOKEN"


@contextmanager
def by_token(wanted: str) -> Iterator[Actor]:
    """凭令牌: the city's database, as the person of a token with the scope ``wanted``.

    Refusals come as the command line's.
    """
    from django.core.exceptions import ImproperlyConfigured

    from huiqi.cli.city import database

    with database():
        from django.db import DatabaseError

        from huiqi.kernel.refusals import Refused as No
        from huiqi.parties.scope import everything

        try:
            with everything():
                yield _actor(wanted)
        except No as refused:
            raise Refused([Problem(f"{one}。") for one in refused.problems]) from None
        except (DatabaseError, ImproperlyConfigured):
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("城市的数据库没有应答。", fix=fix)]) from None


def _actor(wanted: str) -> Actor:
    from huiqi.api.door import actor_of_token
    from huiqi.api.enums import Scope
    from huiqi.api.queries import token_by_secret
    from huiqi.kernel.now import now

    moment, scope = now(), Scope(wanted)
    token = token_by_secret(os.environ.get(TOKEN, "").strip())
    is_good = token is not None and token.is_live_at(moment) and token.person.is_active
    actor = actor_of_token(token, moment) if token is not None and is_good else None
    if actor is None or token is None or scope not in token.scopes:
        fix = f"请在「我的账号」生成带「{scope.label}」权限的令牌，写进环境变量 {TOKEN} 再执行。"
        raise Refused([Problem("没有可用的令牌，不知道是谁在办。", fix=fix, key=TOKEN)])
    return actor
