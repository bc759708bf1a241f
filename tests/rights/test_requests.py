"""副本和删除: everything the city holds, to who asked and nobody else; erased what may be."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from procrastinate import testing

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.models import AuditEntry, MoveLog
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, Mandate, Membership, Organization, Person
from huiqi.parties.queries import facts_of
from huiqi.rights import tasks
from huiqi.rights.actions import expire_copies
from huiqi.rights.models import DataPackage, DataRequest
from huiqi.rights.queries.requests import token_of
from tests.cast import NOW, TODAY, Player, facts_on_record
from tests.rights.conftest import SignIn, text

COPY = {"kind": "copy", "whose": "firm"}
ERASURE = {"kind": "erasure", "whose": "person", "reason": "离职了"}


def made(jobs: testing.InMemoryConnector) -> DataRequest:
    """What the worker does with the jobs of copies."""
    for job in jobs.jobs.values():
        if job["task_name"].endswith("make_copy"):
            tasks.make_copy(**job["args"])
    return DataRequest.objects.get()


def package_path(client: Client) -> str:
    page = text(client, "/my/data/")
    return "/my/data/package/" + page.split("/my/data/package/")[1].split('"')[0]


def test_copy_of_a_firm_holds_everything_as_json_and_sheets(
    sign_in: SignIn, jobs: testing.InMemoryConnector, lan: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.TAX, revenue=5)
    client = sign_in(lan)
    assert client.post("/my/data/", COPY).status_code == 302
    assert made(jobs).status == "ready"
    content = client.get(package_path(client)).content
    with zipfile.ZipFile(BytesIO(content)) as pack:
        told = json.loads(pack.read("数据.json"))
        names = set(pack.namelist())
    assert told["事实（含历史）"][0]["值"] == 5
    assert told["登记"][0]["名称"] == "深圳市澄澜智能装备有限公司"
    assert {"表格/事实（含历史）.xlsx", "表格/谁查看和办理.xlsx", "数据.json"} <= names
    assert AuditEntry.objects.filter(verb="取走数据副本").count() == 1


def test_copy_of_a_person_holds_no_secret_and_nobody_elses(
    sign_in: SignIn, jobs: testing.InMemoryConnector, min_: Player, lan: Player
) -> None:
    client = sign_in(min_)
    client.post("/my/data/", {"kind": "copy", "whose": "person"})
    made(jobs)
    content = client.get(package_path(client)).content
    with zipfile.ZipFile(BytesIO(content)) as pack:
        written = pack.read("数据.json").decode()
    assert "周敏" in written
    assert "陈岚" not in written
    assert min_.person.password not in written


def test_link_is_of_no_use_to_another_forged_or_after_seven_days(
    sign_in: SignIn, jobs: testing.InMemoryConnector, lan: Player, min_: Player, shan: Player
) -> None:
    client = sign_in(lan)
    client.post("/my/data/", COPY)
    request = made(jobs)
    path = f"/my/data/package/{token_of(request)}/"
    for other in (min_, shan):
        assert sign_in(other).get(path).status_code == 404
    assert client.get(path[:-3] + "xx/").status_code == 404
    assert expire_copies(now=NOW + timedelta(days=6)) == 0
    assert expire_copies(now=NOW + timedelta(days=8)) == 1
    assert DataPackage.objects.count() == 0
    gone = client.get(path)
    assert (gone.status_code, "已经清除" in gone.content.decode()) == (410, True)


def test_job_that_runs_twice_makes_one_copy(
    sign_in: SignIn, jobs: testing.InMemoryConnector, lan: Player
) -> None:
    sign_in(lan).post("/my/data/", COPY)
    made(jobs)
    made(jobs)
    assert DataPackage.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请选择要副本还是要删除"),
        ({"kind": "everything"}, "请选择要副本还是要删除"),
        ({"kind": "erasure", "reason": ""}, "请写明要删除什么、为什么"),
        ({"kind": "erasure", "reason": "删" * 10_000}, "最多 1000 个字"),
    ],
)
def test_request_that_cannot_be_is_told(
    sign_in: SignIn, lan: Player, given: dict[str, str], sentence: str
) -> None:
    response = sign_in(lan).post("/my/data/", given)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert DataRequest.objects.count() == 0


def test_data_of_the_firm_are_asked_for_by_its_owner_only(sign_in: SignIn, min_: Player) -> None:
    response = sign_in(min_).post("/my/data/", COPY)
    assert response.status_code == 422
    assert "须由本企业负责人办理" in response.content.decode()


def test_same_request_is_open_once_and_can_be_taken_back(
    sign_in: SignIn, lan: Player, shan: Player
) -> None:
    client = sign_in(lan)
    client.post("/my/data/", ERASURE)
    again = client.post("/my/data/", ERASURE)
    assert "同样的请求正在办理" in again.content.decode()
    path = f"/my/data/{DataRequest.objects.get().pk}/withdraw/"
    assert sign_in(shan).post(path).status_code == 404
    assert client.post(path).status_code == 302
    assert DataRequest.objects.get().status == "withdrawn"
    assert "现在的状态是「已撤回」" in client.post(path).content.decode()


def test_erased_person_keeps_a_number_and_history_stays_whole(
    sign_in: SignIn, min_: Player, security_admin: Player, chenglan: Organization
) -> None:
    sign_in(min_).post("/my/data/", ERASURE)
    before = AuditEntry.objects.filter(person_id=min_.person.pk).count()
    todo = Todo.objects.get()
    assert todo.role == "security_admin"
    done = sign_in(security_admin).post(todo.url, {"decision": "erase", "answer": ""})
    assert done.status_code == 302
    person = Person.objects.get(pk=min_.person.pk)
    assert (person.name, person.email, person.is_active) == (f"已注销人员{person.pk}", "", False)
    assert Membership.objects.get(person=person).until is not None
    assert Message.objects.filter(person=person).count() == 0
    assert AuditEntry.objects.filter(person_id=person.pk).count() > before
    kept = [line for line in DataRequest.objects.get().outcome if line["kept"]]
    assert all(line["ground"] for line in kept)
    assert len(kept) == 4


def test_last_owner_hands_the_firm_over_first(
    sign_in: SignIn, lan: Player, security_admin: Player
) -> None:
    sign_in(lan).post("/my/data/", ERASURE)
    url = Todo.objects.get().url
    response = sign_in(security_admin).post(url, {"decision": "erase"})
    assert response.status_code == 422
    assert "企业至少要有一名负责人" in response.content.decode()
    assert Person.objects.get(pk=lan.person.pk).is_active


def test_erased_word_of_a_firm_is_used_no_more_but_stays_in_its_history(
    sign_in: SignIn, lan: Player, wu: Player, security_admin: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.SELF_DECLARED, period=2020, employees=86)
    facts_on_record(chenglan, Source.SOCIAL_INSURANCE, insured_headcount=84)
    client = sign_in(lan)
    client.post("/my/data/", ERASURE | {"whose": "firm"})
    given = {"decision": "erase", "answer": "照办"}
    done = sign_in(security_admin).post(Todo.objects.get().url, given)
    assert done.status_code == 302, done.content.decode()
    known = facts_of(chenglan.subject, TODAY).provenance
    assert sorted(known) == ["insured_headcount"]
    assert [row.value for row in Fact.objects.filter(key="employees").order_by("id")] == [86, None]
    assert Mandate.objects.get().revoked_at is not None
    page = text(client, "/my/data/")
    for told in ("已删", "保留", "照旧公示", "照办"):
        assert told in page


def test_declined_erasure_says_why_and_where_to_go(
    sign_in: SignIn, min_: Player, security_admin: Player
) -> None:
    client = sign_in(min_)
    client.post("/my/data/", ERASURE)
    url, keeper = Todo.objects.get().url, sign_in(security_admin)
    empty = keeper.post(url, {"decision": "decline", "answer": ""})
    assert "请写明不予删除的理由和依据" in empty.content.decode()
    keeper.post(url, {"decision": "decline", "answer": "审计未结束"})
    page = text(client, "/my/data/")
    for told in ("审计未结束", "不予删除", "由人复核"):
        assert told in page
    assert MoveLog.objects.get(kind="rights.DataRequest").move == "decline"
