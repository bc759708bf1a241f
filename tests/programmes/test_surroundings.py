"""案卷的周围: the firm, what it got before, the money of its call, and the cases beside it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Award
from huiqi.parties.actions import record_facts
from huiqi.parties.actions.facts import Said
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.programmes.models import Application, Call, StageRun
from huiqi.programmes.queries.amounts import computed_of
from huiqi.programmes.queries.applying import step_of
from huiqi.programmes.queries.surroundings import Batch, Beside, batch_of, beside, firm_of
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import WAN, Books
from tests.programmes.desk import DESK, case_url, in_hand, run_of
from tests.programmes.pages import browser, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_case_says_what_is_known_of_the_firm_and_who_says_so(
    active: Application, qin: Player
) -> None:
    record_facts(
        subject=active.subject,
        facts={"employees": 86, "industry": "3821", "revenue": "52000000"},
        said=Said(Source.TAX, TODAY),
        actor=SYSTEM,
        now=NOW,
    )
    page = read(browser(qin), case_url(active))
    firm = page[page.index(" 企业 ") : page.index("统一社会信用代码")]
    assert "规模 小型" in firm
    assert "从业人员 86 人 税务" in firm
    assert "营业收入 5,200 万元 税务" in firm
    assert "所在区 不知道" in firm  # what no source ever said is not left out


@pytest.mark.parametrize(("industry", "told"), [("6620", "不划型"), ("3821", "不知道")])
def test_firm_that_no_standard_covers_is_not_taken_for_one_that_nobody_knows(
    industry: str, told: str, active: Application
) -> None:
    record_facts(
        subject=active.subject,
        facts={"industry": industry},
        said=Said(Source.REGISTRY, TODAY),
        actor=SYSTEM,
        now=NOW,
    )
    size, *_others = firm_of(active.subject, TODAY)
    assert (size.value or "不知道") == told


def test_case_says_what_the_firm_got_before_year_by_year(
    active: Application, books: Books, chenglan: Organization, qin: Player
) -> None:
    assert "账上没有。" in read(browser(qin), case_url(active))
    award = Award("TZ-2020-000009", chenglan.subject_id)
    books.do("appropriate", 30 * WAN, budget=books.srdi)
    books.do("commit", 30 * WAN, budget=books.srdi, call=award.call)
    books.do("approve", 20 * WAN, budget=books.srdi, award=award)
    page = read(browser(qin), case_url(active))
    told = page[page.index("历年得到的资助") : page.index("环节")]
    assert "2021" in told
    assert told.count("20.00 万元") == 2  # of the year, and of all years


def test_case_says_how_far_the_money_of_its_call_goes(
    active: Application, call: Call, qin: Player
) -> None:
    in_hand(call, range(1))  # 100 元
    in_hand(call, range(1, 2), asked_fen=None)
    assert active.asked_fen is not None
    asked = active.asked_fen + 100_00
    batch = batch_of(call)
    assert batch == Batch(60 * WAN, 0, 3, asked, 1)
    page = read(browser(qin), case_url(active))
    told = page[page.index("本批预算") : page.index("企业看到的")]
    assert "本批 60.00 万元 已核定 0 元" in told
    assert "还没有决定的 3 件，共申请" in told
    assert "（1 件没有写金额）" in told
    assert f"够付其中的 {batch.reach_percent}%" in told


def test_reach_is_never_more_than_all_and_not_known_where_nobody_asks() -> None:
    assert Batch(60 * WAN, 20 * WAN, 2, 80 * WAN, 0).reach_percent == 50
    assert Batch(60 * WAN, 20 * WAN, 2, 10 * WAN, 0).reach_percent == 100
    assert Batch(60 * WAN, 90 * WAN, 2, 10 * WAN, 0).reach_percent == 0
    assert Batch(60 * WAN, 90 * WAN, 1, 10 * WAN, 0).share == 1
    assert Batch(60 * WAN, 0, 0, 0, 0).reach_percent is None


def test_call_without_money_has_no_batch(call: Call) -> None:
    call.ceiling_fen = None
    assert batch_of(call) is None


def test_every_case_stands_between_those_due_before_and_after_it(call: Call) -> None:
    first, second, third, open_ended, last = in_hand(call, range(5))
    days = (0, 1, 1, None, None)
    for run, more in zip((first, second, third, open_ended, last), days, strict=True):
        run.due_on = None if more is None else TODAY + timedelta(days=more)
        StageRun.objects.filter(pk=run.pk).update(due_on=run.due_on)
    runs = [first, second, third, open_ended, last]
    listed = StageRun.objects.select_related("application").order_by("due_on", "id")
    assert list(listed) == runs  # PostgreSQL has those without a day last
    numbers = ["", *(one.application.number for one in listed), ""]
    for place, run in enumerate(runs, 1):
        assert beside(run, listed) == Beside(numbers[place - 1], numbers[place + 1])


def test_officer_goes_from_case_to_case_in_the_list_as_it_was_filtered(
    call: Call, qin: Player
) -> None:
    in_hand(call, range(5))
    client = browser(qin)
    client.get(f"{DESK}?text=第1申报")
    alone = Application.objects.get(organization__name="深圳市第1申报有限公司")
    page = client.get(case_url(alone)).content.decode()
    assert ("上一件" in page, "下一件" in page) == (False, False)
    client.get(DESK)
    page = client.get(case_url(alone)).content.decode()
    before = Application.objects.get(organization__name="深圳市第2申报有限公司")  # due earlier
    after = Application.objects.get(organization__name="深圳市第0申报有限公司")
    assert page.index(f'href="{case_url(before)}"') < page.index(f'href="{case_url(after)}"')


def test_officer_reads_what_the_firm_reads(active: Application, qin: Player) -> None:
    run = run_of(active)
    assert step_of(active).run == run
    page = read(browser(qin), case_url(active))
    told = page[page.index("企业看到的") :]
    assert f"现在是「{run.get_kind_display()}」，不用你做什么。最迟" in told


def test_every_sum_of_a_reckoning_has_its_share_of_the_largest(active: Application) -> None:
    computed = computed_of(active)
    sums = [one.fen for one in computed.lines if one.fen is not None]
    assert [share for _line, share in computed.drawn if share is not None] == [
        Fraction(fen, max(sums)) for fen in sums
    ]
    assert [one.sentence for one in computed.lines] == computed.steps
