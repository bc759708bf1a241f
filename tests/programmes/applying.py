"""申报的说法: a call, answers that add up, and an application handed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

from huiqi.kernel.files import city_store
from huiqi.kernel.now import CITY
from huiqi.ledger.models import Budget
from huiqi.policies.models import Keeper
from huiqi.programmes import actions
from huiqi.programmes.actions.evidence import Invoice
from huiqi.programmes.definition import Question
from huiqi.programmes.models import Application, Call, Snapshot
from huiqi.rules.lists import LOAN_KEYS
from tests.cast import LONG_AGO, NOW, Player

OPENS: Final = datetime(2021, 10, 19, 9, 0, tzinfo=CITY)
CLOSES: Final = datetime(2021, 11, 19, 18, 0, tzinfo=CITY)
PDF: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
ANSWERS: Final[dict[str, Any]] = {
    "project_name": "产线智能化改造",
    "project_about": "更换三条产线的设备，接入制造执行系统。",
    "started_on": "2020-03-01",
    "completed_on": "2020-12-01",
    "upgrade_investment": "1000000",
    "fixed_asset_share": "0.9",
    "equipment_share": "0.8",
    "equipment_cost": "600000",
    "software_cost": "200000",
    "asked": "100000",
}


def in_charge(department_id: int | None, *programmes: str) -> None:
    """The department keeps these programmes, and may call for them."""
    kept = {"organization_id": department_id, "since": date(2015, 1, 1)}
    for programme in programmes:
        Keeper.objects.get_or_create(programme=programme, **kept, defaults={"named_at": LONG_AGO})


def a_call(
    drafter: Player,
    publisher: Player,
    budget: Budget | None,
    ceiling_fen: int | None,
    programme: str = "shenzhen.technical_upgrade",
) -> Call:
    asked = actions.CallAsked(
        programme=programme,
        title="2021 年企业技术改造项目扶持申报通知",
        basis="深工信规〔2021〕7号",
        opens_at=OPENS,
        closes_at=CLOSES,
        budget=budget,
        ceiling_fen=ceiling_fen,
    )
    in_charge(drafter.actor.organization_id, programme)
    call = actions.draft_call(asked=asked, actor=drafter.actor, now=NOW)
    call = actions.submit_call(call=call, actor=drafter.actor)
    return actions.publish_call(call=call, actor=publisher.actor, now=NOW)


def filled_in(application: Application, player: Player, number: str = "12345678") -> Application:
    """Everything that the form wants, adding up."""
    saved = actions.save_answers(
        application=application,
        given=ANSWERS,
        revision=application.revision,
        actor=player.actor,
        now=NOW,
    )
    invoice = Invoice("4403201130", number, 80_000_000, "澄澜", "机床厂", date(2020, 6, 1))
    actions.add_invoices(application=saved, invoices=[invoice], actor=player.actor, now=NOW)
    file = city_store().put(
        BytesIO(PDF), "付款凭证.pdf", actor=player.actor, subject_id=saved.subject_id
    )
    actions.add_evidence(
        application=saved, material="payment_proof", file=file, actor=player.actor, now=NOW
    )
    return saved


def handed_in(application: Application, player: Player, key: str = "k1") -> Snapshot:
    return actions.submit_application(
        application=application,
        key=key,
        arrived_at=NOW + timedelta(minutes=5),
        actor=player.actor,
        now=NOW + timedelta(minutes=5),
    )


def only_loan(question: Question, told: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Where loans are asked for row by row, the only one that a case tells of."""
    if question.key != "loans" or not question.required:
        return None
    return [{key: value for key, value in told.items() if key in LOAN_KEYS}]
