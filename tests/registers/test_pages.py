"""名册的页面: uploaded, rehearsed by the worker, confirmed, brought in and taken back."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate import testing
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.files import Store
from huiqi.kernel.models import AuditEntry, MoveLog
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, Membership, Organization
from huiqi.registers.actions import Register, import_register
from huiqi.registers.models import RegisterCase, RegisterImport
from tests.cast import NOW, Player
from tests.registers.conftest import (
    CODES,
    FIRST,
    HEADING,
    SECOND,
    Write,
    errors_of_file,
    sheet_of,
    signed_in,
    work,
)

pytestmark = pytest.mark.usefixtures("city_clock")


def upload(client: Client, *lines: str, name: str = "名册.csv", **more: str) -> str:
    """The page that answers the upload: of the case, or the list with what is wrong."""
    content = "".join(f"{line}\n" for line in lines).encode()
    given = {"file": SimpleUploadedFile(name, content), "source": "registry", **more}
    return client.post("/registers/", given, follow=True).content.decode()


def post(client: Client, path: str, **given: str) -> str:
    return client.post(path, given, follow=True).content.decode()


def page_of(client: Client, case: RegisterCase) -> str:
    return client.get(f"/registers/cases/{case.pk}/").content.decode()


def imported(client: Client, jobs: testing.InMemoryConnector, *lines: str) -> RegisterImport:
    upload(client, *lines)
    work(jobs)
    case = RegisterCase.objects.get()
    post(client, f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    return RegisterImport.objects.get()


def test_a_file_is_rehearsed_confirmed_imported_and_taken_back(
    client: Client, jobs: testing.InMemoryConnector, qin: Player
) -> None:
    waiting = upload(client, HEADING, FIRST, SECOND)
    assert "已上传，正在排队" in waiting
    work(jobs)
    case = RegisterCase.objects.get()
    assert case.counts == {"rows": 2, "refused": 0, "created": 2, "known": 0, "facts": 12}
    assert Organization.objects.filter(credit_code__in=CODES).count() == 0
    assert "还什么也没有改动" in page_of(client, case)

    assert "已确认，正在排队" in post(client, f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    one = RegisterImport.objects.get()
    assert (one.imported_by, one.firms_created, one.facts_recorded) == (qin.person, 2, 12)
    path = f"/registers/imports/{one.pk}/"
    assert "请写明撤销的理由" in post(client, path, reason=" ")
    post(client, path, reason="拿错了文件")
    work(jobs)
    one.refresh_from_db()
    assert (one.undo.firms_closed, one.undo.reason, one.undo.undone_by) == (
        2,
        "拿错了文件",
        qin.person,
    )
    moves = MoveLog.objects.filter(kind="registers.RegisterCase").order_by("id")
    assert [move.move for move in moves] == [
        *("check", "confirm", "bring_in", "ask_back", "take_back")
    ]
    page = client.get(path).content.decode()
    assert "注销 2 家没有其他记录的单位。理由：拿错了文件" in page
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["存入文件", "上传名册", "导入名册", "撤销导入"]


def test_the_page_of_a_working_case_asks_again_by_itself(client: Client) -> None:
    upload(client, HEADING, FIRST)
    path = f"/registers/cases/{RegisterCase.objects.get().pk}/"
    assert client.get(path).headers["Refresh"] == "4"


def test_rows_with_problems_are_told_all_at_once_in_a_sheet(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    wrong = FIRST.replace(",12,", ",很多,").replace("南山区", "月球区")
    upload(client, HEADING, wrong, SECOND)
    work(jobs)
    case = RegisterCase.objects.get()
    assert case.counts["refused"] == 1
    assert sheet_of(client, case) == [
        (
            "2",
            "所在区",
            "月球区",
            "「月球区」不是「所在区」的代码或名称",
            "请写区名，如 南山区",
        ),
        ("2", "从业人员", "很多", "「很多」不是数字", "请写成 1000000 或 100万 的形式"),
    ]
    assert AuditEntry.objects.filter(verb="下载名册错误表").count() == 2
    assert AuditEntry.objects.filter(verb="查看名册错误").count() == 1
    page = post(client, f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    page = client.get(f"/registers/imports/{RegisterImport.objects.get().pk}/").content.decode()
    assert "<td>「月球区」不是「所在区」的代码或名称</td><td>请写区名，如 南山区</td>" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "「名册.csv」是空的，请核对后重新上传"),
        (b"%PDF-1.7", "名册.csv：文件是PDF，不是名册。请上传 CSV、Excel（.xlsx）或 Parquet 文件。"),
        (
            b"\0\1\2",
            "名册.csv：文件不是文本，也不是表格。请上传 CSV、Excel（.xlsx）或 Parquet 文件。",
        ),
    ],
)
def test_a_file_of_another_type_is_refused_at_once(
    client: Client, folder: Path, content: bytes, sentence: str
) -> None:
    given = {"file": SimpleUploadedFile("名册.csv", content), "source": "tax"}
    answer = client.post("/registers/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert RegisterCase.objects.count() == 0
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_everything_that_is_wrong_with_the_form_is_said_at_once(client: Client) -> None:
    given = {"source": "self_declared", "as_of": "2022-01-01"}
    page = client.post("/registers/", given).content.decode()
    for sentence in (
        "请选择文件：CSV、Excel（.xlsx）或 Parquet",
        "请选择名册来自哪个部门",
        "截至日期 2022-01-01 还没有到，不能晚于今天 2021-10-20",
    ):
        assert page.count(sentence) == 1
    page = client.post("/registers/", {"as_of": "昨天"}).content.decode()
    assert "截至日期「昨天」不是日期，请写成 2021-10-20" in page


def test_a_heading_that_cannot_be_used_ends_the_case_with_every_sentence(
    client: Client,
    jobs: testing.InMemoryConnector,
    folder: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    upload(client, "名称,从业人员数", "甲,1")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        work(jobs)
    case = RegisterCase.objects.get()
    assert case.stage == "unusable"
    assert len(case.problems) == 2
    page = page_of(client, case)
    assert "这份文件不能导入，什么也没有改动" in page
    assert "是否为「从业人员」？" in page
    assert f'href="/registers/cases/{case.pk}/errors.xlsx"' in page
    # Of the file nothing stays but what was wrong with it, in the parts of the error sheet.
    assert case.file is not None
    assert not Store(folder.parent / "files").path(case.file.blob_id).exists()
    assert errors_of_file(client, case) == [
        ["1", "从业人员数", "", "没有名为「从业人员数」的事实", "是否为「从业人员」？"],
        [
            "1",
            "（整行）",
            "",
            "缺少「统一社会信用代码」（credit_code）一列。没有它不知道每一行是哪家单位",
            "请补上这一列",
        ],
    ]


def test_the_same_file_is_not_imported_twice(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    one = imported(client, jobs, HEADING, FIRST)
    upload(client, HEADING, FIRST)
    work(jobs)
    case = RegisterCase.objects.first()
    assert case is not None
    assert case.problems == [f"这份文件已于 2021-10-20 导入（编号 {one.pk}），没有变化，不必再导入"]


def test_nothing_of_a_dropped_file_stays(
    client: Client,
    jobs: testing.InMemoryConnector,
    folder: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    upload(client, HEADING, FIRST)
    work(jobs)
    case = RegisterCase.objects.get()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        post(client, f"/registers/cases/{case.pk}/drop/")
    assert not (folder / str(case.pk)).exists()
    answer = client.post(f"/registers/cases/{case.pk}/confirm/")
    assert answer.status_code == 409
    assert "现在的状态是「已放弃」，不能确认导入" in answer.content.decode()


def test_a_file_without_a_single_good_row_is_not_confirmed(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    upload(client, HEADING, FIRST.replace(",12,", ",很多,"))
    work(jobs)
    case = RegisterCase.objects.get()
    page = post(client, f"/registers/cases/{case.pk}/confirm/")
    assert "没有一行可以导入，请按错误表改好后重新上传" in page


def test_whoever_left_the_office_meanwhile_imports_nothing(
    client: Client, jobs: testing.InMemoryConnector, qin: Player
) -> None:
    upload(client, HEADING, FIRST)
    work(jobs)
    case = RegisterCase.objects.get()
    post(client, f"/registers/cases/{case.pk}/confirm/")
    Membership.objects.filter(person=qin.person).update(until=NOW)
    work(jobs)
    case.refresh_from_db()
    assert case.problems == ["办理人已不在原来的岗位，请由在岗人员重新办理"]
    assert Fact.objects.filter(key="employees", value=12).count() == 0


def test_an_import_from_the_command_line_is_taken_back_on_the_page(
    client: Client, jobs: testing.InMemoryConnector, write: Write
) -> None:
    register = Register(write(HEADING, FIRST), Source.REGISTRY)
    import_register(register=register, actor=SYSTEM, now=NOW)
    one = RegisterImport.objects.get()
    post(client, f"/registers/imports/{one.pk}/", reason="部门来函撤回")
    work(jobs)
    one.refresh_from_db()
    assert one.undo.reason == "部门来函撤回"


def test_a_lost_job_is_queued_again_and_done_once(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    upload(client, HEADING, FIRST)
    case = RegisterCase.objects.get()
    post(client, f"/registers/cases/{case.pk}/again/")
    work(jobs)
    assert len(jobs.jobs) == 2
    assert [move.move for move in MoveLog.objects.order_by("id")] == ["check"]


def test_an_auditor_looks_and_does_not_touch(
    client: Client, jobs: testing.InMemoryConnector, shen: Player
) -> None:
    one = imported(client, jobs, HEADING, FIRST)
    auditor = signed_in(shen)
    page = auditor.get(f"/registers/imports/{one.pk}/").content.decode()
    assert "撤销的理由" not in page
    answer = auditor.post(f"/registers/imports/{one.pk}/", {"reason": "查出问题"})
    assert answer.status_code == 403


def test_the_list_is_kept_as_a_sheet(client: Client, jobs: testing.InMemoryConnector) -> None:
    one = imported(client, jobs, HEADING, FIRST)
    content = client.get("/registers/imports.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [one.pk, "名册.csv"]
    assert rows[1][-1] == one.digest
