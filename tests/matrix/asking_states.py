"""诉求页面的状态: for whoever hands in, with and without an account, and for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.concerns.actions import dispatching, working
from huiqi.concerns.enums import Ground
from huiqi.concerns.enums import State as Stage
from huiqi.concerns.models import Concern, Refusal
from huiqi.demo.concerns import RENT, STAFF, SUBSIDY
from huiqi.kernel.sight import everything
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import actors_of
from tests.cast import NOW
from tests.matrix.opening import State, Step

NEW: Final = "/concerns/new/"
MINE: Final = "/concerns/mine/"
CASE: Final = "/concerns/mine/<slug:number>/"
ONE: Final = "/concerns/<slug:number>/"
WRITTEN: Final = {"text": "去年的补贴公示完三个月了，钱还没有到账。", "kind": "help"}
LOOKED: Final = WRITTEN | {"text": "想申请人才住房，单位集中申报什么时候开始？", "do": "look"}
GRAVE: Final = WRITTEN | {"text": "你们这些混蛋，厂房着火了也没人管。"}
CONTACT: Final = {"contact": "13800002210"}


def _number(text: str) -> str:
    with everything():
        return Concern.objects.get(text=text).number


def _at(text: str, before: str = MINE, after: str = "") -> Callable[[], str]:
    return lambda: f"{before}{_number(text)}/{after}"


def _set(text: str, **told: object) -> None:
    with everything():
        Concern.objects.filter(text=text).update(**told)


def _refused() -> None:
    """As the desk refuses: with its ground, and where to go instead."""
    with everything():
        case = Concern.objects.get(text=SUBSIDY)
        by = Person.objects.get(username="lusiqi")
        Refusal.objects.create(
            concern=case,
            ground=Ground.OTHER_LAW,
            text="法律另有专门渠道。",
            channel="向主管机关提出",
            by=by,
            at=NOW,
        )
    _set(SUBSIDY, state=Stage.REFUSED, ended_at=NOW, unit=None, due_at=None)


def _asked_back() -> None:
    with everything():
        people = {one: Person.objects.get(username=one) for one in ("lusiqi", "huangruo")}
        clerk, officer = (actors_of(one, NOW)[0] for one in people.values())
        case = dispatching.dispatch_concern(
            case=Concern.objects.get(text=SUBSIDY),
            item="010302",
            unit=Organization.objects.get(pk=int(officer.organization_id or 0)),
            service="consultation",
            actor=clerk,
            now=NOW,
        )
        case = working.sign_concern(case=case, actor=officer, now=NOW)
        working.ask_firm(case=case, text="请补纳统的月份", actor=officer, now=NOW)


ASKING: Final = (
    State("/concerns/", "多行"),
    State("/concerns/", "空", path="/concerns/?q=乌有之词"),
    State("/concerns/", "筛选有误", path="/concerns/?kind=x&item=y", status=422),
    State("/concerns/statistics/", "有数"),
    State(ONE, "公开的", path=_at(STAFF, "/concerns/")),
    State(ONE, "未找到", path="/concerns/SQ-1999-000001/", status=404),
    State(NEW, "生客，未写"),
    State(NEW, "企业，未写", "chenlan"),
    State(NEW, "代填", "huangruo"),
    State(NEW, "有现成答案", sent=LOOKED),
    State(NEW, "生客，等验证码", sent=WRITTEN | CONTACT),
    State(NEW, "要先看提醒", "chenlan", sent=GRAVE, status=422),
    State(NEW, "什么也没写", sent={}, status=422),
    State(MINE, "生客，先验证"),
    State(MINE, "生客，等验证码", sent=CONTACT),
    State(MINE, "联系方式不对", sent={"contact": "12"}, status=422),
    State(MINE, "多行", "chenlan"),
    State(MINE, "空", "luoyun"),
    State(CASE, "待分派", "chenlan", path=_at(SUBSIDY)),
    State(CASE, "待确认", "chenlan", path=_at(RENT)),
    State(CASE, "没选就确认", "chenlan", path=_at(RENT, after="confirm/"), sent={}, status=422),
    State(CASE, "待补充", "chenlan", path=_at(SUBSIDY), before=(_asked_back,)),
    State(CASE, "办结，评过", "chenlan", path=_at(STAFF)),
    State(CASE, "不受理", "chenlan", path=_at(SUBSIDY), before=(_refused,)),
    State(
        CASE,
        "撤回了",
        "chenlan",
        path=_at(SUBSIDY),
        before=(Step("chenlan", _at(SUBSIDY, after="withdraw/"), {"text": "自己弄清楚了"}),),
    ),
    State(CASE, "别人的", "luoyun", path=_at(RENT), status=404),
)
