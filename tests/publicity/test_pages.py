"""公示的页面: what everybody reads, how anybody objects, and how a department handles it."""

import re
from datetime import timedelta
from io import BytesIO

from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.kernel.models import AuditEntry
from huiqi.publicity.actions import Said, file_objection, withdraw_award, withdraw_notice
from huiqi.publicity.models import NoticeDraft, Objection, PublicAward, Publicity
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL
from tests.publicity.conftest import PROGRAMME, Desk, SignedIn

CLUE = Said("名单不全", is_named=False)


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", response.content.decode()))


def sheet_of(client: Client, path: str) -> list[tuple[object, ...]]:
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(path).content))
    return [tuple(row) for row in book.get_sheet_by_index(0).to_python()]


def form(desk: Desk, **other: object) -> dict[str, object]:
    words: dict[str, object] = {
        "programme": PROGRAMME,
        "call": CALL,
        "title": "技改拟资助名单",
        "basis": "试〔2021〕1号第三条",
        "begins_on": TODAY.isoformat(),
        "last_day": "",
        "pick": [str(one.subject_id) for one in desk.firms],
    }
    return words | other


def test_notice_goes_its_whole_way_over_pages(desk: Desk, signed_in: SignedIn) -> None:
    qin, he, tao, visitor = map(signed_in, (desk.qin, desk.he, desk.tao, None))
    start = text_of(qin, "/desk/notices/new/")
    assert "3 家待公示" in start
    path = f"/desk/notices/new/?programme={PROGRAMME}&call={CALL}"
    assert "深圳市技术改造" not in text_of(qin, path)
    wrong = qin.post("/desk/notices/new/", form(desk, title="", last_day="明天", pick=["x"]))
    assert wrong.status_code == 422
    told = wrong.content.decode()
    problems = re.findall(r"<li>([^<]*)</li>", told.split('role="alert"')[1].split("</div>")[0])
    assert problems == [
        "最后一天：请写成 2021-10-20 这样的日期",
        "请至少选一家单位",
        "标题：此字段不能为空。",
        "公示草稿要写明标题、依据、扶持计划和是哪一次申报",
    ]
    qin.post("/desk/notices/new/", form(desk))
    draft = NoticeDraft.objects.get()
    page = f"/desk/notices/drafts/{draft.pk}/"
    assert "依法不公开" not in text_of(qin, page)
    qin.post(f"{page}edit/", form(desk, title="技改拟资助名单（更名）"))
    qin.post(f"{page}submit/")
    assert qin.post(f"{page}publish/").status_code == 403
    assert "起草公示的人不能自己发布" in text_of(qin, page)
    assert he.post(f"{page}edit/", form(desk)).status_code == 403
    no_reason = he.post(f"{page}return/", {"reason": ""})
    assert (no_reason.status_code, "请写明理由" in no_reason.content.decode()) == (409, True)
    made = he.post(f"{page}publish/")
    notice = Publicity.objects.get()
    assert made.headers["Location"] == f"/desk/notices/{notice.number}/"
    read = text_of(visitor, f"/notices/{notice.number}/")
    assert "技改拟资助名单（更名）" in read
    assert "连今天还有 7 个工作日可以提异议" in read
    assert ("王小明" in read, "个体工商户，名称可能含经营者姓名" in read) == (False, True)
    assert "王小明五金店" in text_of(tao, f"/desk/notices/{notice.number}/")
    assert he.post(f"{page}nothing/").status_code == 404


