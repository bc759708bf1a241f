"""城市的日子: everybody has believable work, messages and looks on the day of the letter."""

from collections import Counter

from django.urls import resolve

from huiqi.demo.cast import CAST
from huiqi.demo.load import OPENED
from huiqi.demo.todos import JOBS
from huiqi.inbox.clocks import clock_of
from huiqi.inbox.models import Message, Todo
from huiqi.inbox.queries import closed_todos_of, messages_of, todos_of
from huiqi.kernel.access import Actor
from huiqi.kernel.audit import verify
from huiqi.kernel.clock import CALENDAR
from huiqi.kernel.models import AuditEntry, OutboxMessage
from huiqi.kernel.now import CITY, now
from huiqi.parties.models import Person
from huiqi.parties.queries import actors_of
from huiqi.rights.queries.looks import looks_at, told

# For each: open to-dos overdue, due today, due within two working days, later or without a
# deadline, those that are done; messages unread and read.
WORK = {
    "chenlan": (1, 1, 1, 4, 3, 19, 3),
    "zhoumin": (1, 0, 1, 2, 3, 16, 2),
    "hejing": (0, 0, 2, 3, 2, 18, 0),
    "wudi": (0, 1, 0, 1, 0, 0, 1),
    "qinyue": (3, 3, 4, 9, 6, 1, 1),
    "liming": (3, 3, 4, 8, 9, 1, 1),
    "wangruo": (3, 3, 4, 7, 9, 2, 0),
    "linyuan": (1, 0, 2, 4, 6, 1, 1),
    "lusiqi": (1, 2, 1, 1, 13, 1, 1),
    "shenzhiyuan": (1, 2, 2, 4, 10, 3, 0),
    "huangruo": (4, 2, 1, 3, 14, 5, 1),
    "suhe": (1, 1, 0, 1, 2, 0, 1),
    "jiangxing": (0, 1, 2, 2, 13, 3, 0),
    "fangshu": (1, 0, 1, 2, 1, 0, 1),
    "tangyi": (1, 0, 1, 3, 4, 1, 0),
    "songjia": (1, 0, 1, 3, 6, 1, 0),
    "xuqing": (1, 0, 0, 1, 1, 1, 0),
    "luoyun": (0, 0, 1, 1, 0, 1, 0),
    "dengchu": (0, 1, 1, 0, 1, 1, 0),
    "fengwang": (0, 0, 2, 0, 1, 0, 1),
    "zenghuai": (1, 1, 0, 1, 0, 1, 0),
    "pengjia": (0, 1, 0, 1, 1, 0, 1),
    "yejiming": (0, 1, 0, 1, 1, 0, 1),
    "zhongling": (0, 1, 1, 0, 0, 1, 0),
}


def actor(username: str) -> Actor:
    return actors_of(Person.objects.get(username=username), OPENED)[0]


def work_of(username: str) -> tuple[int, ...]:
    who = actor(username)
    states = Counter(_state(one) for one in todos_of(who))
    messages = messages_of(who)
    return (
        *(states[name] for name in ("over", "today", "soon", "later")),
        closed_todos_of(who).count(),
        messages.filter(read_at=None).count(),
        messages.exclude(read_at=None).count(),
    )


def _state(todo: Todo) -> str:
    if todo.due_at and todo.due_at.astimezone(CITY).date() == OPENED.date():
        return "today"
    clock = clock_of(todo, OPENED)
    return clock.state.replace("ok", "later") if clock else "later"


def test_everybody_of_the_cast_has_the_work_that_was_written(demo_city: None) -> None:
    found = {player.username: work_of(player.username) for player in CAST}
    assert found == WORK


def test_life_went_by_in_its_order_and_left_the_clock_on_the_day_of_the_letter(
    demo_city: None,
) -> None:
    assert now().replace(second=0, microsecond=0) == OPENED
    moments = list(AuditEntry.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert verify().problems == ()


def test_owner_of_chenglan_sees_who_looked_and_why_and_what_was_answered(demo_city: None) -> None:
    rows = list(told(looks_at(actor("chenlan"))))
    assert [(row.department, row.post, row.entry.purpose) for row in rows[:3]] == [
        ("龙岗区企业服务中心", "区级经办", "核对租金扶持：合同与园区报数不同"),
        ("深圳市工业和信息化局", "市级经办", "答复技术改造咨询，核对上年营业收入"),
        ("深圳市审计局", "审计人员", "贴息资金抽查：2020 年 12 户之一"),
    ]
    assert (len(rows), rows[-1].department, rows[-1].entry.purpose) == (8, "系统", "")
    assert [row.question.status for row in rows if row.question] == ["open", "answered"]
    assert f"{rows[0].entry.at.astimezone(CITY):%m-%d %H:%M}" == "10-19 15:28"


def test_every_deadline_is_a_working_day_and_every_link_leads_to_a_page(demo_city: None) -> None:
    due = [one.due_at.astimezone(CITY).date() for one in Todo.objects.all() if one.due_at]
    assert [day for day in due if not CALENDAR.is_workday(day)] == []
    urls = {*Todo.objects.values_list("url", flat=True)} | {
        *Message.objects.values_list("url", flat=True)
    }
    assert all(resolve(url.split("?")[0].split("#")[0]) for url in urls if url)
    mail = OutboxMessage.objects.filter(kind="inbox.mail")
    assert mail.count() == 0  # nobody of the cast has a mailbox
    assert Todo.objects.filter(key__startswith="demo:").count() == len(JOBS)
