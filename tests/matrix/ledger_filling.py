"""账本的布景: one row more for each list of the books."""

from __future__ import annotations

from typing import Any

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import (
    Award,
    Business,
    appropriate,
    approve,
    commit,
    draw_sample,
    join_queue,
    order,
    pay,
    propose_transfer,
    send_back,
    set_up_budget,
    set_up_fund,
)
from huiqi.ledger.enums import Method
from huiqi.ledger.models import Budget, Leg, Sample, SampleItem
from huiqi.ledger.queries.samples import Asked
from huiqi.ledger.slips import Origin
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, a_member, an_organization, credit_code
from tests.matrix.filling import Scene


def _budget(scene: Scene, number: int, year: int = 2021) -> Budget:
    fund = set_up_fund(
        code=f"fund{number}",
        title=f"专项{number}",
        department=scene.bureau,
        basis="试〔2021〕1号",
        actor=SYSTEM,
    )
    return set_up_budget(fund=fund, year=year, programme=f"p{number}", actor=SYSTEM)


def a_budget(scene: Scene, number: int) -> None:
    """Of another fund, with money of which a part is promised."""
    budget = _budget(scene, number)
    given = Business(f"given:{number}", TODAY, "下达")
    appropriate(budget=budget, amount_fen=100, business=given, actor=SYSTEM)
    promised = Business(f"promised:{number}", TODAY, "承诺")
    commit(budget=budget, call=f"TZ-{number}", amount_fen=1, business=promised, actor=SYSTEM)


def an_account(scene: Scene, number: int) -> None:
    """One more call of one and the same budget, and a firm that waits for its money."""
    budget = Budget.objects.first() or _budget(scene, number)
    given = Business(f"a-given:{number}", TODAY, "下达")
    appropriate(budget=budget, amount_fen=1, business=given, actor=SYSTEM)
    promised = Business(f"a-promised:{number}", TODAY, "承诺")
    commit(budget=budget, call=f"TZ-A{number}", amount_fen=1, business=promised, actor=SYSTEM)
    join_queue(
        budget=budget,
        call=f"TZ-A{number}",
        subject=_other_firm(number).subject,
        asked_fen=5,
        actor=SYSTEM,
        now=NOW,
    )


def a_paper(scene: Scene, number: int) -> None:
    """Of a person and a budget of its own; every other one is sent back."""
    budget = _budget(scene, 500 + number)
    maker, checker = (
        a_member(f"{who}{number}", f"{who}{number}", scene.bureau, Role.FINANCE_OFFICER)
        for who in ("maker", "checker")
    )
    paper = propose_transfer(
        giver=None,
        taker=budget,
        amount_fen=1,
        reason="下达",
        document="试〔2021〕1号",
        actor=maker.actor,
        now=NOW,
    )
    if number % 2:
        send_back(paper=paper, reason="不同意", actor=checker.actor)


def a_payment(scene: Scene, number: int) -> None:
    """To a firm of its own, from a budget of its own; some are in a sample by the last."""
    budget, firm = _budget(scene, 900 + number), _other_firm(900 + number)
    award = Award(f"TZ-P{number}", firm.subject_id)
    for act in (appropriate, commit, approve, order, pay):
        more: dict[str, Any] = {"award": award}
        if act is appropriate:
            more = {}
        elif act is commit:
            more = {"call": award.call}
        business = Business(f"{act.__name__}:p{number}", TODAY, "支付")
        act(budget=budget, amount_fen=100, business=business, actor=SYSTEM, **more)


def a_sample(scene: Scene, number: int) -> None:
    """By an auditor of its own."""
    if not number:
        a_payment(scene, number)
    auditor = a_member(f"auditor{number}", f"auditor{number}", scene.bureau, Role.AUDITOR)
    asked = Asked(Method.RANDOM, TODAY, TODAY, size=1)
    draw_sample(asked=asked, reason="检查", actor=auditor.actor)


def a_sampled_payment(scene: Scene, number: int) -> None:
    """One more in one and the same sample."""
    a_payment(scene, number)
    if not number:
        a_sample(scene, 1)
        return
    leg = Leg.objects.filter(entry__deed="pay", amount_fen__gt=0).latest("id")
    SampleItem.objects.create(sample=Sample.objects.get(), position=number + 1, leg=leg)


def something_left(scene: Scene, number: int) -> None:
    """Of a budget of the year before."""
    budget = _budget(scene, 100 + number, 2020)
    given = Business(f"left:{number}", TODAY, "下达")
    appropriate(budget=budget, amount_fen=7, business=given, actor=SYSTEM)


def a_firm_to_find(_scene: Scene, number: int) -> None:
    if number < 19:  # a page of those that are found holds twenty
        _other_firm(700 + number)


def a_received_grant(scene: Scene, number: int) -> None:
    """Of the firm, from a budget of its own."""
    budget = _budget(scene, 300 + number)
    award = Award(f"TZ-R{number}", scene.firm.subject_id)
    given = Business(f"r-given:{number}", TODAY, "下达")
    appropriate(budget=budget, amount_fen=9, business=given, actor=SYSTEM)
    promised = Business(f"r-promised:{number}", TODAY, "承诺")
    commit(budget=budget, call=award.call, amount_fen=9, business=promised, actor=SYSTEM)
    granted = Business(f"r-granted:{number}", TODAY, "核定")
    approve(budget=budget, award=award, amount_fen=9, business=granted, actor=SYSTEM)


def _other_firm(number: int) -> Organization:
    code = credit_code(f"MA6F{number:05d}")
    return an_organization(f"第{number}企业有限公司", code=code)


def something_booked(scene: Scene, number: int) -> None:
    """Of one and the same case."""
    budget = Budget.objects.first() or _budget(scene, number)
    case = Origin("parties.Organization", scene.firm.pk)
    business = Business(f"more:{number}", TODAY, "下达", case)
    appropriate(budget=budget, amount_fen=1, business=business, actor=SYSTEM)
