"""规则草稿的测试共用: a draft of the award's rules that raises one amount from a day on."""

from __future__ import annotations

from typing import Final

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import shipped
from huiqi.policies import actions
from huiqi.policies.models import RuleDraft
from tests.cast import Player
from tests.policies.upkeep import AWARD

NEW: Final = (
    ('{from: "2021-03-01"}', '{from: "2021-03-01", to: "2022-02-28"}\n  - {from: "2022-03-01"}'),
    ('"2021-03-01": "200000"}', '"2021-03-01": "200000", "2022-03-01": "250000"}'),
    ("深圳市专精特新企业奖励", "深圳市专精特新企业奖励（二〇二二年）"),
)


def rules(*changed: tuple[str, str]) -> bytes:
    told = (shipped().policy(AWARD).path / "rules.yaml").read_text(encoding="utf-8")
    for old, new in changed:
        assert old in told
        told = told.replace(old, new, 1)
    return told.encode()


def begun(player: Player, *changed: tuple[str, str], from_on: str = "2022-03-01") -> RuleDraft:
    given = actions.Given(rules=rules(*changed or NEW), why="提高省级奖励", from_on=from_on)
    return actions.begin_rules(programme=AWARD, actor=player.actor, now=now(), given=given)


def counted(draft: RuleDraft, player: Player) -> RuleDraft:
    run = actions.ask_for_effect(draft=draft, actor=player.actor, now=now())
    actions.run_effect(run_id=run.pk, actor=SYSTEM, clock=now)
    return draft


def handed_in(player: Player, *changed: tuple[str, str], **more: str) -> RuleDraft:
    draft = counted(begun(player, *changed, **more), player)
    return actions.submit_rules(draft=draft, actor=player.actor, now=now())
