"""异议移交: in a department of two another one answers, on record, and can give it back."""

import pytest
from django.db import IntegrityError, transaction

from huiqi.api.enums import Scope
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import todos_of
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Membership, Organization
from huiqi.publicity.actions import (
    Said,
    answer_objection,
    give_back_objection,
    raise_objection,
    refer_objection,
)
from huiqi.publicity.models import Objection, ObjectionAnswer, Publicity, Referral
from huiqi.publicity.queries.referring import referees_for
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import LONGHUA, NANSHAN, NOW, Player, a_member, an_organization
from tests.publicity.conftest import Desk, SignedIn
from tests.publicity.test_pages import text_of

WHY = "本局两个人都经手"


@pytest.fixture
def city_finance(city_clock: object) -> Player:
    """钱正, who pays in the bureau of finance."""
    office = an_organization("市财政局", Kind.DEPARTMENT)
    return a_member("qianzheng", "钱正", office, Role.FINANCE_OFFICER)


@pytest.fixture
def peer(city_clock: object) -> Player:
    """周维, chief in a bureau beside it."""
    office = an_organization("市科技创新局", Kind.DEPARTMENT)
    return a_member("zhouwei", "周维", office, Role.SECTION_CHIEF)


@pytest.fixture
def of_two(desk: Desk) -> Desk:
    """覃越 and 何川 are all there are: 陶然 has left."""
    Membership.objects.filter(person=desk.tao.person).update(until=NOW)
    return desk


@pytest.fixture
def objection(of_two: Desk) -> Objection:
    said = Said("设备是旧的", "李雷", "13800138000")
    return raise_objection(
        notice=of_two.notice(), award=None, said=said, actor=of_two.qin.actor, now=NOW
    )


def refer(one: Objection, by: Player, to: Player, **more: str) -> Referral:
    office = to.actor.organization_id
    told = {"ground": "nobody", "reason": WHY} | more
    return refer_objection(objection=one, to_id=office, actor=by.actor, now=NOW, **told)


def answer(one: Objection, by: Player) -> ObjectionAnswer:
    return answer_objection(
        objection=one, is_upheld=False, text="核对过发票", actor=by.actor, now=NOW
    )


def test_another_department_answers_where_nobody_of_its_own_may(
    of_two: Desk, objection: Objection, city_finance: Player, peer: Player
) -> None:
    for player in (of_two.qin, of_two.he):
        assert list(todos_of(player.actor).filter(kind=Objection._meta.label)) == []
        with pytest.raises(Denied, match="或移交别的部门"):
            answer(objection, player)
    with pytest.raises(Denied, match="须由发布这份公示的部门"):
        answer(objection, city_finance)
    referral = refer(objection, of_two.he, city_finance)
    assert (referral.tie, referral.by) == ("finance", of_two.he.person)
    (todo,) = todos_of(city_finance.actor)
    assert (todo.text, todo.url) == (
        f"核查并答复移交的异议 {objection.number}",
        f"/desk/notices/objections/{objection.number}/",
    )
    with pytest.raises(Denied, match="须由受托部门的人员答复"):
        answer(objection, peer)
    assert answer(objection, city_finance).answered_by == city_finance.person
    ended = Todo.objects.filter(kind=Objection._meta.label).order_by("id")
    assert [one.outcome for one in ended] == ["dropped", "done"]
    verbs = AuditEntry.objects.filter(act="write").order_by("-id").values_list("verb", flat=True)
    assert list(verbs)[:2] == ["答复异议", "移交异议"]