def test_anybody_objects_and_reads_the_answer_by_the_receipt(
    desk: Desk, signed_in: SignedIn, lan: Player
) -> None:
    notice, visitor, tao = desk.notice(), signed_in(None), signed_in(desk.tao)
    address = f"/notices/{notice.number}/object/"
    assert "1. 深圳市澄澜智能装备有限公司" in text_of(visitor, f"{address}?row=1")
    wrong = visitor.post(address, {"kind": "named", "row": "9", "text": ""})
    assert (wrong.status_code, "没有序号「9」" in wrong.content.decode()) == (422, True)
    said = {
        "kind": "named",
        "row": "1",
        "text": "设备是旧的",
        "raised_by": "李雷",
        "contact": "lilei@example.com",
    }
    kept = visitor.post(address, said)
    receipt = text_of(visitor, kept.headers["Location"])
    (code,) = re.findall(r"查询码([2-9A-Z]{10})", receipt)
    number = Objection.objects.get().number
    assert number in receipt
    assert "这个地址已经失效" in text_of(visitor, "/notices/receipt/?told=x", 410)
    wrong = visitor.post("/notices/outcome/", {"number": number, "code": "WRONGWRONG"})
    assert (wrong.status_code, "对不上" in wrong.content.decode()) == (422, True)
    asked = {"number": number.lower(), "code": code.lower()}
    assert "核查中" in visitor.post("/notices/outcome/", asked).content.decode()
    # Who objected is read by the department alone.
    for player in (None, lan):
        assert "李雷" not in text_of(signed_in(player), f"/notices/{notice.number}/")
    answered = f"/desk/notices/objections/{number}/answer/"
    assert (
        signed_in(desk.he).post(answered, {"outcome": "upheld", "text": "属实"}).status_code == 403
    )
    silent = tao.post(answered, {"text": "属实"})
    assert (silent.status_code, "请选异议成立还是不成立" in silent.content.decode()) == (409, True)
    assert "李雷" in text_of(tao, f"/desk/notices/{notice.number}/")
    tao.post(answered, {"outcome": "upheld", "text": "发票是 2015 年的"})
    outcome = visitor.post("/notices/outcome/", asked).content.decode()
    assert ("异议成立" in outcome, "发票是 2015 年的" in outcome) == (True, True)
    read = text_of(visitor, f"/notices/{notice.number}/")
    assert "核查后认定异议成立" in read
    assert sheet_of(tao, "/desk/notices/objections.xlsx")[1][4:6] == ("李雷", "lilei@example.com")


def test_who_objects_too_often_has_to_wait(desk: Desk, signed_in: SignedIn) -> None:
    notice, visitor = desk.notice(), signed_in(None)
    address = f"/notices/{notice.number}/object/"
    answers = [
        visitor.post(address, {"kind": "clue", "text": f"第 {number} 条"}) for number in range(11)
    ]
    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 3600
    assert Objection.objects.count() == 10


def test_notices_are_found_by_everything_that_is_asked(desk: Desk, signed_in: SignedIn) -> None:
    first = desk.notice(picked={desk.firms[0].subject_id: ""})
    hidden = {desk.firms[2].subject_id: ""}
    second = desk.notice(picked=hidden, title="小店名单")
    tomorrow = TODAY + timedelta(days=1)
    later = desk.notice(picked={desk.firms[1].subject_id: ""}, begins_on=tomorrow, title="明天")
    visitor = signed_in(None)

    def found(query: str) -> list[str]:
        rows = sheet_of(visitor, f"/notices/list.xlsx?{query}")
        return [str(row[0]) for row in rows[1:]]

    assert found("") == [second.number, first.number]
    assert found("q=澄澜") == [first.number]
    assert found("q=王小明") == []  # who is not named is not found by the name
    assert found("q=小店&year=2021&phase=running") == [second.number]
    assert found(f"department={first.department_id}&programme={PROGRAMME}") == found("")
    assert found("phase=ended") == []
    calendar = visitor.get("/notices/last-days.ics?q=小店").content.decode()
    assert re.findall(r"DTSTART[^\r]*", calendar) == ["DTSTART;VALUE=DATE:20211028"]
    withdraw_notice(notice=second, reason="重复", actor=desk.qin.actor, now=NOW)
    assert found("phase=withdrawn") == [second.number]
    read = text_of(visitor, "/notices/")
    assert ("重复" in read, "明天" in read) == (True, False)
    assert visitor.get(f"/notices/{later.number}/").status_code == 404
    wrong = visitor.get("/notices/?year=去年&phase=lost&department=x&q=" + "长" * 61)
    problems = re.findall(r"<li>([^<]*)</li>", wrong.content.decode().split('role="alert"')[1])
    assert wrong.status_code == 422
    assert problems[:4] == [
        "要找的文字最多 60 字",
        "没有「lost」这种进展，请在列出的里选",
        "年份「去年」看不懂，请写 2012 以后的四位数字",
        "没有这个公示单位，请在列出的里选",
    ]


