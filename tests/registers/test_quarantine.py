"""名册的查杀: nobody reads a register before a scanner has looked at it."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate import testing

from huiqi.kernel.files import Store, Waiting
from huiqi.kernel.models import Blob, StoredFile
from huiqi.registers.actions import cases
from huiqi.registers.models import RegisterCase, RegisterImport
from tests.registers.conftest import FIRST, HEADING, SECOND, case_of, work
from tests.registers.test_messy_typed_files import columns
from tests.scanners import ByBytes

pytestmark = pytest.mark.usefixtures("city_clock")

CSV = f"{HEADING}\n{FIRST}\n{SECOND}\n".encode()


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ByBytes:
    """It stops files of 乙二."""
    found = ByBytes(bad="乙二".encode())
    monkeypatch.setattr(cases, "store", lambda: Store(tmp_path / "files", found))
    return found


@pytest.fixture
def seen(scanner: ByBytes) -> list[bytes]:
    """What the scanner was shown."""
    return scanner.shown


def upload(client: Client, content: bytes, name: str = "名册.csv") -> RegisterCase:
    given = {"file": SimpleUploadedFile(name, content), "source": "registry"}
    assert client.post("/registers/", given).status_code == 302
    return RegisterCase.objects.get()


def test_an_uploaded_register_waits_in_quarantine_under_its_hash(
    client: Client, seen: list[bytes], folder: Path
) -> None:
    case = upload(client, CSV)
    assert case.file is not None
    assert (case.file.name, case.file.blob.state) == ("名册.csv", Blob.State.QUARANTINED)
    assert Store(folder.parent / "files").path(case.file.blob_id).read_bytes() == CSV
    assert seen == []


def test_a_register_that_the_scanner_stops_is_never_read(
    client: Client, jobs: testing.InMemoryConnector, seen: list[bytes], folder: Path
) -> None:
    case = case_of(client, jobs, CSV)
    assert seen == [CSV]
    assert (case.stage, case.problems) == (
        "unusable",
        ["「名册.csv」没有通过查杀（Test-Signature），已经拦截"],
    )
    assert [path for path in (folder.parent / "files").rglob("*") if path.is_file()] == []


def test_a_register_waits_for_a_scanner_that_is_away(
    client: Client, jobs: testing.InMemoryConnector, scanner: ByBytes
) -> None:
    case, scanner.away = upload(client, columns(), "名册.parquet"), True
    with pytest.raises(Waiting):
        work(jobs)
    page = client.get(f"/registers/cases/{case.pk}/").content.decode()
    told = "「名册.parquet」还没有查杀：查杀程序没有应答。文件留在隔离区，稍后自动再查"
    assert told in page
    case.refresh_from_db()
    assert (case.stage, scanner.shown) == ("reading", [])
    scanner.away = False
    work(jobs)
    case.refresh_from_db()
    assert (case.stage, len(scanner.shown)) == ("checked", 1)


def test_a_register_is_looked_at_once_and_its_manifest_names_what_was_kept(
    client: Client, jobs: testing.InMemoryConnector, seen: list[bytes]
) -> None:
    content = columns(employees=[12])
    case = case_of(client, jobs, content, "名册.parquet")
    client.post(f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    assert seen == [content]
    assert RegisterImport.objects.get().digest == StoredFile.objects.get().blob_id


def test_nothing_of_the_content_of_a_dropped_register_stays(
    client: Client,
    jobs: testing.InMemoryConnector,
    seen: list[bytes],
    folder: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    case = case_of(client, jobs, columns(), "名册.parquet")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client.post(f"/registers/cases/{case.pk}/drop/")
    assert len(seen) == 1
    assert Blob.objects.get().state == Blob.State.DISCARDED
    assert [path for path in (folder.parent / "files").rglob("*") if path.is_file()] == []


def test_a_register_that_would_swell_beyond_measure_is_refused_unopened(client: Client) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    given = {"file": SimpleUploadedFile("名册.xlsx", out.getvalue()), "source": "registry"}
    answer = client.post("/registers/", given)
    assert answer.status_code == 422
    assert "「名册.xlsx」解开后过大，可能有问题。请拆成几个文件再上传" in answer.content.decode()


def test_a_register_with_macros_is_refused(client: Client) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"")
        packed.writestr("xl/vbaProject.bin", b"")
    given = {"file": SimpleUploadedFile("名册.xlsm", out.getvalue()), "source": "registry"}
    answer = client.post("/registers/", given)
    assert answer.status_code == 422
    assert "「名册.xlsm」带有宏，不能接收" in answer.content.decode()
