"""办理端: an officer's table, one's own office's and nobody else's, and many to-dos at once."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiqi.inbox.actions import (
    Whom,
    assign_todos,
    summary,
    take_todo,
    take_todos,
    tick_off,
)
from huiqi.inbox.models import Message, Todo
from huiqi.inbox.queries.desk import load_of_office, todos_at_desk
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Role
from huiqi.parties.models import Membership, Organization
from tests.cast import NOW, Player
from tests.cost import costs
from tests.inbox.conftest import SignIn, a_todo, overdue
from tests.kernel.threads import together
from tests.web.test_frame import Reader

# Questions beyond those of the frame; two keep the place, one asks whose firms the body serves.
BUDGET = 15


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def ticked(page: str) -> int:
    return sum(
        tag == "input" and attrs.get("name") == "todo" and "checked" in attrs
        for tag, attrs in Reader(page).tags
    )


def rows(page: str) -> int:
    return sum(attrs.get("name") == "todo" for tag, attrs in Reader(page).tags if tag == "input")


# What one sees


def test_officer_sees_the_office_and_nothing_of_another(
    qin: Player, gu: Player, of_bureau: Whom, nanshan: Organization
) -> None:
    a_todo("ours", of_bureau)
    a_todo("theirs", Whom(organization=nanshan, role=Role.DISTRICT_OFFICER))
    a_todo("mine", Whom(person=qin.person))
    assert [one.key for one in todos_at_desk(qin.actor)] == ["ours", "mine"]
    assert [one.key for one in todos_at_desk(gu.actor)] == ["theirs"]


def test_chief_sees_what_the_officers_share_but_not_what_is_personal_or_of_administrators(
    he: Player, qin: Player, bureau: Organization, of_bureau: Whom
) -> None:
    a_todo("shared", of_bureau)
    a_todo("personal", Whom(person=qin.person))
    a_todo("accounts", Whom(organization=bureau, role=Role.SECURITY_ADMIN))
    assert [one.key for one in todos_at_desk(he.actor)] == ["shared"]


def test_overdue_stands_first_then_today_and_each_is_counted(
    sign_in: SignIn, qin: Player, of_bureau: Whom
) -> None:
    a_todo("later", of_bureau, days=9)
    a_todo("week", of_bureau, days=2)
    a_todo("endless", of_bureau, days=None)
    overdue("today", of_bureau, NOW.replace(hour=18))
    overdue("late", of_bureau, NOW.replace(day=18))
    page = text(sign_in(qin), "/desk/")
    order = ("late", "today", "week", "later", "endless")
    places = [page.index(f"<b>办理{key}</b>") for key in order]
    assert places == sorted(places)
    for told in ("已超期 <span>1", "今天到期 <span>1", "本周到期 <span>1", "以后到期 <span>1"):
        assert told in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 4),
        ("?who=mine", 1),
        ("?who=free", 2),
        ("?who=taken", 1),
        ("?state=over", 1),
        ("?state=none", 1),
        ("?state=week&who=free", 0),
        ("?day=2021-10-29", 2),
        ("?q=%E5%8A%9E%E7%90%86late", 1),
        ("?q=%25", 0),
        ("?who=done", 0),
    ],
)
def test_filters_leave_what_was_asked_for(
    sign_in: SignIn, qin: Player, li: Player, of_bureau: Whom, query: str, expected: int
) -> None:
    take_todo(todo=a_todo("mine", of_bureau), actor=qin.actor)
    take_todo(todo=a_todo("his", of_bureau), actor=li.actor)
    overdue("late", of_bureau, NOW.replace(day=18))
    a_todo("endless", of_bureau, days=None)
    assert rows(text(sign_in(qin), f"/desk/{query}")) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?state=gestern", "没有「gestern」这种筛选"),
        ("?sort=%27%3BDROP", "没有「&#x27;;DROP」这种筛选"),
        ("?day=2021-13-40", "现在写的是「2021-13-40」"),
        ("?per=100000", "没有「100000」这种筛选"),
    ],
)
def test_filter_that_makes_no_sense_is_told_and_left_out(
    sign_in: SignIn, qin: Player, of_bureau: Whom, query: str, sentence: str
) -> None:
    a_todo("1", of_bureau)
    page = text(sign_in(qin), f"/desk/{query}")
    assert (sentence in page, rows(page)) == (True, 1)


@pytest.mark.parametrize(
    "query", ["?owner=9999999999999999999999", "?q=%00", "?page=-7", "?page=x"]
)
def test_forged_numbers_do_no_harm(sign_in: SignIn, qin: Player, query: str) -> None:
    assert sign_in(qin).get(f"/desk/{query}").status_code == 200


def test_what_is_done_stands_under_done(sign_in: SignIn, qin: Player, of_bureau: Whom) -> None:
    tick_off(todo=a_todo("1", of_bureau, by_hand=True), actor=qin.actor, now=NOW)
    client = sign_in(qin)
    assert "办理1" not in text(client, "/desk/")
    page = text(client, "/desk/?who=done")
    assert ("办理1" in page, rows(page)) == (True, 0)


def test_whole_page_is_selected_by_a_link(sign_in: SignIn, qin: Player, of_bureau: Whom) -> None:
    for number in range(3):
        a_todo(f"{number}", of_bureau)
    client = sign_in(qin)
    assert [ticked(text(client, path)) for path in ("/desk/", "/desk/?pick=all")] == [0, 3]


def test_three_hundred_rows_stand_on_one_page_at_the_cost_of_one(
    sign_in: SignIn, he: Player, qin: Player, of_bureau: Whom, bureau: Organization
) -> None:
    first = a_todo("first", of_bureau)
    Todo.objects.bulk_create(
        Todo(
            key=f"{number}",
            organization=bureau,
            role=Role.BUREAU_OFFICER,
            text=f"第 {number} 件",
            owner=qin.person if number % 2 else None,
            created_at=NOW,
            due_at=first.due_at,
        )
        for number in range(299)
    )
    client = sign_in(he)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as frame:
        client.get("/me/")
    with CaptureQueriesContext(connection) as desk:
        page = text(client, "/desk/?per=300")
    assert rows(page) == 300
    assert len(desk) - len(frame) <= BUDGET


def test_desk_costs_the_same_for_one_row_and_for_three(
    sign_in: SignIn, he: Player, of_bureau: Whom
) -> None:
    client = sign_in(he)
    one, three = costs(
        lambda count: [a_todo(f"{count}-{n}", of_bureau) for n in range(count)],
        lambda: client.get("/desk/"),
    )
    assert one == three


def test_table_goes_to_excel_as_it_is_filtered(
    sign_in: SignIn, qin: Player, of_bureau: Whom
) -> None:
    a_todo("1", of_bureau)
    overdue("late", of_bureau, NOW.replace(day=18))
    response = sign_in(qin).get("/desk/todos.xlsx?state=over")
    sheet = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    assert [row[2] for row in sheet.to_python()] == ["要做什么", "办理late"]


# Many at once


def test_each_is_taken_that_can_be_and_the_others_say_why_not(
    qin: Player, li: Player, gu: Player, of_bureau: Whom, nanshan: Organization
) -> None:
    free = [a_todo(f"{number}", of_bureau) for number in range(3)]
    taken, closed = a_todo("taken", of_bureau), a_todo("closed", of_bureau, by_hand=True)
    take_todo(todo=taken, actor=li.actor)
    tick_off(todo=closed, actor=li.actor, now=NOW)
    foreign = a_todo("foreign", Whom(organization=nanshan, role=Role.DISTRICT_OFFICER))
    ids = [one.pk for one in (foreign, closed, taken, *free)]
    results = take_todos(ids=[*ids, 0], actor=qin.actor)
    assert summary(results) == (
        "3 件已领取；2 件不在你的待办里，可能已经撤走；1 件已经了结；1 件已由李明川接手"
    )
    owners = {one.key: one.owner for one in Todo.objects.select_related("owner")}
    assert {owners[key] for key in "012"} == {qin.person}
    assert (owners["taken"], owners["foreign"]) == (li.person, None)


def test_taking_again_changes_nothing_and_says_so(qin: Player, of_bureau: Whom) -> None:
    todo = a_todo("1", of_bureau)
    said = [summary(take_todos(ids=[todo.pk, todo.pk], actor=qin.actor)) for _ in range(2)]
    assert said == ["1 件已领取", "1 件本来就在你手里"]
    assert AuditEntry.objects.filter(verb="inbox.take_todo").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_in_opposite_orders_share_nothing_and_wait_for_nobody(
    qin: Player, li: Player, of_bureau: Whom
) -> None:
    ids = [a_todo(f"{number}", of_bureau).pk for number in range(8)]
    batches = ((qin.actor, ids), (li.actor, ids[::-1]))
    results = together(lambda n: take_todos(ids=batches[n % 2][1], actor=batches[n % 2][0]), 6)
    owner = Todo.objects.values_list("owner__name", flat=True).distinct().get()
    said = sorted(summary(one) for one in results)
    assert said == sorted(
        ["8 件已领取", *["8 件本来就在你手里"] * 2, *[f"8 件已由{owner}接手"] * 3]
    )


def test_chief_assigns_and_everybody_concerned_is_told_once(
    he: Player, qin: Player, li: Player, of_bureau: Whom
) -> None:
    todos = [a_todo(f"{number}", of_bureau) for number in range(3)]
    take_todo(todo=todos[0], actor=qin.actor)
    ids = [one.pk for one in todos]
    first = assign_todos(ids=ids, to_id=li.person.pk, actor=he.actor, now=NOW)
    again = assign_todos(ids=ids, to_id=li.person.pk, actor=he.actor, now=NOW)
    assert (summary(first), summary(again)) == (
        "3 件已分派给李明川",
        "3 件本来就由李明川办理",
    )
    assert {one.owner_id for one in Todo.objects.all()} == {li.person.pk}
    told = set(Message.objects.values_list("person__name", "title"))
    assert told == {
        ("李明川", "分派给你 3 件待办"),
        ("覃越", "你手上的 1 件待办改由李明川办理"),
    }


def test_assignment_goes_only_to_who_may_do_it(
    he: Player, fan: Player, qin: Player, gu: Player, bureau: Organization, of_bureau: Whom
) -> None:
    shared, personal = a_todo("1", of_bureau), a_todo("2", Whom(person=he.person))
    ids = [shared.pk, personal.pk]
    results = assign_todos(ids=ids, to_id=fan.person.pk, actor=he.actor, now=NOW)
    assert [one.sentence for one in results] == [
        "不能分派给范宁：须由「市级经办」办理",
        "不能分派：须由收件单位的处室负责人分派",
    ]
    with pytest.raises(Refused, match="只能分派给本单位在任的同事"):
        assign_todos(ids=ids, to_id=gu.person.pk, actor=he.actor, now=NOW)
    with pytest.raises(Refused, match="没有选分派给谁"):
        assign_todos(ids=ids, to_id=None, actor=he.actor, now=NOW)
    with pytest.raises(Denied, match="须由处室负责人分派"):
        assign_todos(ids=ids, to_id=qin.person.pk, actor=qin.actor, now=NOW)


def test_who_has_left_is_assigned_nothing(he: Player, qin: Player, of_bureau: Whom) -> None:
    todo = a_todo("1", of_bureau)
    Membership.objects.filter(person=qin.person).update(until=NOW)
    with pytest.raises(Refused, match="只能分派给本单位在任的同事"):
        assign_todos(ids=[todo.pk], to_id=qin.person.pk, actor=he.actor, now=NOW)


def test_chief_sees_who_has_how_much(
    sign_in: SignIn, he: Player, qin: Player, li: Player, of_bureau: Whom
) -> None:
    late = overdue("late", of_bureau, NOW.replace(day=18))
    take_todos(ids=[late.pk, a_todo("1", of_bureau).pk], actor=qin.actor)
    a_todo("free", of_bureau)
    found = [(one.person, one.open, one.over) for one in load_of_office(he.actor, NOW)]
    assert found == [(qin.person, 2, 1), (he.person, 0, 0), (li.person, 0, 0), (None, 1, 0)]
    assert "覃越手上最多，2 件；1 件没人领" in text(sign_in(he), "/desk/")
    assert "手上最多" not in text(sign_in(qin), "/desk/")


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ([], 422, "一件也没有选"),
        (["abc", "９", "-1", "9" * 30], 409, "1 件不在你的待办里，可能已经撤走"),
        ([str(number) for number in range(1, 1001)], 422, "一次最多办 300 件，这次选了 1000 件"),
    ],
)
def test_selection_that_cannot_be_is_told(
    sign_in: SignIn, qin: Player, given: list[str], status: int, sentence: str
) -> None:
    response = sign_in(qin).post("/desk/take/", {"todo": given, "from": "desk"})
    assert (response.status_code, sentence in response.content.decode()) == (status, True)


def test_more_fields_than_any_page_has_are_told_to_be_too_many(
    sign_in: SignIn, qin: Player
) -> None:
    response = sign_in(qin).post("/desk/take/", {"todo": list(range(6_000))})
    assert response.status_code == 400
    assert "少选一些再试" in response.content.decode()


def test_page_tells_what_became_of_each(
    sign_in: SignIn, qin: Player, li: Player, of_bureau: Whom
) -> None:
    free, taken = a_todo("1", of_bureau), a_todo("2", of_bureau)
    take_todo(todo=taken, actor=li.actor)
    client = sign_in(qin)
    response = client.post("/desk/take/?who=free", {"todo": [free.pk, taken.pk]})
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/?who=free")
    assert "1 件已领取；1 件已由李明川接手" in text(client, "/desk/?who=free")
    assert "1 件已领取" not in text(client, "/desk/?who=free")
    assert client.post("/desk/take/", {"todo": [taken.pk]}).status_code == 409
    chief = client.post("/desk/assign/", {"todo": [free.pk], "to": li.person.pk})
    assert (chief.status_code, "须由处室负责人分派" in chief.content.decode()) == (403, True)


def test_officer_has_the_desk_around_messages_and_a_firm_has_not(
    sign_in: SignIn, qin: Player, lan: Player
) -> None:
    client = sign_in(qin)
    assert 'data-density="dense"' in text(client, "/inbox/messages/")
    assert '/desk/"' in text(client, "/")
    assert 'data-density="dense"' not in text(sign_in(lan), "/inbox/messages/")
