"""公示: who may give a notice, object to it and answer, and where each award stands on a day."""

from datetime import date, timedelta

import pytest

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization, Person
from huiqi.publicity.actions import (
    Asked,
    Draft,
    Proposed,
    Said,
    answer_objection,
    draw_up,
    publishing,
    raise_objection,
    withdraw_notice,
)
from huiqi.publicity.enums import Standing
from huiqi.publicity.models import Objection, PublicAward, Publicity
from huiqi.publicity.queries import standing_of, standings_of
from tests.cast import NOW, TODAY, Player, a_member, a_person, an_organization
from tests.opendata.paying import at

FEN = 100


def clue(text: str) -> Said:
    return Said(text, is_named=False)


def give(bureau: Organization, actor: Actor, *awards: Proposed, **other: object) -> Publicity:
    """Past the desk: published by the actor, drawn up by somebody else."""
    words: dict[str, object] = {
        "programme": "shenzhen.srdi_award",
        "call": "TZ-2021-000001",
        "title": "拟资助名单",
        "department": bureau,
        "begins_on": TODAY,
    }
    draft = Draft(**(words | other))  # type: ignore[arg-type]
    with_the_bureau = Person.objects.filter(username="drafter").first()
    drafter = with_the_bureau or a_person("drafter", "起草人")
    return publishing.give(draft, awards, drafted_by=drafter.pk, actor=actor, now=NOW)


@pytest.fixture
def notice(bureau: Organization, qin: Player, chenglan: Organization) -> Publicity:
    """Given by 覃越 today, of one firm."""
    return give(bureau, qin.actor, Proposed(chenglan, 50 * FEN))


def the_award(notice: Publicity) -> PublicAward:
    return PublicAward.objects.get(publicity=notice)


def test_notice_runs_for_seven_working_days_of_which_the_first_is_one(notice: Publicity) -> None:
    assert notice.number == "GS-2021-000001"
    assert (notice.begins_on, notice.last_day) == (TODAY, date(2021, 10, 28))


def test_award_stands_where_the_day_is(notice: Publicity) -> None:
    award = the_award(notice)
    days = (TODAY - timedelta(days=1), TODAY, notice.last_day, notice.until)
    assert [standing_of(award, day) for day in days] == [
        Standing.UPCOMING,
        Standing.RUNNING,
        Standing.RUNNING,
        Standing.ENDED,
    ]


def test_objection_holds_an_award_until_it_is_answered(
    notice: Publicity, qin: Player, he: Player
) -> None:
    after = notice.until
    said = raise_objection(
        notice=notice, award=the_award(notice), said=clue(" 不符合 "), actor=qin.actor, now=NOW
    )
    assert said.text == "不符合"
    assert standings_of(notice, after) == [(the_award(notice), Standing.DISPUTED)]
    answer_objection(objection=said, is_upheld=False, text="符合", actor=he.actor, now=NOW)
    assert standing_of(the_award(notice), after) == Standing.ENDED
    more = raise_objection(
        notice=notice, award=None, said=clue("全部有误"), actor=qin.actor, now=NOW
    )
    assert standing_of(the_award(notice), after) == Standing.DISPUTED
    answer_objection(objection=more, is_upheld=True, text="确有误", actor=he.actor, now=NOW)
    assert standing_of(the_award(notice), after) == Standing.UPHELD


def test_withdrawn_notice_counts_for_nothing_and_can_be_given_anew(
    notice: Publicity, bureau: Organization, qin: Player, chenglan: Organization
) -> None:
    award = the_award(notice)
    with pytest.raises(Refused, match="还没有期满"):
        give(bureau, qin.actor, Proposed(chenglan, FEN))
    withdraw_notice(notice=notice, reason="金额写错", actor=qin.actor, now=NOW)
    assert standing_of(award, notice.until) == Standing.WITHDRAWN
    assert give(bureau, qin.actor, Proposed(chenglan, FEN)).number == "GS-2021-000002"
    with pytest.raises(Refused, match="这份公示已经撤回过"):
        withdraw_notice(notice=notice, reason="再撤", actor=qin.actor, now=NOW)
    with pytest.raises(Refused, match="已经撤回，不用再提异议"):
        raise_objection(notice=notice, award=None, said=clue("晚了"), actor=qin.actor, now=NOW)


