"""降级受理: a source is away; what the firm wrote stands in for it, and nobody decides on that."""

from datetime import timedelta

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import recovering
from huiqi.programmes.definition import definitions
from huiqi.programmes.degraded import problems_of_sources, sources_away
from huiqi.programmes.stages import formal_check, running
from huiqi.programmes.stages.refusing import refuse
from huiqi.rules.dictionary import FACTS
from tests.cast import NOW, Player, facts_on_record
from tests.programmes.applying import a_call
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db
PLATFORM = "shenzhen.demonstration_platform"
AWAY = frozenset({Source.TAX})


def test_what_the_firm_wrote_stands_in_until_the_source_is_back(
    chenglan: Organization, lan: Player, qin: Player, he: Player
) -> None:
    walk = Walk(definitions()[PLATFORM], chenglan, lan, qin, he, (qin, qin, qin))
    outage = recovering.report_outage(
        source=Source.TAX, reason="接口中断", actor=qin.actor, now=NOW
    )
    application = walk.begin()
    application.refresh_from_db()
    assert (application.state, application.degraded) == ("active", ["assets", "employees"])
    run = running.current(application)
    assert run is not None
    wait = (
        "「%s」的数据源（税务）自 2021-10-20 09:30 中断，补核以前不能作决定；"
        "可以先请企业补正，或等数据源恢复"
    )
    obstacles = [wait % FACTS[key].label for key in ("assets", "employees")]
    assert formal_check.obstacles_to(run)[:2] == obstacles
    with pytest.raises(Refused) as refused:
        refuse(run=run, clause="试 第一条", reason="不符合", actor=qin.actor, now=walk.at)
    assert refused.value.problems == tuple(obstacles)
    assert recovering.back_fill(actor=SYSTEM, now=walk.at) == 0
    recovering.end_outage(outage=outage, actor=he.actor, now=walk.at)
    back = "「%s」的数据源已经恢复，还没有补核，每小时补核一次"
    assert formal_check.obstacles_to(run)[:2] == [
        back % FACTS[key].label for key in ("assets", "employees")
    ]
    facts_on_record(chenglan, Source.TAX, walk.at.date(), employees=31)
    assert recovering.back_fill(actor=SYSTEM, now=walk.at) == 1
    application.refresh_from_db()
    assert application.degraded == []
    assert recovering.back_fill(actor=SYSTEM, now=walk.at) == 0


def test_only_what_the_rules_need_and_nobody_told_keeps_it_from_being_handed_in(
    chenglan: Organization, lan: Player, qin: Player, he: Player
) -> None:
    call = a_call(qin, he, None, None, "shenzhen.voucher_allowance")
    draft = actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)
    assert problems_of_sources(draft, NOW.date(), frozenset()) == []
    away = frozenset({Source.REGISTRY, Source.DEPARTMENT})
    needed = "「%s」的数据源（%s）暂时中断，审核离不开这一项；%s"
    wait, fill_in = "草稿已保存，请在数据源恢复以后提交", "请在申报表里填写"
    assert problems_of_sources(draft, NOW.date(), away) == [
        needed % (FACTS["entity_kind"].label, "市场监管登记", wait),
        needed % (FACTS["industry"].label, "市场监管登记", wait),
        needed % (FACTS["rd_spend"].label, "主管部门认定", fill_in),
        needed % (FACTS["blacklisted"].label, "市场监管登记", wait),
    ]


def test_a_source_is_told_away_by_an_officer_once_and_comes_back_once(
    qin: Player, he: Player, lan: Player
) -> None:
    with pytest.raises(Denied):
        recovering.report_outage(source=Source.TAX, reason="断", actor=lan.actor, now=NOW)
    outage = recovering.report_outage(source=Source.TAX, reason="断", actor=qin.actor, now=NOW)
    assert sources_away() == AWAY
    with pytest.raises(Refused, match="这个数据源已经登记为中断"):
        recovering.report_outage(source=Source.TAX, reason="又断", actor=he.actor, now=NOW)
    later = NOW + timedelta(hours=1)
    recovering.end_outage(outage=outage, actor=he.actor, now=later)
    assert sources_away() == frozenset()
    with pytest.raises(Refused, match="这个数据源已经登记为恢复"):
        recovering.end_outage(outage=outage, actor=he.actor, now=later)


def test_an_outage_says_why_and_the_firm_itself_is_no_source(qin: Player) -> None:
    for source, reason in ((Source.TAX, " "), (Source.SELF_DECLARED, "断")):
        with pytest.raises(Refused, match="登记中断要写明情况；企业自报不是数据源"):
            recovering.report_outage(source=source, reason=reason, actor=qin.actor, now=NOW)
