"""诉求办理的状态: the list, the board, and one case at every step, as its officers see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.concerns.models import CallBack, Concern
from huiqi.demo.concerns import COURT, JOBS, POWER, RENT, ROAD, STAFF, SUBSIDY
from huiqi.kernel.sight import everything
from tests.matrix.opening import State, Step

HOME: Final = "/desk/concerns/"
SEATS: Final = f"{HOME}seats/"
ONE: Final = f"{HOME}<slug:number>/"


def _page(text: str, act: str = "") -> Callable[[], str]:
    def path() -> str:
        return f"{HOME}{Concern.objects.get(text=text).number}/{act}"

    return path


def _step(who: str, about: str, act: str, **data: str) -> Step:
    return Step(who, _page(about, f"{act}/"), data)


def _call() -> dict[str, str]:
    with everything():
        drawn = CallBack.objects.get(concern__text=JOBS)
    return {"call": str(drawn.pk), "heard": "nobody", "note": "没有人联系过。", "reopens": "yes"}


OBJECTED: Final = _step("huangruo", ROAD, "object", reason="道路由交通部门管")
CALLED: Final = Step("jiangxing", _page(JOBS, "call/"), _call)
NO_GROUND: Final = {"ground": "", "text": "法院已经立案", "channel": ""}

CONCERNS: Final = (
    State(HOME, "受理台的", "lusiqi"),
    State(HOME, "多行", "huangruo"),
    State(HOME, "已了结的", "lusiqi", path=f"{HOME}?tab=over"),
    State(HOME, "没有筛到", "huangruo", path=f"{HOME}?text=乌有"),
    State(HOME, "空", "suhe"),
    State(HOME, "无权", "chenlan", status=403),
    State(f"{HOME}board/", "督办", "jiangxing"),
    State(f"{HOME}board/", "有异议", "jiangxing", before=(OBJECTED,)),
    State(f"{HOME}board/", "无权", "huangruo", status=403),
    State(SEATS, "席位", "jiangxing"),
    State(
        SEATS,
        "填错",
        "jiangxing",
        path=f"{SEATS}duty/",
        sent={"item": "010201", "basis": ""},
        status=409,
    ),
    State(SEATS, "无权", "huangruo", status=403),
    State(ONE, "待分派", "lusiqi", path=_page(SUBSIDY)),
    State(
        ONE,
        "不受理填错",
        "lusiqi",
        path=_page(SUBSIDY, "refuse/"),
        sent=NO_GROUND,
        status=409,
    ),
    State(ONE, "待签收", "huangruo", path=_page(ROAD)),
    State(ONE, "待裁定", "lusiqi", path=_page(ROAD), before=(OBJECTED,)),
    State(ONE, "办理中", "huangruo", path=_page(POWER)),
    State(ONE, "督办", "jiangxing", path=_page(POWER)),
    State(
        ONE,
        "等企业补充",
        "huangruo",
        path=_page(POWER),
        before=(_step("huangruo", POWER, "ask", text="请补充用电容量"),),
    ),
    State(ONE, "待企业确认", "huangruo", path=_page(RENT)),
    State(ONE, "已办结", "huangruo", path=_page(STAFF)),
    State(ONE, "抽到回访", "jiangxing", path=_page(JOBS)),
    State(ONE, "回访后恢复办理", "jiangxing", path=_page(JOBS), before=(CALLED,)),
    State(f"{HOME}board/", "回访过", "jiangxing", before=(CALLED,)),
    State(ONE, "不受理", "lusiqi", path=_page(COURT)),
    State(ONE, "未找到", "suhe", path=_page(POWER), status=404),
)
