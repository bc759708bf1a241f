"""企业名单的状态: lists of a department's programmes, a new one, one, and two compared."""

from __future__ import annotations

from typing import Final

from huiqi.citywide.actions import write_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from huiqi.rosters.models import Roster
from tests.matrix.opening import State, Step
from tests.matrix.upkeep_states import SET, _words

HOME: Final = "/desk/rosters/"
ONE: Final = f"{HOME}<int:pk>/"
GIVEN: Final = {"programme": SET, "kind": "possible", "title": "宣讲会", "purpose": "请来听宣讲"}


def _register() -> None:
    write_register(on=today(), actor=SYSTEM, now=now())


POSSIBLE: Final = Step("qinyue", f"{HOME}new/", GIVEN)
NEAR: Final = Step("qinyue", f"{HOME}new/", GIVEN | {"kind": "near"})


def _going() -> None:
    """As it looks while the worker is at it: half of what was found is written down."""
    done = Roster.objects.order_by("-id")[0]
    told = {
        field.attname: getattr(done, field.attname)
        for field in Roster._meta.concrete_fields
        if field.attname not in {"id", "finished_at", "done", "found"}
    }
    Roster.objects.create(**told, found=10, done=5)


def _last(page: str = "") -> str:
    return f"{HOME}{Roster.objects.order_by('-id')[0].pk}/{page}"


ROSTERS: Final = (
    State(HOME, "空", "qinyue", before=(_words,)),
    State(HOME, "一行", "qinyue", before=(_words, _register, POSSIBLE)),
    State(HOME, "没有主管的", "suhe"),
    State(HOME, "无权", "chenlan", status=403),
    State(f"{HOME}new/", "没有名册", "qinyue", before=(_words,)),
    State(f"{HOME}new/", "有名册", "qinyue", before=(_words, _register)),
    State(
        f"{HOME}new/",
        "填错",
        "qinyue",
        sent={"programme": SET, "title": "宣讲会"},
        status=422,
        before=(_words,),
    ),
    State(ONE, "多行", "qinyue", path=_last, before=(_words, _register, POSSIBLE)),
    State(ONE, "没有企业", "qinyue", path=_last, before=(_words, _register, NEAR)),
    State(
        ONE,
        "筛掉",
        "qinyue",
        path=lambda: _last("?q=乌有"),
        before=(_words, _register, POSSIBLE),
    ),
    State(ONE, "正在做", "qinyue", path=_last, before=(_words, _register, NEAR, _going)),
    State(ONE, "未找到", "suhe", path=_last, status=404, before=(_words, _register, NEAR)),
    State(
        f"{ONE}changes/",
        "没有进出",
        "qinyue",
        path=lambda: _last("changes/"),
        before=(_words, _register, POSSIBLE, _register, POSSIBLE),
    ),
)
