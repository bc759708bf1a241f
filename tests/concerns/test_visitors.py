"""没有登录的人: how much a stranger may upload, and what a page tells whom about the system."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiqi.kernel.models import StoredFile
from tests.cast import Player
from tests.visits import client_of, page

NEW = "/concerns/new/"


def a_file(number: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.csv", f"序号\n{number}\n".encode())


def uploaded(client: Client, *numbers: int) -> int:
    given = {"text": "", "do": "look", "files": [a_file(one) for one in numbers]}
    return client.post(NEW, given).status_code


@pytest.mark.usefixtures("world", "own_files")
def test_visitor_uploads_thirty_files_in_an_hour_and_is_told_to_wait() -> None:
    for start in (0, 10, 20):  # a new session does not help
        assert uploaded(Client(), *range(start, start + 10)) == 200
    client = Client()
    given = {"text": "路灯坏了", "do": "look", "files": [a_file(31)]}
    told = client.post(NEW, given)
    assert (told.status_code, int(told.headers["Retry-After"]) > 0) == (429, True)
    assert "一小时最多上传 30 个文件" in told.content.decode()
    assert "路灯坏了" in client.get(NEW).content.decode()
    assert StoredFile.objects.count() == 30
    assert uploaded(client) == 200  # who sends no file is not counted


@pytest.mark.usefixtures("world", "own_files")
def test_who_has_an_account_is_known_and_not_counted(lan: Player) -> None:
    for start in range(0, 40, 10):
        client = client_of(lan)
        assert uploaded(client, *range(start, start + 10)) == 200


@pytest.mark.usefixtures("world")
def test_only_who_keeps_the_system_reads_the_name_of_a_setting(
    settings: object, system_admin: Player, lan: Player
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, scanner=None)  # type: ignore[attr-defined]
    for told in (Client().get(NEW).content.decode(), page(lan, NEW)):
        assert "上传的文件目前不查病毒" in told
        assert "HUIQI_" not in told
    assert "HUIQI_SCANNER" in page(system_admin, NEW)
