"""规则草稿命令: what the page of a programme's rule does, from files and with a token.

Whoever writes to the city says who they are, by a token.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output
from huiqi.cli.by_token import by_token
from huiqi.cli.given import today
from huiqi.library import load
from huiqi.rules.drafts import differences, read_draft
from huiqi.rules.files import CASES_FILE
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.kernel.access import Actor
    from huiqi.policies.models import EffectRun, RuleDraft


def draft(asked: argparse.Namespace) -> int:
    """规则草稿: one of its commands."""
    if asked.what == "check":
        return _check(asked)
    with by_token("policies") as actor:
        from huiqi.api.rule_drafts import told
        from huiqi.policies.releases import look_again

        look_again()
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
