"""名册的测试: files as offices send them, and what is on record afterwards."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import override_settings
from django.utils.html import escape
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.files import Store
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import guarded
from huiqi.parties.enums import Source
from huiqi.registers import spool, tasks
from huiqi.registers.actions import Imported, Register, cases, import_register
from huiqi.registers.errors import PARTS, Line
from huiqi.registers.models import RegisterCase
from tests.cast import NOW, Player, credit_code

CODES = [credit_code(f"MA5REG{number:03}") for number in range(6)]
HEADING = "统一社会信用代码,名称,所在区,行业,从业人员,营业收入"
FIRST = f"{CODES[0]},深圳市甲一科技有限公司,南山区,制造业,12,1000万"
SECOND = f"{CODES[1]},深圳市乙二科技有限公司,440309,C39,３４,2500000.50"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with these lines, or these bytes."""

    def written(*lines: str | bytes, name: str = "名册.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        parts = [one if isinstance(one, bytes) else f"{one}\n".encode(encoding) for one in lines]
        path.write_bytes(b"".join(parts))
        return path

    return written


def bring_in(path: Path, source: Source = Source.REGISTRY, **how: Any) -> Imported:
    return import_register(register=Register(path, source, **how), actor=SYSTEM, now=NOW)


def refusal(path: Path, **how: Any) -> Sequence[str]:
    """The sentences with which a whole file is refused."""
    with pytest.raises(Refused) as caught:
        bring_in(path, **how)
    return caught.value.problems


def row_problems(path: Path) -> dict[int, list[str]]:
    return bring_in(path).problems.sentences


# Pages


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Officers sign in without a second factor; files are kept where the test ends."""
    monkeypatch.setattr(spool, "folder_of", lambda pk: tmp_path / "spool" / str(pk))
    monkeypatch.setattr(cases, "store", lambda: Store(tmp_path / "files"))
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield tmp_path / "spool"


@pytest.fixture
def client(qin: Player) -> Client:
    return signed_in(qin)


def signed_in(player: Player) -> Client:
    client = Client()
    client.force_login(player.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def work(jobs: testing.InMemoryConnector) -> None:
    """What the worker does with everything that waits."""
    for job in jobs.jobs.values():
        tasks.work(**job["args"])


def case_of(
    client: Client, jobs: testing.InMemoryConnector, content: bytes, name: str = "名册.csv"
) -> RegisterCase:
    given = {"file": SimpleUploadedFile(name, content), "source": "registry"}
    assert client.post("/registers/", given).status_code == 302
    work(jobs)
    case = RegisterCase.objects.get()
    assert client.get(f"/registers/cases/{case.pk}/").status_code == 200
    return case


def sentences_of(case: RegisterCase) -> list[str]:
    return [one.removeprefix(case.file_name).lstrip("： ") for one in case.problems]


def sheet_of(client: Client, case: RegisterCase) -> list[Line]:
    """The five parts of each line of the error sheet: the same in Excel, in CSV and on the page."""
    answer = client.get(f"/registers/cases/{case.pk}/errors.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert tuple(rows[0][:5]) == PARTS
    lines = [Line(str(int(row[0])), *map(str, row[1:5])) for row in rows[1:]]  # type: ignore[arg-type]
    text = client.get(f"/registers/cases/{case.pk}/errors.csv")
    read = csv.reader(text.getvalue().decode("utf-8-sig").splitlines())
    assert [row[:5] for row in read][1:] == [[guarded(part) for part in line] for line in lines]
    page = client.get(f"/registers/cases/{case.pk}/").content.decode()
    for line in lines:
        assert all(f"<td>{escape(part)}</td>" in page for part in line[1:] if part)
        assert line.row
        assert line.column
        assert line.what
        assert line.fix
    return lines


def errors_of_file(client: Client, case: RegisterCase) -> list[list[str]]:
    """The error sheet of a file that cannot be used: the same in Excel and in CSV."""
    answer = client.get(f"/registers/cases/{case.pk}/errors.xlsx")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    book = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    rows = [
        [f"{one:.0f}" if isinstance(one, float) else str(one) for one in row]
        for row in book.to_python()
    ]
    text = client.get(f"/registers/cases/{case.pk}/errors.csv")
    assert rows == list(csv.reader(text.getvalue().decode("utf-8-sig").splitlines()))
    heading, *told = rows
    assert tuple(heading) == PARTS
    return told
