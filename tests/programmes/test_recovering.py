"""抽查和追回: drawn by a seed, found by people, decided by two, and back in the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.ledger.models import Entry
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.programmes.actions import clawing_back, spot_checks
from huiqi.programmes.actions.clawing_back import Repayment
from huiqi.programmes.definition import definitions
from huiqi.programmes.models import Application, SpotCheck
from huiqi.programmes.queries.money import (
    standing_of_application,
    standing_of_call,
    standing_of_programme,
)
from huiqi.programmes.stages.draw_record import order_of
from huiqi.web.templatetags.huiqi import money
from tests.cast import Player, a_member, an_organization
from tests.ledger.books import WAN
from tests.programmes.pages import browser, read
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db
CLAUSE = "深府规〔2021〕1号 第十条"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED_ROLES = ()


@pytest.fixture
def finance(bureau: Organization) -> Player:
    return a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER)


@pytest.fixture
def paid(
    chenglan: Organization,
    lan: Player,
    qin: Player,
    he: Player,
    finance: Player,
    bureau: Organization,
) -> Application:
    """专精特新奖励 of 澄澜, walked to the money in its account."""
    payers = (
        finance,
        a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER),
        a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER),
    )
    walk = Walk(definitions()["shenzhen.srdi_award"], chenglan, lan, qin, he, payers)
    application = walk.begin()
    walk.walk(application)
    return application


def proposed(paid: Application, who: Player, fen: int | None, **changed: str) -> Any:
    told = {"clause": CLAUSE, "reason": "抽查发现证书已失效"} | changed
    return clawing_back.propose_recovery(
        application=paid, amount_fen=fen, actor=who.actor, now=now(), **told
    )


def repaid(recovery: Any, who: Player, fen: int | None, voucher: str = "HD-1", **on: Any) -> Any:
    repayment = Repayment(fen, on.get("on", now().date()), voucher)
    return clawing_back.book_repayment(
        recovery=recovery, repayment=repayment, actor=who.actor, now=now()
    )


def test_a_spot_check_is_drawn_by_its_seed_and_answered_once_by_a_person(
    paid: Application, qin: Player, lan: Player
) -> None:
    call = paid.call
    with pytest.raises(Denied):
        spot_checks.draw_spot_check(call=call, size=1, actor=lan.actor, now=now())
    for size in (None, 0, 2):
        with pytest.raises(Refused, match="抽查家数写 1 到 1 之间的整数"):
            spot_checks.draw_spot_check(call=call, size=size, actor=qin.actor, now=now())
    made = spot_checks.draw_spot_check(call=call, size=1, actor=qin.actor, now=now())
    (item,) = made.items.all()
    assert (item.application, made.population, len(made.seed)) == (paid, 1, 16)
    assert order_of(made.seed, [paid.pk]) == [paid.pk]
    with pytest.raises(Refused, match="没有已拨付而没有抽查过的企业"):
        spot_checks.draw_spot_check(call=call, size=1, actor=qin.actor, now=now())
    assert Todo.objects.filter(key__endswith=f"spot:{made.pk}", done_at=None).count() == 1
    with pytest.raises(Refused) as refused:
        spot_checks.answer_spot_check(item=item, result="x", found=" ", actor=qin.actor, now=now())
    assert list(refused.value.problems) == [
        "请选抽查的结果：符合、不符合或不能确定",
        "请写明看了什么、发现了什么",
    ]
    given: dict[str, Any] = {
        "result": "unmet",
        "found": "证书已于上年失效",
        "actor": qin.actor,
        "now": now(),
    }
    done = spot_checks.answer_spot_check(item=item, **given)
    assert (done.result, done.person) == ("unmet", qin.person)
    with pytest.raises(WrongState, match="不能再改"):
        spot_checks.answer_spot_check(item=item, **given)
    assert Todo.objects.filter(key__endswith=f"spot:{made.pk}", done_at=None).count() == 0
    assert standing_of_application(paid).returned == 0  # a finding alone takes nothing back


def test_a_recovery_says_everything_that_is_wrong_with_it(paid: Application, qin: Player) -> None:
    held = standing_of_application(paid).paid
    with pytest.raises(Refused) as refused:
        proposed(paid, qin, held + 1, clause=" ", reason="因" * 2_001)
    first, *others = refused.value.problems
    assert first.startswith("最多追回已拨付的 ")
    assert others == ["请写明依据的条款", "理由最多 2000 个字，现在多 1 个"]
    with pytest.raises(Refused, match="追回金额写成大于零、以元计的数字"):
        proposed(paid, qin, None)
    proposed(paid, qin, held)
    with pytest.raises(Refused, match="已经有一次追回在办"):
        proposed(paid, qin, 1)


def test_two_people_decide_and_the_ledger_tells_when_all_is_back(
    paid: Application, qin: Player, he: Player, lan: Player, finance: Player
) -> None:
    held = standing_of_application(paid).paid
    one = proposed(paid, qin, held)
    with pytest.raises(Denied):
        clawing_back.decide_recovery(recovery=one, actor=qin.actor, now=now())
    with pytest.raises(WrongState, match="进展是「待决定」"):
        repaid(one, finance, WAN)
    one = clawing_back.decide_recovery(recovery=one, actor=he.actor, now=now())
    paper = paid.documents.get(kind="recovery")
    assert (paper.content["amount_fen"], paper.content["clause"]) == (held, CLAUSE)
    assert ["行政复议" in said or "行政诉讼" in said for said in paper.content["remedies"]] == [
        True,
        True,
    ]
    todo = Todo.objects.get(key=f"application:{paid.pk}:recovery:{one.pk}")
    assert (todo.done_at, todo.due_at is None) == (None, False)
    with pytest.raises(Denied):
        repaid(one, qin, held)
    with pytest.raises(Refused) as refused:
        repaid(one, finance, held + 1, " ", on=now().date() + timedelta(days=1))
    assert list(refused.value.problems)[1:] == ["到账日不能在今天以后", "请写银行的回单号"]
    part = held // 2
    assert repaid(one, finance, part).state == "decided"
    assert repaid(one, finance, part).state == "decided"  # the same number again
    with pytest.raises(Refused, match=r"回单 HD-1 已经登记过 .*，不能再登记别的金额"):
        repaid(one, finance, part - 1)
    assert standing_of_application(paid).returned == part
    one = repaid(one, finance, held - part, "HD-2")
    assert (one.state, Entry.objects.filter(deed="return").count()) == ("repaid", 2)
    standing = standing_of_call(paid.call)
    assert (standing.paid, standing.returned) == (0, held)
    todo.refresh_from_db()
    assert todo.done_at is not None
    assert Message.objects.filter(key__contains=f"repaid:{one.pk}").count() == 1


def test_what_was_proposed_is_dropped_with_a_reason_only(
    paid: Application, qin: Player, he: Player
) -> None:
    one = proposed(paid, qin, WAN)
    with pytest.raises(Refused, match="不追回要写明理由"):
        clawing_back.drop_recovery(recovery=one, because=" ", actor=he.actor, now=now())
    one = clawing_back.drop_recovery(recovery=one, because="证书补正了", actor=he.actor, now=now())
    with pytest.raises(WrongState):
        clawing_back.decide_recovery(recovery=one, actor=he.actor, now=now())
    assert proposed(paid, qin, WAN).state == "proposed"  # another time


def test_pages_walk_from_the_draw_to_the_money_back(
    paid: Application, qin: Player, he: Player, lan: Player, finance: Player
) -> None:
    officer, chief, payer = browser(qin), browser(he), browser(finance)
    base = f"/desk/applications/automatic/{paid.call.number}/checks/"
    assert officer.post(base + "draw/", {"size": "很多"}).status_code == 409
    assert officer.post(base + "draw/", {"size": "1"}).status_code == 302
    item = SpotCheck.objects.get().items.get()
    assert officer.post(f"{base}{item.pk}/", {"result": "", "found": ""}).status_code == 409
    found = {"result": "unmet", "found": "证书已失效"}
    assert officer.post(f"{base}{item.pk}/", found).status_code == 302
    assert "证书已失效" in read(officer, base)
    form = f"/desk/applications/recoveries/of/{paid.number}/"
    assert "追回金额（元）" in read(officer, form)
    wrong = officer.post(form, {"amount": "一百", "clause": CLAUSE, "reason": "失效"})
    assert (wrong.status_code, "一百" in wrong.content.decode()) == (409, True)
    made = officer.post(form, {"amount": "100", "clause": CLAUSE, "reason": "失效"})
    page = made["Location"]
    assert officer.post(page + "decide/").status_code == 403
    assert chief.post(page + "decide/").status_code == 302
    sent = {"amount": "100", "on": now().date().isoformat(), "voucher": "HD-1"}
    assert officer.post(page + "repayment/", sent).status_code == 403
    assert payer.post(page + "repayment/", sent | {"amount": "x"}).status_code == 409
    assert payer.post(page + "repayment/", sent).status_code == 302
    assert "已退回" in read(payer, page)
    assert "追回决定书" in read(browser(lan), f"/applications/{paid.pk}/")
    assert browser(lan).get(page).status_code == 403


def test_another_department_finds_neither_the_check_nor_the_recovery(
    paid: Application, qin: Player
) -> None:
    one = proposed(paid, qin, WAN)
    other = an_organization("市另一局", Kind.DEPARTMENT)
    stranger = browser(a_member("wai", "外局经办", other, Role.BUREAU_OFFICER))
    for path in (
        f"/desk/applications/automatic/{paid.call.number}/checks/",
        f"/desk/applications/recoveries/{one.pk}/",
        f"/desk/applications/recoveries/of/{paid.number}/",
    ):
        assert stranger.get(path).status_code == 404


def shown(page: str) -> dict[str, str]:
    """The figures of a page by their names, exact, as its machine-readable values tell them."""
    rows = re.findall(r'<dt>([^<]*)</dt><dd><data class="money" value="([^"]*)"', page)
    found = {name.removeprefix("其中"): value for name, value in rows}
    return {name: found[name] for name in ("已核定", "已拨付", "已退回") if name in found}


def test_programme_call_case_and_firm_show_what_the_ledger_says_and_the_same(
    paid: Application, qin: Player, he: Player, lan: Player, finance: Player
) -> None:
    pages = {
        "programme": (browser(), f"/policies/{paid.programme}/"),
        "call": (browser(), f"/calls/{paid.call.number}/"),
        "call at the desk": (browser(qin), f"/desk/applications/calls/{paid.call.number}/"),
        "case": (browser(qin), f"/desk/applications/cases/{paid.number}/"),
        "firm": (browser(lan), f"/applications/{paid.pk}/"),
    }

    def told() -> dict[str, dict[str, str]]:
        return {
            name: shown(client.get(path).content.decode()) for name, (client, path) in pages.items()
        }

    def of_the_ledger() -> dict[str, str]:
        one = standing_of_application(paid)
        of_call = standing_of_call(paid.call)
        assert of_call == standing_of_programme(paid.programme)
        assert one == replace(of_call, committed=0)  # that is set aside for nobody yet
        sums = {"已核定": one.granted, "已拨付": one.paid}
        sums |= {"已退回": one.returned} if one.returned else {}
        return shown("".join(f"<dt>{name}</dt><dd>{money(fen)}" for name, fen in sums.items()))

    whole = of_the_ledger()
    assert set(whole) == {"已核定", "已拨付"}
    assert told() == dict.fromkeys(pages, whole)
    held = standing_of_application(paid).paid
    one = clawing_back.decide_recovery(
        recovery=proposed(paid, qin, held), actor=he.actor, now=now()
    )
    repaid(one, finance, held // 4)
    part = of_the_ledger()
    assert set(part) == {"已核定", "已拨付", "已退回"}
    assert told() == dict.fromkeys(pages, part)