def test_everything_wrong_with_a_referral_is_told_at_once(
    of_two: Desk, objection: Objection, city_finance: Player, lan: Player
) -> None:
    with pytest.raises(Refused) as refused:
        refer(objection, of_two.qin, lan, ground="busy", reason=" ")
    assert refused.value.problems == (
        "请选事由：本部门没有第三个人，或其他人应当回避",
        "请从名单里选上级、财政或同级的一个部门；名单上是有人可以答复的",
        "请写明理由",
    )
    with pytest.raises(Refused, match="理由最多 200 字，现在 201 字"):
        refer(objection, of_two.qin, city_finance, reason="长" * 201)
    with pytest.raises(Denied, match="须由发布这份公示的部门"):
        refer(objection, city_finance, city_finance)
    with pytest.raises(Refused, match="没有移交，不用退回"):
        give_back_objection(objection=objection, reason="x", actor=of_two.qin.actor, now=NOW)
    refer(objection, of_two.qin, city_finance)
    with pytest.raises(Refused, match="已经移交市财政局"):
        refer(objection, of_two.qin, city_finance)
    answer(objection, city_finance)
    with pytest.raises(Refused, match="已经答复，不用再移交"):
        refer(objection, of_two.qin, city_finance)


def test_department_with_a_third_person_refers_only_on_recusal(
    desk: Desk, city_finance: Player
) -> None:
    said = Said("设备是旧的", is_named=False)
    one = raise_objection(
        notice=desk.notice(), award=None, said=said, actor=desk.qin.actor, now=NOW
    )
    with pytest.raises(Refused, match="本部门还有 陶然 可以答复"):
        refer(one, desk.qin, city_finance)
    refer(one, desk.qin, city_finance, ground="recusal", reason="陶然是申报单位法人的亲属")
    with pytest.raises(Denied, match="须由受托部门的人员答复"):
        answer(one, desk.tao)


def test_referral_is_given_back_and_the_department_is_asked_again(
    of_two: Desk, objection: Objection, city_finance: Player, peer: Player
) -> None:
    refer(objection, of_two.qin, city_finance)
    with pytest.raises(Denied, match="须由受托部门的人员答复"):
        give_back_objection(objection=objection, reason="x", actor=peer.actor, now=NOW)
    with pytest.raises(Refused, match="请写明理由"):
        give_back_objection(objection=objection, reason="", actor=city_finance.actor, now=NOW)
    give_back_objection(objection=objection, reason="不归财政", actor=city_finance.actor, now=NOW)
    assert list(todos_of(city_finance.actor)) == []
    again = refer(objection, of_two.qin, peer)
    assert again.tie == "peer"
    assert answer(objection, peer).answered_by == peer.person
    asked = Todo.objects.filter(kind=Objection._meta.label).order_by("id")
    assert [one.outcome for one in asked] == ["dropped", "dropped", "dropped", "done"]


def test_referees_are_the_superior_finance_and_those_beside_with_somebody_who_could(
    bureau: Organization, city_finance: Player, peer: Player, nanshan: Organization, gu: Player
) -> None:
    an_organization("市空壳局", Kind.DEPARTMENT)
    longhua = an_organization("龙华区企服中心", Kind.DISTRICT_OFFICE, district=LONGHUA)
    a_member("longhua", "龙某", longhua, Role.DISTRICT_OFFICER)
    beside = an_organization("南山区工信局", Kind.DISTRICT_OFFICE, district=NANSHAN)
    other = a_member("nanshan", "南某", beside, Role.DISTRICT_OFFICER)
    told = [
        (one.organization.name, str(one.tie))
        for one in referees_for(Publicity(department=nanshan, drafted_by=gu.person), NOW)
    ]
    assert told == [
        ("市科技创新局", "superior"),
        ("市财政局", "finance"),
        ("南山区工信局", "peer"),
    ]
    mine = Publicity(department=bureau, drafted_by=other.person, published_by=peer.person)
    assert [one.organization.name for one in referees_for(mine, NOW)] == ["市财政局"]


def test_database_lets_nobody_who_drew_it_up_answer_nor_refer_it_to_itself(
    of_two: Desk, objection: Objection
) -> None:
    row = ObjectionAnswer(objection=objection, text="x", is_upheld=False, answered_at=NOW)
    row.answered_by = of_two.qin.person
    with (
        pytest.raises(IntegrityError, match="answered by who drew it up"),
        transaction.atomic(),
    ):
        row.save()
    office = objection.publicity.department
    to_itself = Referral(
        objection=objection,
        to=office,
        tie="peer",
        ground="nobody",
        reason="x",
        by=of_two.qin.person,
        at=NOW,
    )
    with pytest.raises(IntegrityError, match="referred to itself"), transaction.atomic():
        to_itself.save()


