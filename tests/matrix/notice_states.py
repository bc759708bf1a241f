"""公示页面的状态: for everybody, for whoever objects, and for the department."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.demo.notices import ENDED, RUNNING, WAITING
from huiqi.kernel.access import SYSTEM
from huiqi.parties.models import Membership, Person
from huiqi.publicity.actions import withdraw_notice
from huiqi.publicity.enums import Ground, RefereeTie
from huiqi.publicity.models import NoticeDraft, Objection, Publicity, Referral
from tests.cast import NOW
from tests.matrix.opening import State

NOTICE: Final = "/notices/<slug:number>/"
OBJECT: Final = "/notices/<slug:number>/object/"
HANDLE: Final = "/desk/notices/<slug:number>/"
OBJECTION: Final = "/desk/notices/objections/<slug:number>/"
DRAFT: Final = "/desk/notices/drafts/<int:pk>/"
NEW: Final = "/desk/notices/new/"
CALL: Final = "?programme=shenzhen.srdi_award&call=TZ-2021-000012"
SAID: Final = {"kind": "clue", "text": "名单里有一家已经注销。"}


def _number(of: str) -> str:
    return Publicity.objects.get(title=of).number


def _at(of: str, before: str, after: str = "") -> Callable[[], str]:
    return lambda: f"{before}{_number(of)}/{after}"


def _draft(of: str, after: str = "") -> Callable[[], str]:
    return lambda: f"/desk/notices/drafts/{NoticeDraft.objects.get(title=of).pk}/{after}"


def _withdrawn() -> None:
    notice = Publicity.objects.get(title=RUNNING)
    withdraw_notice(notice=notice, reason="名单排错了次序", actor=SYSTEM, now=NOW)


def _waiting() -> Objection:
    return Objection.objects.filter(answer=None).order_by("id")[0]


def _objection() -> str:
    return f"/desk/notices/objections/{_waiting().number}/"


def _referring() -> str:
    return f"{_objection()}refer/"


def _referred() -> None:
    by, to = (Person.objects.get(username=name) for name in ("qinyue", "huangruo"))
    told = {"tie": RefereeTie.PEER, "ground": Ground.RECUSAL, "reason": "李明川是申报单位的亲属"}
    office = Membership.objects.filter(person=to).order_by("id")[0].organization
    Referral.objects.create(objection=_waiting(), to=office, by=by, at=NOW, **told)


NOTICES: Final = (
    State("/notices/", "多行"),
    State("/notices/", "空", path="/notices/?q=乌有之词"),
    State("/notices/", "筛选有误", path="/notices/?year=去年&phase=lost", status=422),
    State("/notices/", "有撤回", path="/notices/?phase=withdrawn", before=(_withdrawn,)),
    State(NOTICE, "公示中，有异议和撤下的", path=_at(RUNNING, "/notices/")),
    State(NOTICE, "期满", path=_at(ENDED, "/notices/")),
    State(NOTICE, "撤回", path=_at(RUNNING, "/notices/"), before=(_withdrawn,)),
    State(NOTICE, "名单里没有", path=_at(RUNNING, "/notices/", "?q=乌有")),
    State(NOTICE, "未找到", path="/notices/GS-1999-000001/", status=404),
    State(OBJECT, "未填", path=_at(RUNNING, "/notices/", "object/?row=1")),
    State(OBJECT, "填错", path=_at(RUNNING, "/notices/", "object/"), sent={}, status=422),
    State(OBJECT, "期满", path=_at(ENDED, "/notices/", "object/")),
    State("/notices/receipt/", "收到", path=_at(RUNNING, "/notices/", "object/"), sent=SAID),
    State("/notices/receipt/", "失效", status=410),
    State("/notices/outcome/", "未填"),
    State("/notices/outcome/", "对不上", sent={"number": "YY-1", "code": "A"}, status=422),
    State("/desk/notices/", "多行", "qinyue"),
    State("/desk/notices/", "空", "huangruo"),
    State("/desk/notices/", "无权", "chenlan", status=403),
    State(NEW, "选申报", "qinyue"),
    State(NEW, "选单位", "qinyue", path=f"{NEW}{CALL}"),
    State(NEW, "填错", "qinyue", sent={"title": "", "last_day": "明天"}, status=422),
    State(DRAFT, "待发布", "linyuan", path=_draft(WAITING)),
    State(DRAFT, "自己起草的", "wangruo", path=_draft(WAITING)),
    State(DRAFT, "已发布", "linyuan", path=_draft(RUNNING)),
    State(DRAFT, "别的部门", "huangruo", path=_draft(WAITING), status=404),
    State(f"{DRAFT}edit/", "修改", "wangruo", path=_draft(WAITING, "edit/")),
    State(f"{DRAFT}edit/", "不是起草人", "linyuan", path=_draft(WAITING, "edit/"), status=403),
    State(OBJECTION, "可以答复", "liming", path=_objection),
    State(OBJECTION, "起草人，可以移交", "qinyue", path=_objection),
    State(OBJECTION, "移交填错", "qinyue", path=_referring, sent={}, status=409),
    State(OBJECTION, "已移交", "qinyue", path=_objection, before=(_referred,)),
    State(OBJECTION, "受托答复", "huangruo", path=_objection, before=(_referred,)),
    State(OBJECTION, "别的部门", "huangruo", path=_objection, status=404),
    State(HANDLE, "公示中", "liming", path=_at(RUNNING, "/desk/notices/")),
    State(HANDLE, "起草人", "qinyue", path=_at(RUNNING, "/desk/notices/")),
    State(HANDLE, "期满", "liming", path=_at(ENDED, "/desk/notices/")),
    State(HANDLE, "撤回", "liming", path=_at(RUNNING, "/desk/notices/"), before=(_withdrawn,)),
)
