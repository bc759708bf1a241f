"""我的事实: what is on file and who says so; what is wrong is corrected by its source."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate import testing

from huiqi.inbox.models import Todo
from huiqi.kernel.files import Store
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, FactCorrection, Organization
from huiqi.rights.models import SourceDesk
from tests.cast import Player, facts_on_record
from tests.rights.conftest import SignIn, a_pdf, text

PATH = "/my/facts/employees/"


@pytest.fixture
def employees(chenglan: Organization) -> Fact:
    return facts_on_record(chenglan, Source.SOCIAL_INSURANCE, employees=80)[0]


def ask(client: Client, **more: object) -> object:
    given = {"value": "86", "reason": "漏了六个人", "files": [a_pdf()]} | more
    return client.post(PATH, given)


def test_facts_are_told_with_value_source_and_day(
    sign_in: SignIn, lan: Player, employees: Fact
) -> None:
    page = text(sign_in(lan), "/my/facts/")
    for told in ("从业人员", "80 人", "社保", "截至 2021-10-20", "更正", "不知道", "补上"):
        assert told in page
    assert "项政策" in page


def test_own_word_is_marked_as_nobody_elses_and_can_be_changed(
    sign_in: SignIn, lan: Player
) -> None:
    client = sign_in(lan)
    assert client.post(f"{PATH}declare/", {"value": "86人"}).status_code == 302
    page = text(client, "/my/facts/")
    assert "86 人" in page
    assert "没有部门证实" in page
    row = Fact.objects.get()
    assert (row.value, row.source, row.recorded_by) == (86, "self_declared", lan.person)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "请填写这一项的值"),
        ("很多", "从业人员"),
        ("人" * 10_000, "从业人员"),
        ("-5", "从业人员"),
    ],
)
def test_own_word_that_does_not_read_is_told(
    sign_in: SignIn, lan: Player, value: str, sentence: str
) -> None:
    response = sign_in(lan).post(f"{PATH}declare/", {"value": value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Fact.objects.count() == 0


def test_accepted_correction_keeps_both_values_and_tells_the_firm(
    sign_in: SignIn, lan: Player, qin: Player, employees: Fact
) -> None:
    client = sign_in(lan)
    assert ask(client).status_code == 302  # type: ignore[attr-defined]
    assert "更正办理中" in text(client, "/my/facts/")
    todo = Todo.objects.get()
    officer = sign_in(qin)
    page = text(officer, todo.url)
    for told in ("80 人", "86 人", "漏了六个人", "社保清单.pdf"):
        assert told in page
    assert officer.post(todo.url, {"decision": "accept", "answer": "已核对"}).status_code == 302
    told = text(client, PATH)
    for part in ("86 人", "80 人", "已更正", "已核对", "现用"):
        assert part in told
    assert [row.value for row in Fact.objects.order_by("id")] == [80, 86]
    assert Todo.objects.get().done_at is not None
    looks = text(client, "/my/looks/")
    assert "答复更正申请" in looks


def test_declined_correction_says_why_and_where_to_go(
    sign_in: SignIn, lan: Player, qin: Player, employees: Fact
) -> None:
    client = sign_in(lan)
    ask(client)
    url, officer = Todo.objects.get().url, sign_in(qin)
    empty = officer.post(url, {"decision": "decline", "answer": " "})
    assert (empty.status_code, "请写明答复的理由" in empty.content.decode()) == (422, True)
    officer.post(url, {"decision": "decline", "answer": "六人由外地公司参保"})
    page = text(client, PATH)
    for told in ("六人由外地公司参保", "未采纳", "由人复核"):
        assert told in page
    assert Fact.objects.count() == 1


def test_department_of_the_source_decides_and_no_other(
    sign_in: SignIn, lan: Player, qin: Player, gu: Player, nanshan: Organization, employees: Fact
) -> None:
    SourceDesk.objects.create(source=Source.SOCIAL_INSURANCE, organization=nanshan)
    ask(sign_in(lan))
    url = Todo.objects.get().url
    assert Todo.objects.get().organization == nanshan
    assert sign_in(qin).get(url).status_code == 404
    assert sign_in(gu).get(url).status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": ""}, "请写明更正的理由"),
        ({"reason": "长" * 10_000}, "更正的理由最多 1000 个字"),
        ({"files": []}, "请附上能证明的文件"),
        ({"files": [SimpleUploadedFile("a.pdf", b"")]}, "「a.pdf」是空的"),
        ({"files": [SimpleUploadedFile("a.pdf", b"MZ\x90\x00\x03")]}, "不是可以上传的类型"),
        ({"files": [a_pdf("a.png")]}, "与扩展名「.png」不符"),
        ({"files": [a_pdf(f"{n}.pdf") for n in range(6)]}, "最多附 5 个文件"),
        ({"value": ""}, "请填写更正后的值"),
        ({"value": "<script>"}, "从业人员"),
        ({"value": "80"}, "更正后的值与现在的值相同"),
    ],
)
def test_correction_that_cannot_be_is_told_and_nothing_is_kept(
    sign_in: SignIn, lan: Player, employees: Fact, change: dict[str, object], sentence: str
) -> None:
    response = ask(sign_in(lan), **change)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert sentence in response.content.decode()  # type: ignore[attr-defined]
    assert FactCorrection.objects.count() == 0


def test_everything_wrong_with_a_correction_is_told_at_once(
    sign_in: SignIn, lan: Player, employees: Fact
) -> None:
    page = sign_in(lan).post(PATH, {}).content.decode()
    for sentence in ("请写明更正的理由", "请附上能证明的文件", "请填写更正后的值"):
        assert sentence in page


def test_correction_is_taken_back_by_the_firm_only(
    sign_in: SignIn, lan: Player, shan: Player, qin: Player, employees: Fact
) -> None:
    ask(sign_in(lan))
    path = f"/my/corrections/{FactCorrection.objects.get().pk}/withdraw/"
    assert sign_in(shan).post(path).status_code == 404
    assert sign_in(lan).post(path).status_code == 302
    assert FactCorrection.objects.get().status == "withdrawn"
    assert Todo.objects.get().done_at is not None


def test_evidence_is_saved_never_shown_and_its_reading_is_on_record(
    sign_in: SignIn, lan: Player, shan: Player, qin: Player, employees: Fact
) -> None:
    ask(sign_in(lan))
    pk = FactCorrection.objects.get().evidence.get().pk
    response = sign_in(qin).get(f"/my/desk/evidence/{pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.getvalue().startswith(b"%PDF")
    assert sign_in(shan).get(f"/my/desk/evidence/{pk}/").status_code == 403
    assert "查看更正依据" in text(sign_in(lan), "/my/looks/")


def test_evidence_is_not_opened_before_the_worker_had_it_looked_at(
    sign_in: SignIn,
    lan: Player,
    qin: Player,
    employees: Fact,
    jobs: testing.InMemoryConnector,
    with_scanner: Store,
) -> None:
    ask(sign_in(lan))
    one = FactCorrection.objects.get()
    (job,) = jobs.jobs.values()
    file = one.evidence.get()
    assert (job["task_name"], job["args"]) == (
        "huiqi.kernel.tasks.look_at",
        {"digest": file.file.blob_id},
    )
    client = sign_in(qin)
    assert "待查杀" in text(client, f"/my/desk/corrections/{one.pk}/")
    told = text(client, f"/my/desk/evidence/{file.pk}/")
    assert "「社保清单.pdf」还在查杀，请稍后再打开" in told
    assert with_scanner.look_at_waiting() == 1
    told = text(client, f"/my/desk/evidence/{file.pk}/")
    assert "「社保清单.pdf」没有通过查杀（Test-Signature），已经拦截" in told
    assert "已拦截" in text(sign_in(lan), f"/my/facts/{employees.key}/")


def test_entry_of_a_list_is_said_to_be_wrong(
    sign_in: SignIn, lan: Player, qin: Player, chenglan: Organization
) -> None:
    titles = [
        {"kind": "high_tech_enterprise", "level": "national", "granted_on": "2019-12-09"},
        {"kind": "srdi_enterprise", "level": "provincial", "granted_on": "2020-12-09"},
    ]
    facts_on_record(chenglan, Source.DEPARTMENT, titles=titles)
    client = sign_in(lan)
    assert "高新技术企业" in text(client, "/my/facts/titles/")
    given = {"choice": "drop:1", "reason": "没有申请过", "files": [a_pdf()]}
    assert client.post("/my/facts/titles/", given).status_code == 302
    assert FactCorrection.objects.get().proposed == titles[:1]


def test_year_is_written_without_thousands(
    sign_in: SignIn, lan: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.BANK, pool_applied_year=2020)
    page = text(sign_in(lan), "/my/facts/pool_applied_year/")
    assert "2020 年" in page
    assert "2,020" not in page
