"""开放数据的接口和命令: the rows of the files, page by page; and all files into a folder."""

import json
from pathlib import Path
from typing import Any

from django.test import Client

from huiqi.cli.open import _export
from huiqi.cli.run import main
from huiqi.opendata.shelf import DATASETS
from tests.opendata.conftest import Publish


def _told(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status
    return json.loads(response.content)


def test_interface_files_and_export_say_the_same(
    publish_only: Publish, client: Client, tmp_path: Path
) -> None:
    publish_only("codes", "obligations")
    assert [one["dataset"] for one in _told(client, "/open")["items"]] == ["obligations", "codes"]
    written = _export(tmp_path / "out")
    rows = _told(client, "/open/obligations")["items"]
    assert json.loads((tmp_path / "out" / "obligations.json").read_text("utf-8"))["items"] == rows
    assert written["obligations.csv"] == len(rows) == len(list(DATASETS["obligations"].rows()))
    sent = client.get("/open/codes.csv").streaming_content  # type: ignore[attr-defined]
    assert (tmp_path / "out" / "codes.csv").read_bytes() == b"".join(sent)
    assert _told(client, "/open/codes/changes")["items"] == []
    for path in (
        "/open/no-such",
        "/open/rules",
        "/open/codes?version=9",
        "/open/codes/changes?to=x",
    ):
        assert _told(client, path, 404)["code"] == "not_found"


def test_export_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("我的", encoding="utf-8")
    assert main(["open", "export", str(tmp_path)]) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