def test_what_was_taken_off_is_shown_as_such_and_a_withdrawn_notice_names_nobody(
    desk: Desk, signed_in: SignedIn
) -> None:
    notice, visitor = desk.notice(), signed_in(None)
    off = PublicAward.objects.get(publicity=notice, place=2)
    withdraw_award(award=off, reason="企业放弃", actor=desk.qin.actor, now=NOW)
    file_objection(notice=notice, award=None, said=CLUE, now=NOW)
    read = text_of(visitor, f"/notices/{notice.number}/")
    assert "撤下：企业放弃" in read
    assert "2 家有效，合计" in read
    rows = sheet_of(visitor, f"/notices/{notice.number}/list.xlsx")
    assert [(row[1], row[6], row[8]) for row in rows[1:]] == [
        ("深圳市澄澜智能装备有限公司", "公示中", ""),
        ("深圳市远山新材料有限公司", "已撤下", "企业放弃"),
        ("不公开（个体工商户，名称可能含经营者姓名）", "公示中", ""),
    ]
    assert "没有这个名称" in text_of(visitor, f"/notices/{notice.number}/?q=王小明")
    withdraw_notice(notice=notice, reason="金额写错", actor=desk.he.actor, now=NOW)
    read = text_of(visitor, f"/notices/{notice.number}/")
    assert ("金额写错" in read, "澄澜" in read) == (True, False)
    assert len(sheet_of(visitor, f"/notices/{notice.number}/list.xlsx")) == 1
    assert "已经撤回" in text_of(visitor, f"/notices/{notice.number}/object/")


def test_department_extends_withdraws_and_registers_and_another_finds_nothing(
    desk: Desk, signed_in: SignedIn, gu: Player, lan: Player
) -> None:
    notice, qin = desk.notice(), signed_in(desk.qin)
    page = f"/desk/notices/{notice.number}/"
    draft = f"/desk/notices/drafts/{NoticeDraft.objects.get().pk}/"
    for path in (page, draft):
        assert signed_in(gu).get(path).status_code == 404
        assert signed_in(lan).get(path).status_code == 403
    for end, given, sentence in (
        ("extend/", {"last_day": "x", "reason": ""}, "延长公示要写明理由"),
        ("withdraw/", {"reason": ""}, "撤回公示要写明理由"),
        ("awards/2/withdraw/", {"reason": " "}, "撤下一家要写明理由"),
        ("objections/", {"text": "", "raised_by": "李雷"}, "实名异议请写联系方式"),
        ("objections/", {"text": "有误", "row": "77"}, "名单里没有这个序号"),
    ):
        refused = qin.post(page + end, given)
        assert (refused.status_code, sentence in refused.content.decode()) == (409, True)
        assert signed_in(gu).post(page + end, given).status_code == 404
    qin.post(f"{page}extend/", {"last_day": "2021-11-01", "reason": "补充材料"})
    qin.post(f"{page}awards/2/withdraw/", {"reason": "企业放弃"})
    qin.post(f"{page}objections/", {"text": "来电", "raised_by": "韩梅", "contact": "13800138000"})
    read = text_of(qin, page)
    for words in ("补充材料", "企业放弃", "韩梅，13800138000", "起草或发布公示的人不能自己答复"):
        assert words in read
    assert "2021年11月1日" in text_of(signed_in(None), f"/notices/{notice.number}/")
    assert qin.post(f"{page}awards/99/withdraw/", {"reason": "x"}).status_code == 404
    draw = text_of(qin, f"/desk/notices/new/?programme={PROGRAMME}&call={CALL}")
    assert ("先前从公示撤下过" in draw, "在另一份草稿里" in draw) == (True, False)
    desk.draft(picked={desk.firms[1].subject_id: ""})
    draw = qin.get(f"/desk/notices/new/?programme={PROGRAMME}&call={CALL}").content.decode()
    assert ("在另一份草稿里" in draw, " checked" in draw) == (True, False)
    looks = AuditEntry.objects.filter(verb="publicity.read", object_id=notice.pk)
    assert {one.subject_id for one in looks} == {desk.firms[2].subject_id}
    # Once with an objection by name on the page.
    seen = AuditEntry.objects.filter(verb="publicity.objectors")
    assert {(one.person_id, one.object_id) for one in seen} == {(desk.qin.person.pk, notice.pk)}
