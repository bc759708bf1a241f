"""办理公示: drawn up from the books by one, published by another, extended, withdrawn by a row."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.publicity.actions import (
    Said,
    amend_draft,
    answer_objection,
    cancel_draft,
    draw_up,
    extend_notice,
    file_objection,
    publish_draft,
    return_draft,
    set_notice_period,
    submit_draft,
    take_back_draft,
    withdraw_award,
    withdraw_notice,
)
from huiqi.publicity.enums import DraftState, Standing
from huiqi.publicity.models import NoticeDraft, Objection, Objector, PublicAward, Publicity
from huiqi.publicity.queries import cleared_awards, proposables, standings_of
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL, WAN, award
from tests.opendata.paying import at
from tests.publicity.conftest import PROGRAMME, Desk

REASON = "与审计核对"


def standings(notice: Publicity, day: date) -> list[Standing]:
    return [standing for _, standing in standings_of(notice, day)]


def open_todos() -> list[str]:
    return [one.text for one in Todo.objects.filter(done_at=None).order_by("id")]


def test_notice_is_drawn_up_from_the_books_and_published_by_another(desk: Desk) -> None:
    draft = desk.draft()
    assert open_todos() == ["发布公示：技改拟资助名单"]
    with pytest.raises(Denied, match="起草公示的人不能自己发布"):
        publish_draft(draft=draft, actor=desk.qin.actor, now=NOW)
    notice = publish_draft(draft=draft, actor=desk.he.actor, now=NOW)
    told = [(one.name, one.amount_fen, one.withheld) for one in notice.awards.order_by("place")]
    assert told == [
        ("深圳市澄澜智能装备有限公司", 100 * WAN, ""),
        ("深圳市远山新材料有限公司", 50 * WAN, ""),
        ("王小明五金店", 8 * WAN, "sole_trader"),
    ]
    people = (notice.drafted_by_id, notice.published_by_id)
    assert people == (desk.qin.person.pk, desk.he.person.pk)
    assert (notice.begins_on, notice.last_day) == (TODAY, date(2021, 10, 28))
    assert NoticeDraft.objects.get().state == DraftState.PUBLISHED
    assert open_todos() == ["公示期满后办理 GS-2021-000001"]
    verbs = AuditEntry.objects.filter(act="write").order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["起草公示", "发布公示"]
    with pytest.raises(WrongState, match="已发布"):
        publish_draft(draft=draft, actor=desk.he.actor, now=NOW)


def test_everything_that_is_wrong_with_a_draft_is_told_at_once(desk: Desk, lan: Player) -> None:
    wrong = desk.asked(
        programme="no.such",
        title=" ",
        basis="",
        begins_on=TODAY - timedelta(days=1),
        until=TODAY + timedelta(days=1),
        picked={desk.firms[0].subject_id: "心情不好"},
    )
    with pytest.raises(Refused) as refused:
        draw_up(asked=wrong, actor=desk.qin.actor, now=NOW)
    assert refused.value.problems == (
        "没有扶持计划「no.such」，请从可公示的款项里选",
        "公示不能从过去的日子开始；首日写今天（2021-10-20）或以后",
        "公示期至少 7 个工作日（首日算在内），现在只有 2 个",
        "选中的有 1 家不在可公示的款项里（没有核定、已经付清或已经公示期满），请重新选",
        "没有「心情不好」这种不公开的原因",
        "标题：此字段不能为空。",
        "依据：此字段不能为空。",
        "公示草稿要写明标题、依据、扶持计划和是哪一次申报",
    )
    with pytest.raises(Refused, match="请至少选一家单位"):
        draw_up(asked=desk.asked(picked={}), actor=desk.qin.actor, now=NOW)
    with pytest.raises(Denied, match="须由主管部门的经办人员"):
        draw_up(asked=desk.asked(), actor=lan.actor, now=NOW)
    assert not NoticeDraft.objects.exists()


def test_draft_goes_back_to_its_drafter_with_the_reason_and_is_mended(desk: Desk) -> None:
    draft = desk.draft()
    with pytest.raises(Refused, match="请写明理由"):
        return_draft(draft=draft, reason=" ", actor=desk.he.actor, now=NOW)
    back = return_draft(draft=draft, reason="少写条款", actor=desk.he.actor, now=NOW)
    assert (back.state, back.remark) == (DraftState.DRAFTED, "少写条款")
    assert open_todos() == ["修改退回的公示草稿：技改拟资助名单"]
    with pytest.raises(Denied, match="须由起草这份公示的人办理"):
        amend_draft(draft=back, asked=desk.asked(), actor=desk.he.actor, now=NOW)
    one = desk.firms[0].subject_id
    amend_draft(draft=back, asked=desk.asked(picked={one: ""}), actor=desk.qin.actor, now=NOW)
    assert list(back.awards.values_list("subject_id", flat=True)) == [one]
    again = submit_draft(draft=back, actor=desk.qin.actor, now=NOW)
    taken = take_back_draft(draft=again, actor=desk.qin.actor, now=NOW)
    with pytest.raises(WrongState, match="不能发布"):
        publish_draft(draft=taken, actor=desk.he.actor, now=NOW)
    assert cancel_draft(draft=taken, actor=desk.qin.actor, now=NOW).state == DraftState.CANCELLED
    assert open_todos() == []
    with pytest.raises(WrongState, match="不能改"):
        amend_draft(draft=taken, asked=desk.asked(), actor=desk.qin.actor, now=NOW)


def test_draft_that_the_books_left_behind_is_not_published(desk: Desk) -> None:
    draft, firm = desk.draft(), desk.firms[0]
    desk.books.do("revoke", 40 * WAN, award=award(firm))
    with pytest.raises(Refused) as refused:
        publish_draft(draft=draft, actor=desk.he.actor, now=NOW)
    (problem,) = refused.value.problems
    assert problem == (
        "第 1 家「深圳市澄澜智能装备有限公司」：账上核定的是 600,000.00 元，草稿写的是 "
        "1,000,000.00 元；请改草稿，重新选入"
    )


def test_what_a_notice_clears_or_names_is_not_proposed_again(desk: Desk) -> None:
    firm = desk.firms[0]
    notice = desk.notice(picked={firm.subject_id: ""})
    department = notice.department_id
    named = [(one.firm.name, one.running) for one in proposables(department, TODAY)]
    assert named == [
        ("深圳市澄澜智能装备有限公司", "GS-2021-000001"),
        ("深圳市远山新材料有限公司", ""),
        ("王小明五金店", ""),
    ]
    with pytest.raises(Refused, match="在公示 GS-2021-000001 里还没有期满"):
        desk.draft(picked={firm.subject_id: ""})
    after = [one.firm.name for one in proposables(department, notice.ends)]
    assert after == ["深圳市远山新材料有限公司", "王小明五金店"]
    desk.books.do("approve", 5 * WAN, award=award(firm, 2))
    (more, *_others) = proposables(department, notice.ends, programme=PROGRAMME, call=CALL)
    assert (more.amount_fen, more.waiting_fen) == (105 * WAN, 105 * WAN)


def test_notice_period_is_what_is_set_on_its_first_day(desk: Desk) -> None:
    since = TODAY + timedelta(days=1)
    with pytest.raises(Denied, match="由系统办理"):
        set_notice_period(since=since, working_days=3, basis="试", actor=desk.he.actor, now=NOW)
    with pytest.raises(Refused) as refused:
        set_notice_period(since=since, working_days=0, basis="", actor=SYSTEM, now=NOW)
    assert refused.value.problems == (
        "依据：此字段不能为空。",
        "公示期应是 1 至 60 个工作日",
        "公示期要写明依据",
    )
    set_notice_period(since=since, working_days=10, basis="试〔2021〕2号", actor=SYSTEM, now=NOW)
    assert desk.notice(picked={desk.firms[0].subject_id: ""}).last_day == date(2021, 10, 28)
    later = desk.notice(picked={desk.firms[1].subject_id: ""}, begins_on=since)
    assert later.last_day == date(2021, 11, 3)


def test_extension_moves_the_end_and_nothing_is_cleared_before_it(desk: Desk, lan: Player) -> None:
    notice = desk.notice()
    for until, reason, sentence in (
        (None, REASON, "请写成 2021-10-20 这样的日期"),
        (notice.ends, REASON, r"要晚于现在的最后一天（2021-10-28）"),
        (date(2021, 11, 2), " ", "延长公示要写明理由"),
    ):
        with pytest.raises(Refused, match=sentence):
            extend_notice(notice=notice, until=until, reason=reason, actor=desk.qin.actor, now=NOW)
    extend_notice(
        notice=notice, until=date(2021, 11, 2), reason=REASON, actor=desk.qin.actor, now=NOW
    )
    longer = Publicity.objects.get()
    assert longer.last_day == date(2021, 11, 1)
    assert standings(longer, date(2021, 10, 29)) == [Standing.RUNNING] * 3
    assert cleared_awards(date(2021, 11, 1)) == {}
    assert len(cleared_awards(date(2021, 11, 2))) == 3
    due = Todo.objects.get(key__startswith="publicity:end:").due_at
    assert due is not None
    assert due.astimezone(CITY).date() == longer.last_day
    with pytest.raises(Refused, match="公示期已满"):
        extend_notice(
            notice=longer,
            until=date(2021, 12, 1),
            reason=REASON,
            actor=desk.qin.actor,
            now=at(longer.ends),
        )
    with pytest.raises(Denied, match="须由发布这份公示的部门"):
        extend_notice(
            notice=longer, until=date(2021, 12, 1), reason=REASON, actor=lan.actor, now=NOW
        )


def test_row_that_was_taken_off_is_not_cleared_and_its_firm_is_told_why(
    desk: Desk, lan: Player
) -> None:
    notice = desk.notice()
    award_of_lan = PublicAward.objects.get(publicity=notice, subject_id=desk.firms[0].subject_id)
    with pytest.raises(Refused, match="撤下一家要写明理由"):
        withdraw_award(award=award_of_lan, reason="", actor=desk.qin.actor, now=NOW)
    withdraw_award(award=award_of_lan, reason="放弃申请", actor=desk.qin.actor, now=NOW)
    assert standings(notice, notice.ends) == [Standing.WITHDRAWN, Standing.ENDED, Standing.ENDED]
    assert award_of_lan.subject_id not in {subject for *_, subject in cleared_awards(notice.ends)}
    told = Message.objects.get(person=lan.person)
    assert told.title == "贵单位的一项拟资助已从公示中撤下"
    assert "理由：放弃申请" in told.body
    with pytest.raises(Refused, match="这一家已经撤下过"):
        withdraw_award(award=award_of_lan, reason="再撤", actor=desk.qin.actor, now=NOW)
    # It can be given anew, and then the new notice decides.
    again = desk.notice(picked={desk.firms[0].subject_id: ""})
    assert standings(again, again.ends) == [Standing.ENDED]
    withdraw_notice(notice=notice, reason="重新公示", actor=desk.qin.actor, now=NOW)
    other = PublicAward.objects.get(publicity=notice, place=2)
    with pytest.raises(Refused, match="整份公示已经撤回"):
        withdraw_award(award=other, reason="再撤", actor=desk.qin.actor, now=NOW)


def test_objection_of_anybody_is_answered_by_who_had_no_hand_in_the_notice(
    desk: Desk, lan: Player
) -> None:
    notice = desk.notice()
    award_of_lan = PublicAward.objects.get(publicity=notice, place=1)
    said = Said("设备是旧的", "李雷", "0755-12345678")
    receipt = file_objection(notice=notice, award=award_of_lan, said=said, now=NOW)
    assert receipt.number == "YY-2021-000001"
    assert len(receipt.code) == 10
    objection = Objection.objects.get()
    assert receipt.code not in objection.code_hash
    assert f"核查并答复异议 {receipt.number}" in open_todos()
    for player in (desk.qin, desk.he):
        with pytest.raises(Denied, match="起草或发布公示的人不能自己答复"):
            answer_objection(
                objection=objection, is_upheld=True, text="属实", actor=player.actor, now=NOW
            )
    answer_objection(
        objection=objection, is_upheld=True, text="属实", actor=desk.tao.actor, now=NOW
    )
    assert standings(notice, notice.ends) == [Standing.UPHELD, Standing.ENDED, Standing.ENDED]
    (told,) = Message.objects.filter(person=lan.person)
    assert "核查后认定对它的异议成立" in told.body
    assert "李雷" not in told.body
    assert f"核查并答复异议 {receipt.number}" not in open_todos()


def test_everything_that_is_wrong_with_an_objection_is_told_at_once(desk: Desk) -> None:
    notice = desk.notice()
    with pytest.raises(Refused) as refused:
        file_objection(notice=notice, award=None, said=Said(" ", "", "x"), now=NOW)
    assert refused.value.problems == (
        "请写明异议的内容",
        "实名异议请写姓名或单位名称；不愿意写的，请选匿名线索",
        "联系方式「x」看不出是电话或邮箱；请写手机、座机（带区号）或邮箱",
    )
    long = Said("长" * 601, "名" * 121, "")
    with pytest.raises(Refused) as refused:
        file_objection(notice=notice, award=None, said=long, now=NOW)
    assert refused.value.problems == (
        "异议的内容最多 600 字，现在 601 字",
        "姓名或单位名称最多 120 字",
        "实名异议请写联系方式，我们据此答复；不愿意写的，请选匿名线索",
    )
    clue = Said("设备是旧的\x00", "写了也不存", "13800000000", is_named=False)
    file_objection(notice=notice, award=None, said=clue, now=NOW)
    made = Objection.objects.get()
    assert (made.text, made.raised_by, made.contact) == ("设备是旧的", "", "")
    with pytest.raises(Refused, match="同样的异议已经收到"):
        file_objection(notice=notice, award=None, said=clue, now=NOW)
    assert Objection.objects.count() == 1


def test_database_itself_wants_two_people_and_a_reason(desk: Desk) -> None:
    notice = desk.notice()
    draft = NoticeDraft.objects.get()
    drafter = desk.qin.person.pk
    for spoil, name in (
        ({"published_by_id": drafter}, "publicity_is_published_by_another"),
        ({"drafted_by_id": None}, "publicity_is_published_by_another"),
        ({"until": TODAY}, "publicity_ends_after_it_begins"),
    ):
        words = {field.attname: getattr(notice, field.attname) for field in notice._meta.fields}
        other = Publicity(**(words | {"id": None, "number": "GS-2021-000009"} | spoil))
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            other.save()
    for column, value, name in (
        ("checked_by_id", drafter, "notice_draft_is_published_by_another"),
        ("publicity_id", None, "notice_draft_is_published_as_a_notice"),
        ("basis", "", "notice_draft_says_what_it_is_of"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            NoticeDraft.objects.filter(pk=draft.pk).update(**{column: value})
    whole = Objection(publicity=notice, number="YY-9", text="有误", received_at=NOW)
    whole.save()
    half = Objector(objection=whole, raised_by="李雷")
    with (
        pytest.raises(IntegrityError, match="objector_is_known_or_forgotten"),
        transaction.atomic(),
    ):
        half.save()
