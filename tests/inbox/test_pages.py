"""收件箱的页面: one's own and nobody else's, without a script, at the same cost for any length."""

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huiqi.inbox.actions import Whom, take_todo
from huiqi.inbox.enums import OPTIONAL, Channel, Kind
from huiqi.inbox.models import CalendarFeed, Message, Preference, QuietHours, Todo
from huiqi.inbox.opt_out import token_of
from huiqi.parties.models import Organization
from tests.cast import Player
from tests.cost import costs
from tests.inbox.conftest import SignIn, a_notice, a_todo
from tests.web.test_frame import Reader

PAGES = ("/inbox/", "/inbox/messages/", "/inbox/preferences/", "/inbox/calendar/")
POSTS = (
    "/inbox/todos/1/take/",
    "/inbox/todos/1/release/",
    "/inbox/todos/1/tick-off/",
    "/inbox/messages/read/",
    "/inbox/messages/1/unread/",
    "/inbox/calendar/revoke/",
)
SHEETS = ("/inbox/todos.xlsx", "/inbox/messages.xlsx")


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def fill(player: Player, firm: Organization, count: int) -> None:
    for number in range(count):
        a_todo(f"{number}", Whom(organization=firm), url="/policies/")
        a_notice(f"{number}", Whom(person=player.person), organization=firm)


@pytest.mark.parametrize("path", [*PAGES, *SHEETS])
def test_visitor_is_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/accounts/login/?next={path}",
    )


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_is_not_done_by_a_link(
    sign_in: SignIn, lan: Player, path: str
) -> None:
    assert sign_in(lan).get(path).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_page_has_one_heading_and_no_id_twice(sign_in: SignIn, lan: Player, path: str) -> None:
    fill(lan, lan.person.memberships.get().organization, 3)
    found = Reader(text(sign_in(lan), path))
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert (found.count("h1"), len(ids)) == (1, len(set(ids)))


@pytest.mark.parametrize("path", [*PAGES, *SHEETS])
def test_page_costs_the_same_for_one_row_and_for_three(
    sign_in: SignIn, lan: Player, chenglan: Organization, path: str
) -> None:
    client = sign_in(lan)
    one, three = costs(lambda count: fill(lan, chenglan, count), lambda: client.get(path))
    assert one == three


def test_todo_shows_its_clock_its_owner_and_the_next_step(
    sign_in: SignIn, lan: Player, chenglan: Organization
) -> None:
    a_todo("1", Whom(organization=chenglan), text="补传发票", url="/policies/", verb="去补传")
    page = text(sign_in(lan), "/inbox/")
    for told in ("剩 7 个工作日", "10月29日 周五 18:00", "还没有人接手", "去补传", "我来办"):
        assert told in page


def test_taking_on_and_giving_back_by_the_page(
    sign_in: SignIn, lan: Player, chenglan: Organization
) -> None:
    todo, client = a_todo("1", Whom(organization=chenglan)), sign_in(lan)
    client.post(f"/inbox/todos/{todo.pk}/take/")
    assert Todo.objects.get().owner == lan.person
    client.post(f"/inbox/todos/{todo.pk}/release/")
    assert Todo.objects.get().owner is None


def test_refusal_is_told_on_the_page(
    sign_in: SignIn, lan: Player, min_: Player, chenglan: Organization
) -> None:
    todo = a_todo("1", Whom(organization=chenglan))
    take_todo(todo=todo, actor=min_.actor)
    response = sign_in(lan).post(f"/inbox/todos/{todo.pk}/take/")
    assert response.status_code == 409
    assert "这件待办已由周敏接手" in response.content.decode()


def test_reminder_is_ticked_off_by_the_page(sign_in: SignIn, lan: Player) -> None:
    todo = a_todo("1", Whom(person=lan.person), by_hand=True)
    assert sign_in(lan).post(f"/inbox/todos/{todo.pk}/tick-off/").status_code == 302
    assert Todo.objects.get().done_by == lan.person


@pytest.mark.parametrize("move", ["take", "release", "tick-off"])
def test_todo_of_another_is_not_found(
    sign_in: SignIn, shan: Player, chenglan: Organization, move: str
) -> None:
    todo = a_todo("1", Whom(organization=chenglan), by_hand=True)
    assert sign_in(shan).post(f"/inbox/todos/{todo.pk}/{move}/").status_code == 404


def test_message_of_another_is_not_found(sign_in: SignIn, lan: Player, min_: Player) -> None:
    (message,) = a_notice("1", Whom(person=lan.person))
    client = sign_in(min_)
    assert client.get(f"/inbox/messages/{message.pk}/").status_code == 404
    assert client.post(f"/inbox/messages/{message.pk}/unread/").status_code == 404


def test_opening_a_message_is_reading_it(sign_in: SignIn, lan: Player) -> None:
    (message,) = a_notice("1", Whom(person=lan.person), Kind.DECISION, body="同意资助")
    client = sign_in(lan)
    assert "1 条未读" in text(client, "/inbox/")
    page = text(client, f"/inbox/messages/{message.pk}/")
    assert "同意资助" in page
    assert "这是法定通知" in page
    assert Message.objects.get().read_at is not None
    client.post(f"/inbox/messages/{message.pk}/unread/")
    assert Message.objects.get().read_at is None
    client.post("/inbox/messages/read/")
    assert "没有未读的消息" in text(client, "/inbox/messages/?only=unread")