def test_pages_refer_answer_and_give_back_and_another_finds_nothing(
    of_two: Desk, objection: Objection, city_finance: Player, peer: Player, signed_in: SignedIn
) -> None:
    qin, money, other = (signed_in(one) for one in (of_two.qin, city_finance, peer))
    page = f"/desk/notices/objections/{objection.number}/"
    assert (money.get(page).status_code, other.get(page).status_code) == (404, 404)
    assert "看这件异议，或移交" in text_of(qin, f"/desk/notices/{objection.publicity.number}/")
    read = text_of(qin, page)
    assert ("李雷，13800138000" in read, "市财政局（财政部门）" in read) == (True, True)
    wrong = qin.post(f"{page}refer/", {"to": "x", "ground": "", "reason": ""})
    assert (wrong.status_code, "请选事由" in wrong.content.decode()) == (409, True)
    to = city_finance.actor.organization_id
    given = {"to": to, "ground": "nobody", "reason": WHY}
    assert qin.post(f"{page}refer/", given).headers["Location"] == page
    assert "已经移交别的部门答复" in text_of(qin, page)
    assert WHY in text_of(money, page)
    assert other.post(f"{page}answer/", {"outcome": "rejected", "text": "x"}).status_code == 404
    silent = money.post(f"{page}answer/", {"text": "x"})
    assert (silent.status_code, "请选异议成立" in silent.content.decode()) == (409, True)
    back = money.post(f"{page}give-back/", {"reason": "不归财政"})
    assert (back.headers["Location"], money.get(page).status_code) == ("/inbox/", 404)
    qin.post(f"{page}refer/", given)
    money.post(f"{page}answer/", {"outcome": "rejected", "text": "核对过发票"})
    assert "核对过发票" in text_of(qin, page)
    looks = AuditEntry.objects.filter(verb="publicity.objectors", person_id=city_finance.person.pk)
    assert {one.purpose for one in looks} == {f"核查异议 {objection.number}"}


def test_program_refers_and_answers_by_the_same_actions(
    of_two: Desk, objection: Objection, city_finance: Player, ask: Ask
) -> None:
    qin, money = (a_token(one, Scope.NOTICES) for one in (of_two.qin, city_finance))
    path = f"/objections/{objection.number}"
    (referee,) = ask(f"{path}/referees", token=qin).json["items"]
    office = city_finance.actor.organization_id
    assert referee == {"organization": office, "name": "市财政局", "tie": "finance"}
    assert ask(f"{path}/referees", token=money).code == (403, "denied")
    wrong = ask(f"{path}/referrals", {"to": "x", "x": 1}, token=qin)
    assert sorted(wrong.keys) == ["ground", "reason", "to", "x"]
    refused = ask(
        f"{path}/referrals", {"to": 999_999, "ground": "nobody", "reason": "x"}, token=qin
    )
    assert refused.code == (409, "refused")
    asked = {"to": office, "ground": "nobody", "reason": WHY}
    assert ask(f"{path}/referrals", asked, token=qin).json["referred_to"] == "市财政局"
    (one,) = ask("/objections", token=money).json["items"]
    assert (one["number"], one["raised_by"]) == (objection.number, "李雷")
    back = ask(f"{path}/referrals", {"to": None, "reason": "不归财政"}, token=money).json
    assert back["referred_to"] is None
    assert ask(f"{path}/answer", {"upheld": False, "text": "x"}, token=money).code == (
        404,
        "not_found",
    )
    ask(f"{path}/referrals", asked | {"reason": "再请"}, token=qin)
    told = ask(f"{path}/answer", {"upheld": False, "text": "核对过发票"}, token=money)
    assert told.json["upheld"] is False
