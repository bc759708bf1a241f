"""政策维护的状态: the desk of policies, a programme's words, their draft and its review."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.policies.actions import load_documents, run_effect
from huiqi.policies.models import EffectRun
from tests.matrix.opening import State, Step

SET: Final = "shenzhen.first_set"  # run by 深圳市工业和信息化局, where 覃越 and 李明川 work
PLACE: Final = "/desk/policies/<programme:programme>/"


def _words() -> None:
    """One programme with its words, as it comes with the library."""
    library = load()
    one = {SET: library.policies[SET]}
    load_documents(library=replace(library, policies=one), actor=SYSTEM)


DRAFT: Final = Step("qinyue", f"/desk/policies/{SET}/begin/", {})
HANDED_IN: Final = Step(
    "qinyue",
    f"/desk/policies/{SET}/draft/",
    {
        "revision": "1",
        "why": "写短一些",
        "how": "网上报。",
        "when": "2021-06-03 起。",
        "do": "submit",
    },
)

RULES: Final = f"/desk/policies/{SET}/rules/"
RULE_DRAFT: Final = Step("qinyue", RULES, {"why": "改上限", "from_on": "2022-03-01"})
COUNTED: Final = Step("qinyue", f"{RULES}1/count/", {})
WRONG: Final = Step("qinyue", f"{RULES}1/", {"revision": "1", "rules": "id: 1\nwhen: &a [1]\n"})


def _count() -> None:
    """What the worker does with what was asked for."""
    for run in EffectRun.objects.all():
        run_effect(run_id=run.pk, actor=SYSTEM, clock=now)


UPKEEP: Final = (
    State("/desk/policies/", "空", "suhe"),
    State("/desk/policies/", "一行", "qinyue", before=(_words,)),
    State("/desk/policies/", "管理员", "pengjia", before=(_words,)),
    State("/desk/policies/", "无权", "chenlan", status=403),
    State(PLACE, "一项", "qinyue", path=f"/desk/policies/{SET}/", before=(_words,)),
    State(
        PLACE,
        "填错",
        "qinyue",
        path=f"/desk/policies/{SET}/contact/",
        sent={"since": "昨天"},
        status=422,
        before=(_words,),
    ),
    State(PLACE, "未找到", "suhe", path=f"/desk/policies/{SET}/", status=404),
    State(
        f"{PLACE}draft/",
        "草稿",
        "qinyue",
        path=f"/desk/policies/{SET}/draft/",
        before=(_words, DRAFT),
    ),
    State(
        f"{PLACE}draft/",
        "待复核",
        "liming",
        path=f"/desk/policies/{SET}/draft/",
        before=(_words, DRAFT, HANDED_IN),
    ),
    State(
        f"{PLACE}draft/",
        "同时在写",
        "liming",
        path=f"/desk/policies/{SET}/draft/",
        sent={"revision": "1", "gist": "别的话。"},
        status=409,
        before=(
            _words,
            DRAFT,
            Step("qinyue", f"/desk/policies/{SET}/draft/", {"revision": "1", "gist": "一句话。"}),
        ),
    ),
    State(
        f"{PLACE}compare/",
        "两版",
        "qinyue",
        path=f"/desk/policies/{SET}/compare/",
        before=(_words, DRAFT),
    ),
    State(f"{PLACE}rules/", "没有改过", "qinyue", path=RULES, before=(_words,)),
    State(
        f"{PLACE}rules/",
        "填错",
        "qinyue",
        path=RULES,
        sent={"from_on": "昨天"},
        status=422,
        before=(_words,),
    ),
    State(
        f"{PLACE}rules/<int:version>/",
        "有问题",
        "qinyue",
        path=f"{RULES}1/",
        before=(_words, RULE_DRAFT, WRONG),
    ),
    State(
        f"{PLACE}rules/<int:version>/",
        "算完影响",
        "qinyue",
        path=f"{RULES}1/",
        before=(_words, RULE_DRAFT, COUNTED, _count),
    ),
    State(
        f"{PLACE}rules/<int:version>/firms/",
        "没有变化",
        "qinyue",
        path=f"{RULES}1/firms/",
        before=(_words, RULE_DRAFT, COUNTED, _count),
    ),
)
