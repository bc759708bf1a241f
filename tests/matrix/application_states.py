"""申报页面的状态: for everybody, for the firm, for officers and for experts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huiqi.kernel.sight import everything
from huiqi.ledger.models import Budget
from huiqi.parties.models import Organization, Person
from huiqi.programmes import actions
from huiqi.programmes.actions import automatic, lists, recovering
from huiqi.programmes.models import (
    Application,
    AutoCase,
    AwardList,
    Call,
    Document,
    StageRun,
)
from huiqi.programmes.stages import formal_check, running
from tests.cast import NOW, Player
from tests.matrix.opening import State
from tests.programmes.applying import CLOSES, OPENS, a_call, filled_in, handed_in

CALLS: Final = "/calls/"
CALL: Final = "/calls/<slug:number>/"
FIRM: Final = "/applications/<int:pk>/"
DESK: Final = "/desk/applications/"
CASE: Final = "/desk/applications/cases/<slug:number>/"
CLAUSE: Final = "深工信规〔2021〕7号 资助标准"
CEILING: Final = 1_000_000_000  # 1,000 万元 in 分
UPGRADE, AWARD = "shenzhen.technical_upgrade", "shenzhen.srdi_award"


def _who(username: str) -> Player:
    return Player(Person.objects.get(username=username))


def _called(programme: str = UPGRADE) -> Call:
    budget = Budget.objects.get(programme=programme, year=2021, fund__code="industry-2021")
    ceiling = CEILING if programme == UPGRADE else CEILING // 10
    return a_call(_who("qinyue"), _who("linyuan"), budget, ceiling, programme)


def _drafted() -> None:
    budget = Budget.objects.get(programme=UPGRADE, year=2021, fund__code="industry-2021")
    asked = actions.CallAsked(
        UPGRADE, "技改申报通知", CLAUSE, OPENS, CLOSES, budget=budget, ceiling_fen=CEILING
    )
    actions.draft_call(asked=asked, actor=_who("qinyue").actor, now=NOW)


def _begun() -> Application:
    with everything():
        owner = _who("chenlan")
        firm = Organization.objects.get(pk=owner.actor.organization_id or 0)
        return actions.begin_application(
            call=_called(), organization=firm, actor=owner.actor, now=NOW
        )


def _in_hand() -> Application:
    with everything():
        application = _begun()
        filled_in(application, _who("chenlan"))
        handed_in(application, _who("chenlan"))
        application.refresh_from_db()
        return application


def _run(application: Application) -> StageRun:
    run = running.current(application)
    assert run is not None
    return run


def _returned() -> None:
    with everything():
        run = _run(_in_hand())
        items = [{"text": "补交付款凭证", "clause": CLAUSE}]
        formal_check.ask_correction(run=run, items=items, actor=_who("qinyue").actor, now=NOW)


def _refused() -> None:
    from huiqi.programmes.stages.refusing import refuse

    with everything():
        refuse(
            run=_run(_in_hand()),
            clause=CLAUSE,
            reason="投资不是技术改造",
            actor=_who("qinyue").actor,
            now=NOW,
        )


def _at_publicity() -> None:
    """What lies between is passed by the system: this is about the pages."""
    from huiqi.kernel.access import SYSTEM

    with everything():
        application = _in_hand()
        while _run(application).kind != "publicity":
            running.pass_stage(_run(application), actor=SYSTEM, now=NOW)


def _paid() -> None:
    """The last stage but one is over: the firm has to report in a year."""
    from huiqi.kernel.access import SYSTEM

    with everything():
        application = _in_hand()
        while _run(application).kind != "performance":
            running.pass_stage(_run(application), actor=SYSTEM, now=NOW)


def _to_report() -> None:
    """That year has passed."""
    _paid()
    with everything():
        latest = StageRun.objects.filter(kind="performance").latest("id")
        StageRun.objects.filter(pk=latest.pk).update(opened_on=NOW.date().replace(year=2020))


def _listed() -> None:
    _at_publicity()
    with everything():
        call = Application.objects.latest("id").call
        lists.draw_up_list(call=call, title="技改拟资助名单", actor=_who("qinyue").actor, now=NOW)


def _automatic() -> None:
    with everything():
        call = _called(AWARD)
        owner = _who("chenlan")
        AutoCase.objects.create(
            call=call,
            subject_id=owner.actor.subject_id or 0,
            organization_id=owner.actor.organization_id or 0,
            amount_fen=20_000_000,
            result={"reasons": [], "amount_steps": []},
            compared_on=NOW.date(),
        )


def _asked() -> None:
    _automatic()
    with everything():
        call = AutoCase.objects.latest("id").call
        automatic.ask_firms(call=call, actor=_who("linyuan").actor, now=NOW)


def _away() -> None:
    recovering.report_outage(
        source="tax", reason="税务接口没有应答", actor=_who("qinyue").actor, now=NOW
    )


def _mine(after: str = "") -> Callable[[], str]:
    return lambda: f"/applications/{Application.objects.latest('id').pk}/{after}"


def _of_call(before: str, after: str = "") -> Callable[[], str]:
    return lambda: f"{before}{Call.objects.latest('id').number}/{after}"


def _of_case() -> str:
    return f"{DESK}cases/{Application.objects.latest('id').number}/"


def _paper() -> str:
    return f"/calls/papers/{Document.objects.latest('id').verify_code}/"


def _list() -> str:
    return f"{DESK}lists/{AwardList.objects.latest('id').pk}/"


def _auto() -> str:
    return f"/applications/automatic/{AutoCase.objects.latest('id').pk}/"


APPLICATIONS: Final = (
    State(CALLS, "多行", before=(_called,)),
    State(CALLS, "没有符合的", path="/calls/?q=乌有之词"),
    State(CALL, "受理中", path=_of_call("/calls/"), before=(_called,)),
    State(CALL, "未找到", path="/calls/SBTZ-1999-000001/", status=404),
    State("/calls/papers/", "未填"),
    State("/calls/papers/<slug:code>/", "核验", path=_paper, before=(_in_hand,)),
    State("/calls/papers/<slug:code>/", "未找到", path="/calls/papers/abc/", status=404),
    State("/applications/", "多行", "chenlan", before=(_in_hand,)),
    State("/applications/", "空", "xinmiao"),
    State(FIRM, "草稿", "chenlan", path=_mine(), before=(_begun,)),
    State(FIRM, "办理中", "chenlan", path=_mine(), before=(_in_hand,)),
    State(FIRM, "等补正", "chenlan", path=_mine(), before=(_returned,)),
    State(FIRM, "不同意", "chenlan", path=_mine(), before=(_refused,)),
    State(FIRM + "pages/<slug:name>/", "未填", "chenlan", _mine("pages/money/"), before=(_begun,)),
    State(
        FIRM + "pages/<slug:name>/",
        "填错",
        "chenlan",
        _mine("pages/money/"),
        sent={"asked": "很多", "revision": "0"},
        status=422,
        before=(_begun,),
    ),
    State(FIRM + "invoices/", "空", "chenlan", _mine("invoices/"), before=(_begun,)),
    State(FIRM + "materials/", "空", "chenlan", _mine("materials/"), before=(_begun,)),
    State(FIRM + "report/", "没到日子", "chenlan", _mine("report/"), before=(_paid,)),
    State(FIRM + "report/", "未填", "chenlan", _mine("report/"), before=(_to_report,)),
    State(
        FIRM + "report/",
        "填错",
        "chenlan",
        _mine("report/"),
        sent={"told": "", "name-1": "新增产值"},
        status=422,
        before=(_to_report,),
    ),
    State(FIRM, "该报告绩效", "chenlan", path=_mine(), before=(_to_report,)),
    State(FIRM + "check/", "缺项", "chenlan", _mine("check/"), before=(_begun,)),
    State("/applications/automatic/<int:pk>/", "待确认", "chenlan", _auto, before=(_asked,)),
    State(DESK, "多行", "qinyue", before=(_in_hand,)),
    State(DESK, "没有符合的", "qinyue", path=f"{DESK}?text=乌有"),
    State(DESK + "calls/", "多行", "qinyue", before=(_called,)),
    State(DESK + "sources/", "空", "qinyue"),
    State(DESK + "sources/", "中断中", "qinyue", before=(_away,)),
    State(DESK + "sources/report/", "填错", "qinyue", sent={"source": "x"}, status=422),
    State(DESK + "calls/new/", "未填", "qinyue"),
    State(DESK + "calls/new/", "填错", "qinyue", sent={"title": ""}, status=422),
    State(
        DESK + "calls/<slug:number>/",
        "草稿",
        "qinyue",
        _of_call(DESK + "calls/"),
        before=(_drafted,),
    ),
    State(
        DESK + "calls/<slug:number>/",
        "已发布",
        "qinyue",
        _of_call(DESK + "calls/"),
        before=(_called,),
    ),
    State(
        DESK + "calls/<slug:number>/edit/",
        "修改",
        "qinyue",
        _of_call(DESK + "calls/", "edit/"),
        before=(_drafted,),
    ),
    State(CASE, "形式审查", "qinyue", path=_of_case, before=(_in_hand,)),
    State(CASE, "等补正", "qinyue", path=_of_case, before=(_returned,)),
    State(CASE, "等名单", "qinyue", path=_of_case, before=(_at_publicity,)),
    State(CASE, "审计看", "xuqing", path=_of_case, before=(_in_hand,)),
    State(DESK + "lists/", "等着列入", "qinyue", before=(_at_publicity,)),
    State(DESK + "lists/<int:pk>/", "起草", "qinyue", path=_list, before=(_listed,)),
    State(
        DESK + "automatic/<slug:number>/",
        "多行",
        "qinyue",
        _of_call(DESK + "automatic/"),
        before=(_automatic,),
    ),
    State("/expert/", "空", "luoyun"),
    State("/expert/<int:pk>/", "未找到", "luoyun", path="/expert/999999/", status=404),
)