def test_everything_that_is_wrong_with_a_notice_is_told_at_once(
    bureau: Organization, qin: Player, chenglan: Organization
) -> None:
    with pytest.raises(Refused) as refused:
        give(
            bureau,
            qin.actor,
            Proposed(chenglan, 0),
            Proposed(chenglan, FEN, "心情不好"),
            title=" ",
            begins_on=TODAY - timedelta(days=1),
            until=TODAY + timedelta(days=1),
        )
    assert refused.value.problems == (
        "公示不能从过去的日子开始；首日写今天（2021-10-20）或以后",
        "公示期至少 7 个工作日（首日算在内），现在只有 2 个",
        "第 1 家：拟资助金额必须大于零，现在是 0.00 元",
        "第 2 家：这家单位已经列过，请合成一行",
        "第 2 家：没有「心情不好」这种不公开的原因",
        "标题：此字段不能为空。",
        "公示要写明标题、扶持计划和是哪一次申报",
    )
    with pytest.raises(Refused, match="公示的最后一天不能早于首日"):
        give(bureau, qin.actor, Proposed(chenglan, FEN), until=TODAY)
    with pytest.raises(Refused, match="公示至少要列一家单位"):
        give(bureau, qin.actor)
    with pytest.raises(Refused, match="请自己写明公示的最后一天"):
        give(bureau, qin.actor, Proposed(chenglan, FEN), begins_on=date(2031, 1, 6))
    assert not Publicity.objects.exists()


def test_objection_is_heard_while_the_notice_runs_and_about_its_own_awards(
    notice: Publicity, bureau: Organization, qin: Player, yuanshan: Organization
) -> None:
    later = give(bureau, qin.actor, Proposed(yuanshan, FEN), begins_on=TODAY + timedelta(days=1))
    other = the_award(later)
    for given, sentence in (
        ({"notice": later, "award": other}, "公示从 2021-10-21 开始，那天起可以提异议"),
        ({"now": at(notice.until)}, r"公示期已满（最后一天 2021-10-28）"),
        ({"award": other}, "这家单位不在这份公示里"),
        ({"said": clue(" ")}, "请写明异议的内容"),
    ):
        words = {
            "notice": notice,
            "award": None,
            "said": clue("有误"),
            "actor": qin.actor,
            "now": NOW,
        }
        with pytest.raises(Refused, match=sentence):
            raise_objection(**(words | given))
    assert not Objection.objects.exists()


def test_only_its_department_answers_and_never_whoever_gave_the_notice(
    notice: Publicity, qin: Player, he: Player, lan: Player, nanshan: Organization
) -> None:
    said = raise_objection(notice=notice, award=None, said=clue("有误"), actor=SYSTEM, now=NOW)
    stranger = a_member("linjia", "林嘉", nanshan, Role.DISTRICT_OFFICER)
    for who, sentence in (
        (lan, "须由发布这份公示的部门的经办人员或处室负责人办理"),
        (stranger, "须由发布这份公示的部门的经办人员或处室负责人办理"),
        (qin, "发布公示的人不能自己答复对它的异议"),
    ):
        with pytest.raises(Denied, match=sentence):
            answer_objection(objection=said, is_upheld=False, text="无误", actor=who.actor, now=NOW)
    with pytest.raises(Refused, match="答复异议要写明理由"):
        answer_objection(objection=said, is_upheld=True, text="", actor=he.actor, now=NOW)
    answer_objection(objection=said, is_upheld=False, text="无误", actor=he.actor, now=NOW)
    with pytest.raises(Refused, match="已经答复过，答复不能改"):
        answer_objection(objection=said, is_upheld=True, text="有误", actor=he.actor, now=NOW)
    with pytest.raises(Denied, match="须由主管部门的经办人员"):
        draw_up(asked=Asked("", "", "", "", TODAY), actor=lan.actor, now=NOW)


def test_whoever_trades_under_their_own_name_is_not_named_whatever_is_asked(
    bureau: Organization, qin: Player
) -> None:
    trader = an_organization("王小明五金店", Kind.SOLE_TRADER)
    team = an_organization("李雷团队", Kind.MAKER_TEAM)
    given = give(bureau, qin.actor, Proposed(trader, FEN), Proposed(team, FEN, "trade_secret"))
    told = PublicAward.objects.filter(publicity=given).order_by("place")
    assert [one.withheld for one in told] == ["sole_trader", "trade_secret"]
