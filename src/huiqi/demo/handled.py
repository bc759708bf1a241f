"""办过的申报: of 澄澜 as well: one that went all the way to the money, one that it is to complete.

The rent of 龙岗 was handed in, looked at on the spot, shown to everybody and paid; the 担保费 came
back for what is missing. Both by the actions that people use, each at its hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Final

from huiqi.demo import chenglan
from huiqi.demo.applications import DRAFTER, FILLER, PUBLISHER, draft_call, publish_call
from huiqi.demo.payments import CHECKER, FORMAT, MAKER, answered
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.now import CITY
from huiqi.ledger.actions import set_up_budget
from huiqi.ledger.models import Fund
from huiqi.ledger.queries import payables
from huiqi.parties.actions.facts import Said, record_facts
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.payments.actions import (
    check_order,
    create_order,
    export_order,
    settle_order,
    submit_order,
)
from huiqi.payments.models import BankFormat, PaymentOrder
from huiqi.programmes import actions
from huiqi.programmes.actions import lists
from huiqi.programmes.definition import definitions
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models import Application, AwardList, Call, StageRun
from huiqi.programmes.stages import formal_check, funding_plan, publicity, running, site_visit
from huiqi.programmes.stages.disbursement import pass_paid

Act = Callable[[datetime], object]

RENT, GUARANTEE = "shenzhen_longgang.park_rent", "shenzhen.guarantee_fee"
DISTRICT: Final = "huangruo"
OPENS: Final = datetime(2021, 9, 24, 9, 0, tzinfo=CITY)
CLOSES: Final = datetime(2021, 10, 22, 18, 0, tzinfo=CITY)
SHOWN_FROM: Final = date(2021, 9, 29)
BASIS: Final = "演示数据"
PAID_FOR: Final = "2021 年龙岗园区租金扶持"
TITLES: Final = {
    RENT: "2021 年龙岗区园区租金扶持申报通知（演示）",
    GUARANTEE: "2021 年小型微型企业担保费资助申报通知（演示）",
}
ANSWERS: Final[Mapping[str, Mapping[str, object]]] = {
    # Of these the city had not heard in September; it has since.
    RENT: {
        "park_name": "龙岗天安数码城",
        "park_kind": "tech_park",
        "park_level": "district",
        "rent_paid_last_year": "462000",
        "rent_subsidy_years": "1",
        "asked": "200000",
    },
    GUARANTEE: {
        "loans": [
            {
                "loan_amount": "3000000",
                "guaranteed_amount": "3000000",
                "guarantee_fee_rate": "0.025",
                "bank_rate": "0.0535",
                "guarantee_fee_paid": "75000",
            }
        ],
        "guarantor_name": "南岭融资担保有限公司",
        "asked": "22500",
    },
}
HEARD_OF: Final = date(2021, 9, 20)
HEARD: Final[Mapping[Source, tuple[str, ...]]] = {
    Source.DEPARTMENT: ("titles",),
    Source.REGISTRY: ("district", "blacklisted"),
}
MISSING: Final = (
    {"about": "guarantee_contract", "text": "担保合同缺签章页，请补全后重新上传", "clause": BASIS},
    {"about": "asked", "text": "申请金额和付款凭证上的担保费对不上，请核对", "clause": BASIS},
)
# As small as a file may be that is still one: what it would say does not matter here.
PAPER: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def events(actors: Mapping[str, Actor], firms: Sequence[Organization]) -> Iterator[tuple[str, Act]]:
    """事件: each with its moment, as «09-24 10:05»; ``firms`` begin with 澄澜."""
    names = (DRAFTER, PUBLISHER, FILLER, DISTRICT)
    drafter, publisher, filler, district = (actors[name] for name in names)
    yield "09-23 16:00", _budgets
    yield "09-23 16:10", partial(_learn, firms[0])
    for minute, programme in ((30, RENT), (40, GUARANTEE)):
        yield (
            f"09-23 16:{minute}",
            partial(draft_call, programme, TITLES[programme], (OPENS, CLOSES), drafter),
        )
        yield f"09-23 17:{minute}", partial(publish_call, programme, publisher)
    yield "09-24 10:05", partial(_apply, RENT, firms[0], filler)
    yield "09-26 11:20", partial(_accept, district)
    yield "09-27 15:30", partial(_visit, district)
    yield "09-28 09:50", partial(_list, drafter)
    yield "09-28 16:10", partial(_show, publisher)
    yield "10-15 09:10", partial(_plan, publisher)
    yield "10-15 10:40", partial(_apply, GUARANTEE, firms[0], filler)
    yield "10-18 14:50", partial(_return, drafter)
    yield "10-20 08:33", partial(_order, actors[MAKER])
    yield "10-20 08:38", partial(_pay, actors[MAKER], actors[CHECKER])


def _budgets(_now: datetime) -> None:
    fund = Fund.objects.get(code="industry-2021")
    for programme in TITLES:
        set_up_budget(fund=fund, year=2021, programme=programme, actor=SYSTEM)


def _learn(firm: Organization, now: datetime) -> None:
    """What the sources had told by then, on which the rules of the rent run."""
    facts = chenglan.facts()
    for source, keys in HEARD.items():
        told = {key: facts[key] for key in keys}
        said = Said(source, HEARD_OF)
        record_facts(subject=firm.subject, facts=told, said=said, actor=SYSTEM, now=now)


def _apply(programme: str, firm: Organization, filler: Actor, now: datetime) -> None:
    """Everything that the form wants, and handed in."""
    call = Call.objects.get(programme=programme)
    draft = actions.begin_application(call=call, organization=firm, actor=filler, now=now)
    saved = actions.save_answers(
        application=draft, given=ANSWERS[programme], revision=0, actor=filler, now=now
    )
    for material in definitions()[programme].form.evidence:
        if material.required:
            file = city_store().put(
                BytesIO(PAPER), f"{material.text}.pdf", actor=filler, subject_id=firm.subject_id
            )
            actions.add_evidence(
                application=saved, material=material.id, file=file, actor=filler, now=now
            )
            city_store().look_soon(file)
    actions.submit_application(
        application=saved, key=f"demo:{programme}", arrived_at=now, actor=filler, now=now
    )


def _run(programme: str) -> StageRun:
    found = running.current(Application.objects.get(call__programme=programme))
    assert found is not None  # nothing of these is over before its event
    return found


def _accept(district: Actor, now: datetime) -> None:
    formal_check.accept(run=_run(RENT), clause=BASIS, actor=district, now=now)


def _visit(district: Actor, now: datetime) -> None:
    run = _run(RENT)
    site_visit.report_visit(
        run=run,
        visited_on=now.date(),
        visitors=["黄若谷", "沈知远"],
        place="园区 3 栋 5 楼",
        found="在租面积和合同一致，生产正常",
        result=FindingResult.MET,
        actor=district,
        now=now,
    )
    site_visit.finish_visit(run=run, actor=district, now=now)


def _list(drafter: Actor, now: datetime) -> None:
    call = Call.objects.get(programme=RENT)
    title = "2021 年龙岗区园区租金扶持拟资助名单（演示）"
    made = lists.draw_up_list(call=call, title=title, actor=drafter, now=now)
    lists.submit_list(award_list=made, actor=drafter)


def _show(publisher: Actor, now: datetime) -> None:
    made = AwardList.objects.get(call__programme=RENT)
    made = lists.approve_list(award_list=made, opinion="同意", actor=publisher, now=now)
    lists.publish_award_list(award_list=made, begins_on=SHOWN_FROM, actor=publisher, now=now)


def _plan(publisher: Actor, now: datetime) -> None:
    """The notice is over, and nobody objected."""
    publicity.pass_cleared(actor=SYSTEM, now=now)
    made = AwardList.objects.get(call__programme=RENT)
    funding_plan.put_into_plan(award_list=made, clause=BASIS, actor=publisher, now=now)


def _return(officer: Actor, now: datetime) -> None:
    formal_check.ask_correction(run=_run(GUARANTEE), items=MISSING, actor=officer, now=now)


def _order(maker: Actor, now: datetime) -> None:
    number = Call.objects.get(programme=RENT).number
    order = create_order(
        title=PAID_FOR,
        bank_format=BankFormat.objects.get(code=FORMAT["code"]),
        chosen=[one.key for one in payables() if one.call == number],
        actor=maker,
        now=now,
    )
    submit_order(order=order, actor=maker, now=now)


def _pay(maker: Actor, checker: Actor, now: datetime) -> None:
    order = PaymentOrder.objects.get(title=PAID_FOR)
    check_order(order=order, actor=checker, now=now)
    order.refresh_from_db()
    export_order(order=order, actor=maker, now=now)
    order.refresh_from_db()
    settle_order(
        order=order,
        content=answered(order, [("成功", "")]),
        name=f"回单-{order.number}.csv",
        actor=maker,
        now=now,
    )
    pass_paid(actor=SYSTEM, now=now)
