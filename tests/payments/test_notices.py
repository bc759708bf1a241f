"""先公示后拨付: what may be paid, what may not yet, and what every refusal says."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.ledger.actions import set_up_budget
from huiqi.ledger.actions.posting import book
from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.queries import payables
from huiqi.ledger.slips import Line, Slip
from huiqi.parties.models import Organization
from huiqi.payments import actions
from huiqi.payments.notices import obstacles_to
from huiqi.payments.queries import choices
from huiqi.publicity.actions import (
    Proposed,
    answer_objection,
    extend_notice,
    raise_objection,
    withdraw_award,
    withdraw_notice,
)
from huiqi.publicity.models import Publicity
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL, WAN, award
from tests.opendata.paying import at
from tests.payments.paying import Paying, shown
from tests.publicity.test_publicity import clue

END = "；依据：《深圳市市级财政专项资金管理办法》（深府规〔2018〕12号，条款待核）"


def why_not(day: date = TODAY) -> dict[int, str]:
    """By subject, why its money may not be paid on a day."""
    return {key[2]: one.why for key, one in obstacles_to(payables(), day).items()}


@pytest.fixture
def notice(paying: Paying) -> Publicity:
    return Publicity.objects.get()


def test_everything_may_be_paid_the_day_after_the_last_day_of_the_notice(
    paying: Paying, notice: Publicity
) -> None:
    chenglan, yuanshan = (firm.subject_id for firm in paying.firms)
    assert why_not(notice.until) == {}
    running = (
        f"{paying.books.fund.department}的公示 {notice} 还没有期满，最后一天 2021-10-15，"
        f"还不能拨付；2021-10-16 起没有未了的异议就可以付{END}"
    )
    assert why_not(notice.last_day) == {chenglan: running, yuanshan: running}
    pages = {one.page for one in obstacles_to(payables(), notice.last_day).values()}
    assert pages == {reverse("publicity:notice", args=[notice.number])}
    assert why_not(date(2021, 10, 7))[chenglan] == (
        f"{paying.books.fund.department}的公示 {notice} 从 2021-10-08 起，最后一天 2021-10-15，"
        f"还不能拨付；2021-10-16 起没有未了的异议就可以付{END}"
    )


def test_objection_holds_back_its_own_award_until_it_is_answered(
    paying: Paying, notice: Publicity, qin: Player
) -> None:
    chenglan = paying.firms[0]
    office = paying.books.fund.department
    against = notice.awards.get(subject=chenglan.subject_id)
    last = at(notice.last_day)
    one = raise_objection(
        notice=notice, award=against, said=clue("名称不符"), actor=SYSTEM, now=last
    )
    assert why_not() == {
        chenglan.subject_id: (
            f"{office}的公示 {notice} 已经期满（最后一天 2021-10-15），但有异议还没有答复，"
            f"不能拨付；请公示单位答复异议{END}"
        )
    }
    answer_objection(objection=one, is_upheld=True, text="属实", actor=qin.actor, now=NOW)
    assert why_not() == {
        chenglan.subject_id: (
            f"{office}的公示 {notice} 里对这家单位的异议成立，不能拨付；请撤销核定，"
            f"或更正以后重新公示{END}"
        )
    }


def test_award_that_was_never_shown_or_whose_notice_was_withdrawn_is_not_paid(
    paying: Paying, notice: Publicity
) -> None:
    withdraw_notice(notice=notice, reason="名单有误", actor=SYSTEM, now=NOW)
    never = (
        "这笔资助没有有效的公示（没有公示过，或公示已撤回），还不能拨付；请主管部门先发布"
        f"拟资助公示，期满没有未了的异议再付{END}"
    )
    assert set(why_not().values()) == {never}
    assert [one.why_not for one in choices()] == [(never,), (never,)]
    assert [one.notice for one in choices()] == ["", ""]
    with pytest.raises(Refused) as no:
        paying.order()
    assert no.value.problems == tuple(f"「{firm}」：{never}" for firm in paying.firms)


def test_notice_that_was_extended_and_an_award_taken_off_it_are_waited_for(
    paying: Paying, notice: Publicity
) -> None:
    chenglan, yuanshan = paying.firms
    given: dict[str, Any] = {"reason": "名单有疑", "actor": SYSTEM, "now": at(notice.last_day)}
    extend_notice(notice=notice, until=date(2021, 10, 23), **given)
    assert {why.split("，还不能")[0] for why in why_not().values()} == {
        f"{paying.books.fund.department}的公示 {notice} 还没有期满，最后一天 2021-10-22"
    }
    withdraw_award(award=notice.awards.get(subject=yuanshan.subject_id), **given)
    assert set(why_not(date(2021, 10, 23))) == {yuanshan.subject_id}
    assert set(why_not()) == {chenglan.subject_id, yuanshan.subject_id}


def test_what_goes_beyond_the_notice_is_not_paid(paying: Paying, notice: Publicity) -> None:
    chenglan = paying.firms[0]
    paying.books.do("approve", WAN, award=award(chenglan, 2))
    told = (
        f"{paying.books.fund.department}的公示 {notice} 写明最多 300,000.00 元，各期合计核定了 "
        "310,000.00 元，多出的没有公示过，不能拨付；请撤销多核定的，或更正以后重新公示"
    )
    assert why_not() == {chenglan.subject_id: told + END}
    shown(paying.books.fund, Proposed(chenglan, 31 * WAN))
    assert why_not() == {}


@pytest.mark.parametrize("step", ["submit", "check", "export"])
def test_notice_withdrawn_meanwhile_stops_the_order_at_every_step(
    paying: Paying, notice: Publicity, step: str
) -> None:
    order = paying.checked(paying.firms[1]) if step == "export" else paying.order(paying.firms[1])
    if step == "check":
        order = actions.submit_order(order=order, actor=paying.maker, now=NOW)
    withdraw_notice(notice=notice, reason="名单有误", actor=SYSTEM, now=NOW)
    acts = {
        "submit": lambda: actions.submit_order(order=order, actor=paying.maker, now=NOW),
        "check": lambda: actions.check_order(order=order, actor=paying.first, now=NOW),
        "export": lambda: actions.export_order(order=order, actor=paying.maker, now=NOW),
    }
    with pytest.raises(Refused) as no:
        acts[step]()
    (told,) = no.value.problems
    assert told.startswith("第 1 行「深圳市远山新材料有限公司」：这笔资助没有有效的公示")
    assert told.endswith("；请退回制单人，删去这一行，可以付了再加入")
    assert paying.books.balance(Stage.ORDERED) == 0


def test_what_came_with_the_opening_entries_needs_no_notice(
    paying: Paying, notice: Publicity, nanshan: Organization
) -> None:
    budget, firm = paying.books.upgrade, nanshan.subject_id
    lines = (
        Line(budget.pk, Stage.SOURCE, -WAN),
        Line(budget.pk, Stage.APPROVED, WAN, CALL, firm, 1),
    )
    slip = Slip(Deed.OPENING, "opening:1", TODAY, "旧账移交", lines, source="移交清单")
    book(slip, SYSTEM)
    assert [one.subject.pk for one in payables()] == [*sorted({*_ids(paying), firm})]
    assert why_not() == {}
    paying.books.do("approve", WAN, award=award(nanshan))
    assert set(why_not()) == {firm}


def _ids(paying: Paying) -> list[int]:
    return [one.subject_id for one in paying.firms]


def test_award_of_a_fund_as_a_whole_is_looked_for_by_its_call(
    paying: Paying, notice: Publicity, nanshan: Organization
) -> None:
    whole = set_up_budget(fund=paying.books.fund, year=2021, actor=SYSTEM)
    for act, more in (
        ("appropriate", {}),
        ("commit", {"call": CALL}),
        ("approve", {"award": award(nanshan)}),
    ):
        paying.books.do(act, WAN, budget=whole, **more)
    assert set(why_not()) == {nanshan.subject_id}
    shown(paying.books.fund, Proposed(nanshan, WAN))
    assert why_not() == {}