def test_lists_go_to_excel(sign_in: SignIn, lan: Player, chenglan: Organization) -> None:
    fill(lan, chenglan, 2)
    client = sign_in(lan)
    sheets = [
        CalamineWorkbook.from_filelike(BytesIO(client.get(path).content)).get_sheet_by_index(0)
        for path in SHEETS
    ]
    todos, messages = (sheet.to_python() for sheet in sheets)
    assert todos[0] == ["时限", "期限", "要做什么", "说明", "给谁", "办理人"]
    assert [row[2] for row in todos[1:]] == ["办理0", "办理1"]
    assert [row[2] for row in messages[1:]] == ["消息1", "消息0"]


def test_long_list_is_turned_page_by_page(
    sign_in: SignIn, lan: Player, chenglan: Organization
) -> None:
    fill(lan, chenglan, 21)
    client = sign_in(lan)
    assert "第 1–20 条，共 21 条" in text(client, "/inbox/")
    assert Reader(text(client, "/inbox/?page=2")).count("ol") == 2  # to-dos and pages
    assert "第 21–21 条，共 21 条" in text(client, "/inbox/messages/?page=999")


# How to be reached


def test_choices_are_saved_from_the_page(sign_in: SignIn, lan: Player) -> None:
    given = {kind.value: "none" for kind in OPTIONAL} | {"start": "21:30", "until": "07:00"}
    assert sign_in(lan).post("/inbox/preferences/", given).status_code == 302
    chosen = set(Preference.objects.values_list("kind", "channel"))
    assert chosen == {(kind.value, "none") for kind in OPTIONAL}
    hours = QuietHours.objects.get()
    assert (str(hours.start), str(hours.until)) == ("21:30:00", "07:00:00")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"survey": "pigeon"}, "没有这种送达方式"),
        ({"survey": ""}, "选一种送达方式"),
        ({"start": "二十二点"}, "填几点几分，例如 22:00"),
        ({"start": "", "until": "07:00"}, "免打扰时段的起止要一起填，或都不填"),
    ],
)
def test_choices_that_cannot_be_are_told_and_nothing_is_saved(
    sign_in: SignIn, lan: Player, change: dict[str, str], sentence: str
) -> None:
    given = {kind.value: "app" for kind in OPTIONAL} | {"start": "22:00", "until": "08:00"}
    response = sign_in(lan).post("/inbox/preferences/", given | change)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Preference.objects.count() == 0


def test_statutory_kind_in_a_forged_form_changes_nothing(sign_in: SignIn, lan: Player) -> None:
    given = {kind.value: "app" for kind in Kind} | {"start": "", "until": "", "decision": "none"}
    assert sign_in(lan).post("/inbox/preferences/", given).status_code == 302
    assert not Preference.objects.filter(kind=Kind.DECISION).exists()


def test_link_in_a_mail_declines_one_kind_without_signing_in(lan: Player) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/inbox/opt-out/{token_of(lan.person.pk, Kind.PROGRESS)}/"
    assert "不再接收「办理进度」" in text(client, path)
    assert Preference.objects.count() == 0
    response = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert "已经生效" in response.content.decode()
    chosen = Preference.objects.get()
    assert (chosen.person, chosen.kind, chosen.channel) == (
        lan.person,
        Kind.PROGRESS,
        Channel.NONE,
    )


@pytest.mark.parametrize("kind", [None, Kind.DECISION])
def test_link_that_we_did_not_sign_or_that_declines_a_statutory_kind_is_not_found(
    client: Client, lan: Player, kind: Kind | None
) -> None:
    token = token_of(lan.person.pk, kind) if kind else "WzEsInN1cnZleSJd:x:y"
    assert client.post(f"/inbox/opt-out/{token}/").status_code == 404


def test_calendar_link_is_shown_once_and_revoked_by_the_page(sign_in: SignIn, lan: Player) -> None:
    client = sign_in(lan)
    made = client.post("/inbox/calendar/")
    link = next(
        str(attrs["href"])
        for _, attrs in Reader(made.content.decode()).tags
        if str(attrs.get("href", "")).endswith(".ics")
    )
    path = link.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    again = text(client, "/inbox/calendar/")
    assert ".ics" not in again
    assert "正在使用" in again
    client.post("/inbox/calendar/revoke/")
    assert Client().get(path).status_code == 404
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 0


def test_menu_leads_to_the_inbox_only_who_is_signed_in(
    client: Client, sign_in: SignIn, lan: Player
) -> None:
    assert '/inbox/"' not in text(client, "/")
    assert '/inbox/"' in text(sign_in(lan), "/")


def test_kind_of_a_message_is_declined_by_one_click_on_its_page(
    sign_in: SignIn, lan: Player
) -> None:
    (message,) = a_notice("1", Whom(person=lan.person), Kind.PROGRESS)
    client = sign_in(lan)
    found = Reader(text(client, f"/inbox/messages/{message.pk}/"))
    (action,) = [
        str(attrs["action"])
        for tag, attrs in found.tags
        if tag == "form" and "opt-out" in str(attrs["action"])
    ]
    client.post(action)
    assert Preference.objects.get().channel == Channel.NONE
    assert a_notice("2", Whom(person=lan.person), Kind.PROGRESS) == []
