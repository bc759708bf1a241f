"""规则草稿命令: what the page of a programme's rule does, from files and with a token.

Whoever writes to the city says who they are: the token in HUIQI_TOKEN, made on «我的账号», acts
for its person with the rights of the moment, so that nobody reviews what they wrote themselves.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output
from huiqi.cli.given import today
from huiqi.library import load
from huiqi.rules.drafts import differences, read_draft
from huiqi.rules.files import CASES_FILE
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.kernel.access import Actor
    from huiqi.policies.models import EffectRun, RuleDraft

TOKEN: Final = "HUIQI_TOKEN"


def draft(asked: argparse.Namespace) -> int:
    """规则草稿: one of its commands."""
    if asked.what == "check":
        return _check(asked)
    with _city() as actor:
        from huiqi.api.rule_drafts import told

        found = _ACTS[asked.what](asked, actor)
        if asked.json:
            output.print_json(told(found))
        else:
            _tell(told(found))
    return 0


def _check(asked: argparse.Namespace) -> int:
    """Without the city: the files against the library that ships."""
    given = Given(today())
    since = given.day(asked.from_on, "--from")
    policy = given.attempt(lambda: load().policy(asked.programme))
    given.refuse()
    assert policy is not None
    cases = Path(asked.cases) if asked.cases else policy.path / CASES_FILE
    found = read_draft(policy.id, Path(asked.rules).read_bytes(), cases.read_bytes(), load())
    wrong = [
        Problem(f"案例「{one.name}」：{text}", file=CASES_FILE, line=one.line)
        for one in found.cases
        for text in one.told
    ]
    if found.problems or wrong or found.policy is None:
        raise Refused([*found.problems, *wrong])
    told = differences(load(), policy, found.policy, since)
    if asked.json:
        output.print_json(
            {
                "cases": len(found.cases),
                "problems": [],
                "differences": [
                    {"from": day.isoformat(), "changes": [one.to_dict() for one in changes]}
                    for day, changes in told
                ],
            }
        )
        return 0
    page = output.Page()
    page.line(f"{len(found.cases)} 个案例全部相符。", style="green")
    for day, changes in told:
        page.title(f"{day} 起")
        for one in changes:
            page.line(one.plain, indent=2, mark="·")
        if not changes:
            page.line("判断的结果没有变化。", indent=2)
    return 0


@contextmanager
def _city() -> Iterator[Actor]:
    """The city's database, as the person whose token it is; refusals as the command line's."""
    from django.core.exceptions import ImproperlyConfigured

    from huiqi.cli.city import database

    with database():
        from django.db import DatabaseError

        from huiqi.kernel.refusals import Refused as No
        from huiqi.parties.scope import everything
        from huiqi.policies.releases import look_again

        try:
            with everything():
                look_again()
                yield _actor()
        except No as refused:
            raise Refused([Problem(f"{one}。") for one in refused.problems]) from None
        except (DatabaseError, ImproperlyConfigured):
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("城市的数据库没有应答。", fix=fix)]) from None


def _actor() -> Actor:
    from huiqi.api.door import actor_of_token
    from huiqi.api.enums import Scope
    from huiqi.api.queries import token_by_secret
    from huiqi.kernel.now import now

    moment = now()
    token = token_by_secret(os.environ.get(TOKEN, "").strip())
    is_good = token is not None and token.is_live_at(moment) and token.person.is_active
    actor = actor_of_token(token, moment) if token is not None and is_good else None
    if actor is None or token is None or Scope.POLICIES not in token.scopes:
        fix = (
            "请在「我的账号」生成带「起草和复核本单位的政策规则」权限的令牌，"
            f"写进环境变量 {TOKEN} 再执行。"
        )
        raise Refused([Problem("没有可用的令牌，不知道是谁在办。", fix=fix, key=TOKEN)])
    return actor


def _upload(asked: argparse.Namespace, actor: Actor) -> RuleDraft:
    from huiqi.kernel.now import now
    from huiqi.policies import actions
    from huiqi.policies.rule_texts import open_rules

    given = actions.Given(
        rules=Path(asked.rules).read_bytes(),
        cases=Path(asked.cases).read_bytes() if asked.cases else None,
        why=asked.why,
        from_on=asked.from_on,
    )
    _known(asked.programme)
    held = open_rules(asked.programme)
    if held is None:
        return actions.begin_rules(programme=asked.programme, actor=actor, now=now(), given=given)
    return actions.save_rules(
        draft=held, revision=held.revision, given=given, actor=actor, now=now()
    )


def _effect(asked: argparse.Namespace, actor: Actor) -> RuleDraft:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.policies import actions

    found = _open(asked, actor)
    run = actions.ask_for_effect(draft=found, actor=actor, now=now())
    while not run.is_over:
        run = actions.run_effect(run_id=run.pk, actor=SYSTEM, clock=now, batches=1)
        _progress(run)
    if run.stopped:
        raise Refused([Problem(f"{run.stopped}。")])
    return found


def _progress(run: EffectRun) -> None:
    sys.stderr.write(f"已算 {run.done:,}／{run.total:,} 户\n")


def _move(name: str) -> Callable[[argparse.Namespace, Actor], RuleDraft]:
    def act(asked: argparse.Namespace, actor: Actor) -> RuleDraft:
        from huiqi.kernel.now import now
        from huiqi.policies import actions

        found = _open(asked, actor)
        if name == "return":
            return actions.return_rules(draft=found, remark=asked.remark, actor=actor, now=now())
        return getattr(actions, f"{name}_rules")(draft=found, actor=actor, now=now())  # type: ignore[no-any-return]

    return act


def _open(asked: argparse.Namespace, actor: Actor) -> RuleDraft:
    from huiqi.kernel.access import require
    from huiqi.policies.access import keeps
    from huiqi.policies.rule_texts import open_rules

    _known(asked.programme)
    require(keeps, actor, asked.programme)
    found = open_rules(asked.programme)
    if found is None:
        fix = "先用 huiqi policy draft upload 上传。"
        raise Refused([Problem("这个项目没有在办的规则草稿。", fix=fix)])
    return found


def _known(programme: str) -> None:
    load().policy(programme)


_ACTS: Final[dict[str, Callable[[argparse.Namespace, Actor], RuleDraft]]] = {
    "upload": _upload,
    "show": _open,
    "effect": _effect,
    **{name: _move(name) for name in ("submit", "publish", "return")},
}


def _tell(told: dict[str, Any]) -> None:
    page = output.Page()
    page.title(f"{told['programme']} 规则第 {told['version']} 版（{told['stage']}）")
    if told["from_on"]:
        page.line(f"{told['from_on']} 起施行")
    for one in told["problems"]:
        place = f"{one.get('file', '')}:{one.get('line', '')}"
        page.line(f"{place}：{one['what']}{one.get('fix', '')}", indent=2, mark="·")
    wrong = [one for one in told["cases"] if not one["agrees"]]
    page.line(f"{len(told['cases'])} 个案例，{len(wrong)} 个不符。")
    for one in wrong:
        page.line(f"{one['name']}：{'；'.join(one['told'])}", indent=2, mark="·")
    for differs in told["differences"]:
        page.title(f"{differs['from']} 起")
        for change in differs["changes"]:
            page.line(change["text"], indent=2, mark="·")
    _tell_effect(page, told["effect"])


def _tell_effect(page: output.Page, effect: dict[str, Any] | None) -> None:
    if effect is None:
        page.line("还没有算过影响：huiqi policy draft effect 项目", style="dim")
        return
    page.title("对在库企业的影响")
    page.line(f"{effect['done']:,}／{effect['total']:,} 户", indent=2)
    for move in effect["moves"]:
        if move["before"] != move["after"]:
            page.line(f"{move['before']} → {move['after']}：{move['firms']:,} 户", indent=2)
    page.line(
        f"上限合计 {effect['amount_before']:,} 元 → {effect['amount_after']:,} 元；"
        f"{effect['amounts_unknown']:,} 户金额未定",
        indent=2,
    )
