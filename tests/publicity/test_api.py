"""公示的接口: everybody reads and objects; a department works by the actions of the pages."""

import re

from huiqi.api.enums import Scope
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import TODAY, Player
from tests.ledger.books import CALL
from tests.publicity.conftest import PROGRAMME, Desk


def test_notice_is_drawn_up_published_read_and_objected_to(
    ask: Ask, desk: Desk, gu: Player, lan: Player
) -> None:
    qin, he, tao = (a_token(one, Scope.NOTICES) for one in (desk.qin, desk.he, desk.tao))
    found = ask("/proposable-awards", token=qin).json["items"]
    assert [(one["name"], one["amount"], one["running"]) for one in found] == [
        ("深圳市澄澜智能装备有限公司", 1_000_000, None),
        ("深圳市远山新材料有限公司", 500_000, None),
        ("王小明五金店", 80_000, None),
    ]
    asked = {
        "programme": PROGRAMME,
        "call": CALL,
        "title": "技改拟资助名单",
        "basis": "试〔2021〕1号第三条",
        "begins_on": TODAY.isoformat(),
        "awards": [{"subject": one["subject"]} for one in found],
    }
    draft = ask("/notice-drafts", asked, token=qin).json
    path = f"/notice-drafts/{draft['draft']}"
    assert (draft["state"], len(draft["awards"])) == ("drafted", 3)
    ask(f"{path}/moves", {"move": "submit"}, token=qin)
    assert ask(f"{path}/moves", {"move": "publish"}, token=qin).code == (403, "denied")
    assert ask(path, token=a_token(gu, Scope.NOTICES)).code == (404, "not_found")
    assert ask(path, token=a_token(lan, Scope.NOTICES)).code == (403, "denied")
    number = ask(f"{path}/moves", {"move": "publish"}, token=he).json["notice"]
    (notice,) = ask("/notices").json["items"]
    assert (notice["number"], notice["phase"], notice["awards"]) == (number, "running", 3)
    assert ask(f"/notices/{number}").json["working_days"] == 7
    rows = ask(f"/notices/{number}/awards").json["items"]
    assert [(one["name"], one["withheld"]) for one in rows][2] == (
        None,
        "个体工商户，名称可能含经营者姓名",
    )
    said = {"text": "设备是旧的", "row": 1, "raised_by": "李雷", "contact": "13800138000"}
    receipt = ask(f"/notices/{number}/objections", said).json
    assert re.fullmatch(r"[2-9A-Z]{10}", receipt["code"])
    (objection,) = ask("/objections", token=tao).json["items"]
    assert (objection["number"], objection["raised_by"]) == (receipt["number"], "李雷")
    answer = {"upheld": True, "text": "属实"}
    assert ask(f"/objections/{receipt['number']}/answer", answer, token=tao).json["upheld"] is True
    later = {"last_day": "2021-11-01", "reason": "补充材料"}
    (longer,) = ask(f"/notices/{number}/extensions", later, token=qin).json["items"]
    assert (longer["last_day"], longer["awards"]) == ("2021-11-01", 2)
    ask(f"/notices/{number}/withdrawals", {"row": 2, "reason": "放弃"}, token=qin)
    rows = ask(f"/notices/{number}/awards").json["items"]
    assert [one["gone_for"] for one in rows] == ["核查后认定异议成立", "放弃", None]
    (gone,) = ask(f"/notices/{number}/withdrawals", {"reason": "重来"}, token=he).json["items"]
    assert (gone["phase"], gone["withdrawn_for"]) == ("withdrawn", "重来")
    assert ask(f"/notices/{number}/awards").json["total"] == 0


def test_bad_input_gets_every_reason_and_too_many_have_to_wait(ask: Ask, desk: Desk) -> None:
    qin = a_token(desk.qin, Scope.NOTICES)
    number = desk.notice().number
    wrong = ask(f"/notices/{number}/objections", {"text": 1, "row": 9, "x": 1, "anonymous": "是"})
    assert wrong.code == (422, "invalid")
    assert sorted(wrong.keys) == ["anonymous", "contact", "raised_by", "row", "text", "x"]
    assert ask("/notices?phase=lost&year=x").code == (422, "invalid")
    assert ask("/notices/GS-1999-000001").code == (404, "not_found")
    drawn = ask("/notice-drafts", {"programme": 1, "begins_on": "明天", "awards": [{}]}, token=qin)
    assert sorted(drawn.keys) == ["awards", "basis", "begins_on", "call", "programme", "title"]
    assert ask("/notice-drafts/x", token=qin).code == (404, "not_found")
    early = ask(
        f"/notices/{number}/extensions", {"last_day": "2021-10-21", "reason": "x"}, token=qin
    )
    assert early.code == (409, "refused")
    assert ask("/objections/YY-1/answer", {}, token=qin).code == (404, "not_found")
    for count in range(10):
        clue = {"text": f"第 {count} 条", "anonymous": True}
        assert ask(f"/notices/{number}/objections", clue).status == 200
    once_more = {"text": "又一条", "anonymous": True}
    assert ask(f"/notices/{number}/objections", once_more).code == (429, "too_many_requests")
