"""事实的办理: what is said comes on record as said, is taken back, and is put right on request."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.models import AuditEntry, MoveLog
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.actions import ask_correction, record_facts, retract_fact
from huiqi.parties.actions.facts import Said
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, FactCorrection, Organization
from huiqi.parties.queries import actors_of, facts_of
from huiqi.parties.states import CORRECTION
from tests.cast import NOW, TODAY, Player, facts_on_record

SELF = Said(Source.SELF_DECLARED, TODAY)
TAX = Said(Source.TAX, date(2021, 4, 30))


def refusals(act: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.problems


def agent_of(firm: Organization, agent: Player) -> Actor:
    actors = actors_of(agent.person, NOW)
    return next(actor for actor in actors if actor.organization_id == firm.pk)


# Recording


def test_values_are_kept_as_files_write_them(lan: Player, chenglan: Organization) -> None:
    record_facts(
        subject=chenglan.subject,
        facts={
            "营业收入": "1,000.5 万元",
            "debt_ratio": "35%",
            "management_certified": "是",
            "park_kind": "孵化器",
            "service_contract_on": "2021年9月1日",
            "titles": [{"kind": "专精特新企业", "granted_on": "2020-05-01"}],
            "titles_complete": False,
            "rented_area": "120.5",
        },
        said=SELF,
        actor=lan.actor,
        now=NOW,
    )
    assert {row.key: (row.value, row.period) for row in Fact.objects.all()} == {
        "revenue": (10_005_000, 2020),
        "debt_ratio": ("0.35", 2020),
        "management_certified": (True, None),
        "park_kind": ("incubator", None),
        "service_contract_on": ("2021-09-01", None),
        "titles": ([{"kind": "srdi", "granted_on": "2020-05-01"}], None),
        "titles_complete": (False, None),
        "rented_area": ("120.5", None),
    }
    facts = facts_of(chenglan.subject, TODAY)
    assert facts.known == {
        "revenue": 1_000_500_000,
        "debt_ratio": 350_000_000,
        "management_certified": True,
        "park_kind": "incubator",
        "service_contract_on": date(2021, 9, 1).toordinal(),
        "rented_area": 120_500_000,
    }
    assert (facts.complete, facts.problems) == ({"titles": False}, ())
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_id, entry.detail["来源"]) == (
        "记录事实",
        chenglan.subject_id,
        "self_declared",
    )


def test_prior_years_are_counted_from_the_year_it_speaks_of(
    qin: Player, chenglan: Organization
) -> None:
    said = Said(Source.TAX, date(2021, 4, 30), period=2019)
    record_facts(
        subject=chenglan.subject,
        facts={"revenue": 3, "revenue_prior": 2, "revenue_prior2": 1},
        said=said,
        actor=qin.actor,
        now=NOW,
    )
    told = Fact.objects.order_by("period").values_list("key", "period", "value")
    assert list(told) == [("revenue", 2017, 1), ("revenue", 2018, 2), ("revenue", 2019, 3)]


def test_everything_that_is_wrong_is_told_and_nothing_recorded(
    lan: Player, chenglan: Organization
) -> None:
    told = refusals(
        record_facts,
        subject=chenglan.subject,
        facts={"employes": 5, "employees": "很多", "revenue": -5, "name": "澄澜"},
        said=Said(Source.SELF_DECLARED, TODAY + timedelta(days=1), period=2021),
        actor=lan.actor,
        now=NOW,
    )
    assert [sentence.partition("」")[0] for sentence in told] == [
        "没有名为「employes",
        "「从业人员",
        "「营业收入",
        "截至日期 2021-10-21 不能晚于今天",
        "2021 年度尚未结束，还没有全年的数据",
    ]
    assert Fact.objects.count() == 0


def test_unknown_value_takes_nothing_back(lan: Player, chenglan: Organization) -> None:
    asked: dict[str, Any] = {
        "subject": chenglan.subject,
        "said": SELF,
        "actor": lan.actor,
        "now": NOW,
    }
    record_facts(facts={"insured_headcount": 5}, **asked)
    assert record_facts(facts={"insured_headcount": None, "park_kind": "不详"}, **asked) == []
    assert facts_of(chenglan.subject, TODAY).outer("insured_headcount") == 5


def test_what_was_said_already_is_not_recorded_again(lan: Player, chenglan: Organization) -> None:
    asked: dict[str, Any] = {
        "subject": chenglan.subject,
        "said": SELF,
        "actor": lan.actor,
        "now": NOW,
    }
    record_facts(facts={"insured_headcount": 5, "revenue": 7}, **asked)
    new = record_facts(facts={"insured_headcount": 6, "revenue": 7}, **asked)
    assert [(row.key, row.value) for row in new] == [("insured_headcount", 6)]
    assert record_facts(facts={"insured_headcount": 6, "revenue": 7}, **asked) == []
    assert AuditEntry.objects.count() == 2


@pytest.mark.parametrize("name", ["lan", "min_", "wu"])
def test_firm_and_its_agent_speak_for_the_firm(
    name: str, request: pytest.FixtureRequest, chenglan: Organization
) -> None:
    actor = agent_of(chenglan, request.getfixturevalue(name))
    asked: dict[str, Any] = {"subject": chenglan.subject, "actor": actor, "now": NOW}
    assert len(record_facts(facts={"insured_headcount": 5}, said=SELF, **asked)) == 1
    with pytest.raises(Denied, match="须由管辖该企业的主管部门人员办理，或由系统办理"):
        record_facts(facts={"insured_headcount": 5}, said=TAX, **asked)


@pytest.mark.parametrize("name", ["shan", "qin", "shen", "system_admin"])
def test_nobody_else_speaks_for_the_firm(
    name: str, request: pytest.FixtureRequest, chenglan: Organization
) -> None:
    with pytest.raises(Denied, match="须由本企业人员办理"):
        record_facts(
            subject=chenglan.subject,
            facts={"insured_headcount": 5},
            said=SELF,
            actor=request.getfixturevalue(name).actor,
            now=NOW,
        )


def test_agent_who_may_only_view_says_nothing(wu: Player, chenglan: Organization) -> None:
    wu.person.mandates.update(powers=["view"])
    with pytest.raises(Denied, match="或须由企业授权填写的代办人办理"):
        record_facts(
            subject=chenglan.subject,
            facts={"insured_headcount": 5},
            said=SELF,
            actor=agent_of(chenglan, wu),
            now=NOW,
        )


# Taking back


def test_source_that_takes_its_word_back_leaves_the_next_one(
    lan: Player, qin: Player, chenglan: Organization
) -> None:
    subject = chenglan.subject
    facts = {"insured_headcount": 50, "revenue_prior": 100}
    record_facts(subject=subject, facts=facts, said=TAX, actor=qin.actor, now=NOW)
    facts = {"insured_headcount": 60, "revenue_prior": 90}
    record_facts(subject=subject, facts=facts, said=SELF, actor=lan.actor, now=NOW)
    for key in facts:
        retract_fact(subject=subject, key=key, said=TAX, actor=qin.actor, now=NOW)
    known = facts_of(subject, TODAY)
    assert [known.outer(key) for key in facts] == [60, 90]
    for key in facts:
        retract_fact(subject=subject, key=key, said=SELF, actor=lan.actor, now=NOW)
    assert facts_of(subject, TODAY).known == {}


def test_what_was_never_said_cannot_be_taken_back(qin: Player, chenglan: Organization) -> None:
    asked: dict[str, Any] = {
        "subject": chenglan.subject,
        "said": TAX,
        "actor": qin.actor,
        "now": NOW,
    }
    assert refusals(retract_fact, key="insured_headcount", **asked) == (
        "「近三个月平均参保人数」没有税务的记录可以撤回",
    )
    assert refusals(retract_fact, key="headcount", **asked) == ("没有名为「headcount」的事实",)


# Putting right


@pytest.fixture
def wrong(chenglan: Organization) -> Fact:
    (fact,) = facts_on_record(chenglan, Source.TAX, date(2021, 4, 30), 2020, revenue=100)
    return fact


@pytest.fixture
def asked(wrong: Fact, lan: Player) -> FactCorrection:
    return ask_correction(
        fact=wrong, proposed="120 元", reason="少计一张发票", actor=lan.actor, now=NOW
    )


def test_correction_is_due_in_fifteen_working_days(asked: FactCorrection) -> None:
    assert (asked.due_on, asked.due_is_provisional) == (date(2021, 11, 10), False)
    assert (asked.proposed, asked.status) == (120, "open")


def test_correction_due_beyond_the_published_calendar_is_provisional(
    wrong: Fact, lan: Player
) -> None:
    late = datetime(2035, 1, 4, 9, 0, tzinfo=CITY)
    asked = ask_correction(fact=wrong, proposed=1, reason="有误", actor=lan.actor, now=late)
    assert asked.due_is_provisional


def test_accepted_correction_is_what_the_source_says_now(
    asked: FactCorrection, wrong: Fact, gu: Player, chenglan: Organization
) -> None:
    done = CORRECTION.fire(asked, "accept", actor=gu.actor, now=NOW, answer="已核实")
    assert (done.status, done.decided_by_id, done.decided_at) == (
        "accepted",
        gu.person.pk,
        NOW,
    )
    known = facts_of(chenglan.subject, TODAY)
    assert (known.outer("revenue"), known.sources["revenue"]) == (120, "税务数据")
    assert Fact.objects.get(pk=wrong.pk).value == 100
    assert MoveLog.objects.get().move == "accept"


def test_accepted_removal_leaves_the_next_source(
    wrong: Fact, lan: Player, qin: Player, chenglan: Organization
) -> None:
    asked = ask_correction(fact=wrong, proposed=None, reason="不是本企业", actor=lan.actor, now=NOW)
    CORRECTION.fire(asked, "accept", actor=qin.actor, now=NOW)
    assert facts_of(chenglan.subject, TODAY).known == {}


def test_correction_is_declined_with_a_reason_only(asked: FactCorrection, qin: Player) -> None:
    assert refusals(
        lambda: CORRECTION.fire(asked, "decline", actor=qin.actor, now=NOW, answer=" ")
    ) == ("不采纳更正必须说明理由",)
    done = CORRECTION.fire(asked, "decline", actor=qin.actor, now=NOW, answer="与申报一致")
    assert (done.status, done.answer) == ("declined", "与申报一致")
    with pytest.raises(WrongState, match="现在的状态是「未采纳」，不能更正"):
        CORRECTION.fire(asked, "accept", actor=qin.actor, now=NOW)
    assert Fact.objects.count() == 1


def test_moves_are_open_to_those_whose_they_are(
    asked: FactCorrection, lan: Player, gu: Player, shan: Player
) -> None:
    moves = {
        player.person.name: [move.name for move in CORRECTION.open_moves(player.actor, asked)]
        for player in (lan, gu, shan)
    }
    assert moves == {"陈岚": ["withdraw"], "顾清": ["accept", "decline"], "石山": []}
    assert [move.name for move in CORRECTION.open_moves(SYSTEM, asked)] == ["accept"]


def test_firm_withdraws_its_request_and_may_ask_again(
    asked: FactCorrection, wrong: Fact, lan: Player
) -> None:
    again: dict[str, Any] = {
        "fact": wrong,
        "proposed": 130,
        "reason": "再次核对",
        "actor": lan.actor,
        "now": NOW,
    }
    assert refusals(ask_correction, **again) == ("这项事实已有一个更正申请在处理",)
    CORRECTION.fire(asked, "withdraw", actor=lan.actor, now=NOW)
    assert ask_correction(**again).proposed == 130


@pytest.mark.parametrize(
    ("proposed", "reason", "sentences"),
    [
        ("100 元", "", ("请说明更正的理由", "更正后的值与现在的值相同")),
        (" ", "有误", ("请填写更正后的值",)),
    ],
)
def test_request_that_says_nothing_is_refused(
    wrong: Fact, lan: Player, proposed: object, reason: str, sentences: tuple[str, ...]
) -> None:
    told = refusals(
        ask_correction, fact=wrong, proposed=proposed, reason=reason, actor=lan.actor, now=NOW
    )
    assert told == sentences


def test_request_for_a_value_of_the_wrong_type_says_so(wrong: Fact, lan: Player) -> None:
    (told,) = refusals(
        ask_correction, fact=wrong, proposed="很多", reason="有误", actor=lan.actor, now=NOW
    )
    assert told.startswith("「营业收入」（revenue）：")


def test_own_word_is_changed_not_corrected(lan: Player, chenglan: Organization) -> None:
    own, gone = facts_on_record(
        chenglan, Source.SELF_DECLARED, insured_headcount=1, rented_area=None
    )
    asked: dict[str, Any] = {"reason": "有误", "actor": lan.actor, "now": NOW}
    sentence = "企业自报的内容请直接修改，不需要申请更正"
    assert refusals(ask_correction, fact=own, proposed=2, **asked) == (sentence,)
    assert refusals(ask_correction, fact=gone, proposed=None, **asked) == (
        sentence,
        "这项事实已经撤回，不能再申请删除",
    )


def test_correction_is_asked_by_the_firm_itself(wrong: Fact, wu: Player, shan: Player) -> None:
    for player in (wu, shan):
        for actor in actors_of(player.person, NOW):
            with pytest.raises(Denied, match="须由本企业人员办理"):
                ask_correction(fact=wrong, proposed=1, reason="有误", actor=actor, now=NOW)
