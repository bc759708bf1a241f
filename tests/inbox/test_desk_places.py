"""办理端的来去: back to the list as it was, one step undone, filters kept under a name."""

import pytest
from django.test import Client

from huiqi.inbox.actions import (
    Whom,
    assign_todos,
    keep_view,
    summary,
    take_todo,
    undo_batch,
)
from huiqi.inbox.models import DeskView, Message, Todo
from tests.cast import NOW, Player
from tests.inbox.conftest import SignIn, a_todo


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_ticking_off_at_the_desk_leads_back_to_it(
    sign_in: SignIn, qin: Player, of_bureau: Whom
) -> None:
    todo = a_todo("1", of_bureau, by_hand=True)
    path = f"/inbox/todos/{todo.pk}/tick-off/"
    client = sign_in(qin)
    assert client.post(path, {"from": "desk"}).headers["Location"] == "/desk/"
    text(client, "/desk/?q=%E5%8A%9E&page=2&pick=all")
    again = a_todo("2", of_bureau, by_hand=True)
    answer = client.post(f"/inbox/todos/{again.pk}/tick-off/", {"from": "desk"})
    assert answer.headers["Location"] == "/desk/?q=%E5%8A%9E&page=2"


def test_taking_is_undone_once_and_only_where_nothing_happened_since(
    sign_in: SignIn, qin: Player, li: Player, he: Player, of_bureau: Whom
) -> None:
    first, second = a_todo("1", of_bureau), a_todo("2", of_bureau)
    client = sign_in(qin)
    client.post("/desk/take/?sort=new", {"todo": [first.pk, second.pk]})
    assert "撤回这一次" in text(client, "/desk/?sort=new")
    assign_todos(ids=[second.pk], to_id=li.person.pk, actor=he.actor, now=NOW)
    answer = client.post("/desk/undo/?sort=new", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/desk/?sort=new", 302)]
    assert "1 件已撤回；1 件后来又有变动，没有撤回" in page
    assert "撤回这一次" not in page
    owners = dict(Todo.objects.values_list("key", "owner__name"))
    assert owners == {"1": None, "2": "李明川"}
    answer = client.post("/desk/undo/")
    assert answer.status_code == 409
    assert "没有可以撤回的：只能撤回刚才那一次" in answer.content.decode()


def test_assignment_is_undone_to_whoever_had_it_and_both_are_told(
    he: Player, qin: Player, li: Player, of_bureau: Whom
) -> None:
    had, free = a_todo("1", of_bureau), a_todo("2", of_bureau)
    take_todo(todo=had, actor=qin.actor)
    assign_todos(ids=[had.pk, free.pk], to_id=li.person.pk, actor=he.actor, now=NOW)
    back: dict[int, int | None] = {had.pk: qin.person.pk, free.pk: None}
    results = undo_batch(before=back, given_to=li.person.pk, actor=he.actor, now=NOW)
    assert summary(results) == "2 件已撤回"
    assert dict(Todo.objects.values_list("key", "owner_id")) == {"1": qin.person.pk, "2": None}
    told = set(Message.objects.filter(key__contains="undone").values_list("person__name", "title"))
    assert told == {
        ("李明川", "分派给你的 2 件待办已经撤回"),
        ("覃越", "改由别人办理的 1 件待办又由你办理"),
    }
    results = undo_batch(before={free.pk: None}, given_to=li.person.pk, actor=qin.actor, now=NOW)
    assert summary(results) == "1 件后来又有变动，没有撤回"


def test_page_after_an_error_leads_back_to_the_desk(
    sign_in: SignIn, qin: Player, of_bureau: Whom
) -> None:
    for number in range(101):
        a_todo(f"{number}", of_bureau)
    page = sign_in(qin).post("/desk/take/?who=free", {}).content.decode()
    assert "一件也没有选" in page
    assert 'href="/desk/?who=free&amp;page=2"' in page
    assert "第 1–100 条，共 101 条" in page


def test_filters_are_kept_under_a_name_of_ones_own(
    sign_in: SignIn, qin: Player, li: Player, of_bureau: Whom
) -> None:
    a_todo("1", of_bureau)
    client = sign_in(qin)
    answer = client.post("/desk/views/?who=free&sort=due&page=3", {"name": " 没人领的 "})
    assert answer.headers["Location"] == "/desk/?who=free&sort=due&page=3"
    view = DeskView.objects.get()
    assert (view.name, view.query, view.person) == ("没人领的", "who=free", qin.person)
    page = text(client, "/desk/?who=free")
    assert 'href="/desk/?who=free" aria-current="page">没人领的</a>' in page
    assert "没人领的" not in text(sign_in(li), "/desk/")
    assert sign_in(li).post(f"/desk/views/{view.pk}/drop/").status_code == 404
    client = sign_in(qin)
    client.post("/desk/views/?state=over", {"name": "没人领的"})
    assert [one.query for one in DeskView.objects.all()] == ["state=over"]
    assert client.post(f"/desk/views/{view.pk}/drop/").status_code == 302
    assert DeskView.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("?who=free", " \u3000", "请给这组筛选起个名称"),
        ("?who=free", "长" * 21, "名称最多 20 个字，请写短一些"),
        ("", "全部", "现在没有筛选，先筛选再存"),
        ("?who=free", "第十三组", "最多存 12 组，请先删去不用的"),
    ],
)
def test_filters_that_cannot_be_kept_are_told_why(
    sign_in: SignIn, qin: Player, query: str, name: str, sentence: str
) -> None:
    for number in range(12):
        keep_view(name=f"{number}", query="who=free", actor=qin.actor, now=NOW)
    answer = sign_in(qin).post(f"/desk/views/{query}", {"name": name})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
