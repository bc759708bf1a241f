"""申报页面的状态: for everybody, for the firm, for officers and for experts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

from huiqi.kernel.access import SYSTEM
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
    Recovery,
    SpotCheck,
    SpotCheckItem,
    StageRun,
)
from huiqi.programmes.stages import formal_check, running
from huiqi.programmes.stages.refusing import refuse
from tests.cast import NOW, Player
from tests.matrix.opening import State
from tests.programmes.applying import CLOSES, OPENS, a_call, filled_in, handed_in

Made = TypeVar("Made")
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


def _to_extend() -> Call:
    """An extension of it was proposed, and another one decides."""
    call = _called()
    actions.propose_extension(
        call=call,
        until=CLOSES + timedelta(days=3),
        reason="国庆假期",
        document="深工信函〔2021〕9号",
        actor=_who("qinyue").actor,
        now=NOW,
    )
    return call


def _drafted() -> Call:
    budget = Budget.objects.get(programme=UPGRADE, year=2021, fund__code="industry-2021")
    asked = actions.CallAsked(
        UPGRADE, "技改申报通知", CLAUSE, OPENS, CLOSES, budget=budget, ceiling_fen=CEILING
    )
    return actions.draft_call(asked=asked, actor=_who("qinyue").actor, now=NOW)


def _begun() -> Application:
    with everything():
        owner = _who("chenlan")
        firm = Organization.objects.get(pk=owner.actor.organization_id or 0)
        return actions.begin_application(
            call=_called(), organization=firm, actor=owner.actor, now=NOW
        )


def in_hand() -> Application:
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


def _returned() -> Application:
    with everything():
        application = in_hand()
        items = [{"text": "补交付款凭证", "clause": CLAUSE}]
        actor = _who("qinyue").actor
        formal_check.ask_correction(run=_run(application), items=items, actor=actor, now=NOW)
        return application


def _refused() -> Application:
    with everything():
        application = in_hand()
        refuse(
            run=_run(application),
            clause=CLAUSE,
            reason="投资不是技术改造",
            actor=_who("qinyue").actor,
            now=NOW,
        )
        return application


def _at_publicity() -> Application:
    """What lies between is passed by the system: this is about the pages."""
    with everything():
        application = in_hand()
        while _run(application).kind != "publicity":
            running.pass_stage(_run(application), actor=SYSTEM, now=NOW)
        return application


def _paid() -> Application:
    """The last stage but one is over: the firm has to report in a year."""
    with everything():
        application = in_hand()
        while _run(application).kind != "performance":
            running.pass_stage(_run(application), actor=SYSTEM, now=NOW)
        return application


def _to_report() -> Application:
    """That year has passed."""
    application = _paid()
    with everything():
        a_year_ago = NOW.date().replace(year=2020)
        application.stages.filter(kind="performance").update(opened_on=a_year_ago)
    return application


def _listed() -> AwardList:
    call, actor = _at_publicity().call, _who("qinyue").actor
    with everything():
        return lists.draw_up_list(call=call, title="技改拟资助名单", actor=actor, now=NOW)


def matched() -> AutoCase:
    with everything():
        call = _called(AWARD)
        owner = _who("chenlan")
        return AutoCase.objects.create(
            call=call,
            subject_id=owner.actor.subject_id or 0,
            organization_id=owner.actor.organization_id or 0,
            amount_fen=20_000_000,
            result={"reasons": [], "amount_steps": []},
            compared_on=NOW.date(),
            compared_by=_who("qinyue").person,
        )


def _asked() -> AutoCase:
    case = matched()
    with everything():
        automatic.ask_firms(call=case.call, actor=_who("linyuan").actor, now=NOW)
    return case


def _drawn() -> SpotCheck:
    """Of a call without applying, one firm was drawn; that it was paid is not asked here."""
    case = matched()
    with everything():
        application = in_hand()
        check = SpotCheck.objects.create(
            call=case.call,
            number="CC-2021-000001",
            seed="0" * 16,
            size=1,
            population=1,
            drawn_by=_who("qinyue").person,
            drawn_at=NOW,
        )
        SpotCheckItem.objects.create(check_of=check, application=application, position=1)
    return check


def _recovering(*, is_decided: bool = False) -> Recovery:
    with everything():
        one = Recovery.objects.create(
            application=in_hand(),
            amount_fen=10_000_000,
            clause=CLAUSE,
            reason="抽查发现设备没有安装",
            drafted_by=_who("qinyue").person,
            drafted_at=NOW,
        )
        if is_decided:
            Recovery.objects.filter(pk=one.pk).update(
                state="decided", decided_by=_who("linyuan").person, decided_at=NOW, due_on=NOW
            )
    return one


def _away() -> None:
    recovering.report_outage(
        source="tax", reason="税务接口没有应答", actor=_who("qinyue").actor, now=NOW
    )


def built(build: Callable[[], Made], address: Callable[[Made], str]) -> dict[str, Any]:
    """What comes before a state, and the address of the very thing that was built then."""
    made: list[Made] = []
    return {"before": (lambda: made.append(build()),), "path": lambda: address(made[-1])}


def _mine(after: str = "") -> Callable[[Application], str]:
    return lambda application: f"/applications/{application.pk}/{after}"


def _of_call(before: str, after: str = "") -> Callable[[Call], str]:
    return lambda call: f"{before}{call.number}/{after}"


def _of_case(application: Application) -> str:
    return f"{DESK}cases/{application.number}/"


def _receipt(application: Application) -> str:
    return f"/calls/papers/{application.documents.get().verify_code}/"


def _list(award_list: AwardList) -> str:
    return f"{DESK}lists/{award_list.pk}/"


def of_automatic(case: AutoCase) -> str:
    return f"/applications/automatic/{case.pk}/"


def _matched(case: AutoCase) -> str:
    return f"{DESK}automatic/{case.call.number}/"


APPLICATIONS: Final = (
    State(CALLS, "多行", before=(_called,)),
    State(CALLS, "没有符合的", path="/calls/?q=乌有之词"),
    State(CALL, "受理中", **built(_called, _of_call("/calls/"))),
    State(CALL, "未找到", path="/calls/SBTZ-1999-000001/", status=404),
    State("/calls/papers/", "未填"),
    State("/calls/papers/<slug:code>/", "核验", **built(in_hand, _receipt)),
    State("/calls/papers/<slug:code>/", "未找到", path="/calls/papers/abc/", status=404),
    State("/applications/", "多行", "chenlan", before=(in_hand,)),
    State("/applications/", "空", "xinmiao"),
    State(FIRM, "草稿", "chenlan", **built(_begun, _mine())),
    State(FIRM, "办理中", "chenlan", **built(in_hand, _mine())),
    State(FIRM, "等补正", "chenlan", **built(_returned, _mine())),
    State(FIRM, "不同意", "chenlan", **built(_refused, _mine())),
    State(FIRM + "pages/<slug:name>/", "未填", "chenlan", **built(_begun, _mine("pages/money/"))),
    State(
        FIRM + "pages/<slug:name>/",
        "填错",
        "chenlan",
        sent={"asked": "很多", "revision": "0"},
        status=422,
        **built(_begun, _mine("pages/money/")),
    ),
    State(FIRM + "invoices/", "空", "chenlan", **built(_begun, _mine("invoices/"))),
    State(FIRM + "materials/", "空", "chenlan", **built(_begun, _mine("materials/"))),
    State(FIRM + "report/", "没到日子", "chenlan", **built(_paid, _mine("report/"))),
    State(FIRM + "report/", "未填", "chenlan", **built(_to_report, _mine("report/"))),
    State(
        FIRM + "report/",
        "填错",
        "chenlan",
        sent={"told": "", "name-1": "新增产值"},
        status=422,
        **built(_to_report, _mine("report/")),
    ),
    State(FIRM, "该报告绩效", "chenlan", **built(_to_report, _mine())),
    State(FIRM + "check/", "缺项", "chenlan", **built(_begun, _mine("check/"))),
    State("/applications/automatic/<int:pk>/", "待确认", "chenlan", **built(_asked, of_automatic)),
    State(DESK, "多行", "qinyue", before=(in_hand,)),
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
        **built(_drafted, _of_call(DESK + "calls/")),
    ),
    State(
        DESK + "calls/<slug:number>/",
        "已发布",
        "qinyue",
        **built(_called, _of_call(DESK + "calls/")),
    ),
    State(
        DESK + "calls/<slug:number>/",
        "等着决定的延期",
        "linyuan",
        **built(_to_extend, _of_call(DESK + "calls/")),
    ),
    State(
        DESK + "calls/<slug:number>/edit/",
        "修改",
        "qinyue",
        **built(_drafted, _of_call(DESK + "calls/", "edit/")),
    ),
    State(CASE, "形式审查", "qinyue", **built(in_hand, _of_case)),
    State(CASE, "等补正", "qinyue", **built(_returned, _of_case)),
    State(CASE, "等名单", "qinyue", **built(_at_publicity, _of_case)),
    State(CASE, "审计看", "xuqing", **built(in_hand, _of_case)),
    State(DESK + "lists/", "等着列入", "qinyue", before=(_at_publicity,)),
    State(DESK + "lists/<int:pk>/", "起草", "qinyue", **built(_listed, _list)),
    State(
        DESK + "automatic/<slug:number>/",
        "多行",
        "qinyue",
        **built(matched, _matched),
    ),
    State(
        DESK + "automatic/<slug:number>/checks/",
        "还没有抽查",
        "qinyue",
        **built(matched, lambda case: f"{DESK}automatic/{case.call.number}/checks/"),
    ),
    State(
        DESK + "automatic/<slug:number>/checks/",
        "待答复",
        "qinyue",
        **built(_drawn, lambda one: f"{DESK}automatic/{one.call.number}/checks/"),
    ),
    State(DESK + "recoveries/", "空", "qinyue"),
    State(DESK + "recoveries/", "多行", "qinyue", before=(_recovering,)),
    State(
        DESK + "recoveries/<int:pk>/",
        "待决定",
        "linyuan",
        **built(_recovering, lambda one: f"{DESK}recoveries/{one.pk}/"),
    ),
    State(
        DESK + "recoveries/<int:pk>/",
        "待退回",
        "qinyue",
        **built(lambda: _recovering(is_decided=True), lambda one: f"{DESK}recoveries/{one.pk}/"),
    ),
    State(
        DESK + "recoveries/of/<slug:number>/",
        "填错",
        "qinyue",
        sent={"amount": "很多"},
        status=409,
        **built(in_hand, lambda one: f"{DESK}recoveries/of/{one.number}/"),
    ),
    State("/expert/", "空", "luoyun"),
    State("/expert/<int:pk>/", "未找到", "luoyun", path="/expert/999999/", status=404),
)
