"""群服务的状态: of commissioners, of the office, of a visit before and after, and of the firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.kernel.sight import everything
from huiqi.network.models import Handover, KeyFirm, Organ, Visit
from tests.matrix.opening import State, Step

HOME: Final = "/desk/network/"
OFFICE: Final = f"{HOME}office/"
SCORES: Final = f"{HOME}scorecard/"
ORGAN: Final = f"{HOME}organs/<int:pk>/"
FIRM: Final = f"{HOME}firms/<slug:code>/"
VISIT: Final = f"{HOME}visits/<slug:number>/"
OWN: Final = "/network/"


def _organ(kind: str) -> Callable[[], str]:
    return lambda: f"{HOME}organs/{Organ.objects.get(kind=kind).pk}/"


def _firm_of(username: str, act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            found = KeyFirm.objects.filter(officer__person__username=username).order_by("id")
            return f"{HOME}firms/{found[0].organization.credit_code}/{act}"

    return path


def _without(act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            return f"{HOME}firms/{KeyFirm.objects.get(officer=None).organization.credit_code}/{act}"

    return path


def _handed(act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            firm = Handover.objects.get().key_firm.organization
            return f"{HOME}firms/{firm.credit_code}/{act}"

    return path


def _visit(username: str, act: str = "") -> Callable[[], str]:
    def path() -> str:
        with everything():
            found = Visit.objects.get(owner__username=username)
            return f"{HOME}visits/{found.number}/{act}"

    return path


UNWANTED: Final = Step("chenlan", f"{OWN}wish/", {"wish": "none"})
PLAN: Final = {"way": "visit", "planned_on": "2021-10-22", "purpose": "再去看看", "reason": ""}
HALF: Final = {"made_on": "2021-10-20", "findings": "", "promise_1": "尽快办"}

NETWORK: Final = (
    State(HOME, "我的企业", "shenzhiyuan"),
    State(HOME, "全部", "lusiqi"),
    State(HOME, "没有找到", "lusiqi", path=f"{HOME}?text=乌有"),
    State(HOME, "空", "suhe", path=f"{HOME}?text=乌有"),
    State(HOME, "无权", "chenlan", status=403),
    State(OFFICE, "有待办", "lusiqi"),
    State(
        OFFICE,
        "填错",
        "lusiqi",
        path=f"{OFFICE}organ/",
        sent={"kind": "task_force", "name": "", "topic": ""},
        status=409,
    ),
    State(OFFICE, "无权", "shenzhiyuan", status=403),
    State(SCORES, "有数", "lusiqi"),
    State(SCORES, "无权", "shenzhiyuan", status=403),
    State(ORGAN, "专班", "linyuan", path=_organ("task_force")),
    State(ORGAN, "领导小组", "lusiqi", path=_organ("leading_group")),
    State(ORGAN, "未找到", "lusiqi", path=f"{HOME}organs/999999/", status=404),
    State(FIRM, "我的企业", "shenzhiyuan", path=_firm_of("shenzhiyuan")),
    State(FIRM, "别的单位", "qinyue", path=_firm_of("shenzhiyuan")),
    State(FIRM, "没有专员", "lusiqi", path=_without()),
    State(FIRM, "等接手", "shenzhiyuan", path=_handed()),
    State(FIRM, "换接手人", "lusiqi", path=_handed()),
    State(
        FIRM,
        "打扰了",
        "shenzhiyuan",
        path=_firm_of("shenzhiyuan", "plan/"),
        sent=PLAN,
        status=409,
    ),
    State(FIRM, "不希望走访", "shenzhiyuan", path=_firm_of("shenzhiyuan"), before=(UNWANTED,)),
    State(FIRM, "未找到", "suhe", path=_firm_of("shenzhiyuan"), status=404),
    State(VISIT, "提要", "qinyue", path=_visit("qinyue")),
    State(
        VISIT,
        "记录填错",
        "qinyue",
        path=_visit("qinyue", "record/"),
        sent=HALF,
        status=409,
    ),
    State(VISIT, "已完成", "shenzhiyuan", path=_visit("shenzhiyuan")),
    State(VISIT, "逾期的承诺", "huangruo", path=_visit("huangruo")),
    State(VISIT, "未找到", "suhe", path=_visit("qinyue"), status=404),
    State(OWN, "有专员", "chenlan"),
    State(OWN, "不希望走访", "chenlan", before=(UNWANTED,)),
    State(OWN, "填错", "chenlan", path=f"{OWN}wish/", sent={}, status=422),
    State(OWN, "还没有", "xinmiao"),
    State(OWN, "无权", "qinyue", status=403),
)
