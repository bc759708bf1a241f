"""从案到因的状态: common problems and answers, as officers, firms and everybody see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.concerns.models import CommonProblem, Concern
from huiqi.demo.causes import POWER_TOO
from huiqi.demo.concerns import POWER
from huiqi.kernel.sight import everything
from huiqi.knowledge.models import Entry
from tests.matrix.opening import State, Step

DESK: Final = "/desk/problems/"
PROBLEM: Final = f"{DESK}<slug:number>/"
PUBLIC: Final = "/problems/<slug:number>/"
JOIN: Final = f"{PUBLIC}join/"
BASE: Final = "/desk/knowledge/"
ENTRY: Final = f"{BASE}<slug:number>/"
ANSWER: Final = "/knowledge/<slug:number>/"
REMEDY: Final = {
    "kind": "system",
    "title": "用电增容排期查询",
    "reference": "区企业服务平台 V2.4",
    "since": "2021-10-20",
}
HOW: Final = {"part": "yes", "how": "每周五公布排期，在区企业服务平台上能查到自己的位次。"}


def _problem(before: str = DESK, act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            return f"{before}{CommonProblem.objects.get().number}/{act}"

    return path


def _entry(before: str = BASE, act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            return f"{before}{Entry.objects.get().number}/{act}"

    return path


def _new() -> str:
    with everything():
        numbers = [Concern.objects.get(text=text).number for text in (POWER, POWER_TOO)]
    return f"{DESK}new/?{'&'.join(f'case={one}' for one in numbers)}"


def _step(who: str, act: str, **data: str) -> Step:
    return Step(who, _problem(act=f"{act}/"), data)


CHANGED: Final = _step("huangruo", "remedy", **REMEDY)
SOLVED: Final = _step("huangruo", "solve", **HOW)
JOINED: Final = Step("chenlan", _problem("/problems/", "join/"), {"note": "我们也在排队。"})
AGAIN: Final = Step(
    "huangruo",
    _entry(act="write/"),
    {
        "question": "人才住房单位集中申报什么时候开始？",
        "answer": "11 月 1 日开始。",
        "basis": "暂行办法 申请程序（待核）",
        "expires_on": "2022-06-30",
    },
)
DROPPED: Final = Step("huangruo", _entry(act="withdraw/"), {"version": "1", "remark": "办法改了"})

CAUSES: Final = (
    State(DESK, "有一行", "huangruo"),
    State(DESK, "没有筛到", "huangruo", path=f"{DESK}?text=乌有"),
    State(DESK, "空", "huangruo", path=f"{DESK}?tab=late"),
    State(DESK, "无权", "chenlan", status=403),
    State(f"{DESK}alike/", "没有相似的", "lusiqi"),
    State(f"{DESK}alike/", "无权", "chenlan", status=403),
    State(f"{DESK}new/", "没有选诉求", "lusiqi"),
    State(f"{DESK}new/", "选了两件", "lusiqi", path=_new),
    State(f"{DESK}new/", "什么也没写", "lusiqi", path=_new, sent={}, status=409),
    State(PROBLEM, "牵头单位", "huangruo", path=_problem()),
    State(PROBLEM, "督办员", "jiangxing", path=_problem()),
    State(PROBLEM, "别的单位", "suhe", path=_problem()),
    State(PROBLEM, "改期没有理由", "huangruo", path=_problem(act="due/"), sent={}, status=409),
    State(PROBLEM, "部分解决", "huangruo", path=_problem(), before=(CHANGED, SOLVED)),
    State(PROBLEM, "未找到", "huangruo", path=f"{DESK}GX-1999-000001/", status=404),
    State("/problems/", "有一行"),
    State(PUBLIC, "解决中", path=_problem("/problems/")),
    State(PUBLIC, "部分解决", path=_problem("/problems/"), before=(CHANGED, SOLVED)),
    State(PUBLIC, "未找到", path="/problems/GX-1999-000001/", status=404),
    State(JOIN, "还没有一起反映", "chenlan", path=_problem("/problems/", "join/")),
    State(JOIN, "已经一起反映", "chenlan", path=_problem("/problems/", "join/"), before=(JOINED,)),
    State(
        JOIN,
        "情况太长",
        "chenlan",
        path=_problem("/problems/", "join/"),
        sent={"note": "长" * 501},
        status=409,
    ),
    State(
        JOIN,
        "了结以后",
        "chenlan",
        path=_problem("/problems/", "join/"),
        before=(JOINED, CHANGED, SOLVED),
    ),
    State(JOIN, "无权", "huangruo", path=_problem("/problems/", "join/"), status=403),
    State(PROBLEM, "有企业一起反映", "huangruo", path=_problem(), before=(JOINED,)),
    State("/concerns/mine/", "一起反映过", "chenlan", before=(JOINED,)),
    State(BASE, "有一行", "huangruo"),
    State(BASE, "空", "huangruo", path=f"{BASE}?tab=review"),
    State(BASE, "筛选有误", "huangruo", path=f"{BASE}?item=x", status=422),
    State(BASE, "无权", "chenlan", status=403),
    State(f"{BASE}new/", "未写", "huangruo"),
    State(f"{BASE}new/", "什么也没写", "huangruo", sent={}, status=409),
    State(ENTRY, "已发布", "huangruo", path=_entry()),
    State(ENTRY, "写的人等审核", "huangruo", path=_entry(), before=(AGAIN,)),
    State(ENTRY, "待审核", "shenzhiyuan", path=_entry(), before=(AGAIN,)),
    State(ENTRY, "已撤下", "huangruo", path=_entry(), before=(DROPPED,)),
    State(ENTRY, "新版没写", "huangruo", path=_entry(act="write/"), sent={}, status=409),
    State(ENTRY, "别的单位", "suhe", path=_entry()),
    State("/knowledge/", "有一行"),
    State("/knowledge/", "空", path="/knowledge/?q=乌有之词"),
    State("/knowledge/", "筛选有误", path="/knowledge/?item=x", status=422),
    State(ANSWER, "有效", path=_entry("/knowledge/")),
    State(ANSWER, "撤下了", path=_entry("/knowledge/"), before=(DROPPED,), status=404),
)
