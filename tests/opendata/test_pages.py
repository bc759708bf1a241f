"""开放数据的页面: columns as in the files, versions, changes, and sentences for the rest."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.refusals import Denied
from huiqi.opendata import queries, shelf
from huiqi.opendata.actions import publish
from huiqi.opendata.dataset import Column, Dataset
from huiqi.opendata.shelf import DATASETS
from tests.cast import NOW
from tests.opendata.conftest import Publish

ROWS: list[dict[str, Any]] = []
LATER = NOW + timedelta(days=1)


@pytest.fixture
def fees(db: None, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """A dataset whose rows the test writes."""

    def rows() -> Iterator[dict[str, Any]]:
        yield from ROWS

    one = Dataset(
        "fees",
        "收费",
        "练习",
        (Column("id", "编号"), Column("fee", "费用", "integer")),
        ("id",),
        rows,
    )
    monkeypatch.setitem(DATASETS, "fees", one)
    ROWS[:] = [{"id": "a", "fee": 1}, {"id": "b", "fee": None}]
    publish(actor=SYSTEM, now=NOW, datasets=[one])
    return one


def _file(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_dictionary_tells_every_column_and_no_other(client: Client, db: None) -> None:
    for name, dataset in DATASETS.items():
        page = client.get(f"/open/{name}/")
        told = [column for column, _ in page.context["columns"]]
        assert told == list(dataset.columns)
        assert all(f'<code lang="en">{c.name}</code>' in page.content.decode() for c in told)
        csvw = json.loads(_file(client, f"/open/{name}.csv-metadata.json"))
        columns = [(one["name"], one["titles"]) for one in csvw["tableSchema"]["columns"]]
        assert columns == [(c.name, c.title) for c in dataset.columns]
        assert set(dataset.key) <= set(dataset.names)


def test_the_first_page_and_the_catalogue_name_what_is_published(
    publish_only: Publish, client: Client
) -> None:
    publish_only("codes", "vocabulary")
    page = client.get("/open/").content.decode()
    assert all(f'href="/open/{name}/"' in page for name in DATASETS)
    assert page.count('href="/open/codes.csv"') == 1
    assert 'href="/open/rules.csv"' not in page  # not published yet, and so no link to nothing
    told = json.loads(_file(client, "/open/data.json"))
    assert [one["dct:identifier"] for one in told["dcat:dataset"]] == ["vocabulary", "codes"]
    for one in told["dcat:dataset"]:
        for file in one["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"]
            _file(client, address[address.index("/open/") :])


def test_who_has_the_version_is_not_sent_it_again(fees: Dataset, client: Client) -> None:
    for form in ("csv", "json"):
        first = client.get(f"/open/fees.{form}")
        etag, moment = first.headers["ETag"], first.headers["Last-Modified"]
        for headers in ({"If-None-Match": etag}, {"If-Modified-Since": moment}):
            again = client.get(f"/open/fees.{form}", headers=headers)
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        other = client.get(f"/open/fees.{form}", headers={"If-None-Match": '"other"'})
        assert other.status_code == 200
        assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/open/fees.csv")["ETag"] != client.get("/open/fees.json")["ETag"]


def test_a_version_is_kept_when_the_next_one_comes(fees: Dataset, client: Client) -> None:
    first = _file(client, "/open/fees.csv")
    etag = client.get("/open/fees.csv").headers["ETag"]
    ROWS[:] = [{"id": "a", "fee": 2}, {"id": "c", "fee": 3}]
    [second] = publish(actor=SYSTEM, now=LATER, datasets=[fees])
    assert second.number == 2
    assert client.get("/open/fees.csv", headers={"If-None-Match": etag}).status_code == 200
    old = queries.edition_of(fees, "1")
    assert old is not None
    for version in ("1", old.version, old.short, old.short[:8].upper()):
        assert _file(client, f"/open/fees.csv?version={version}") == first
    assert _file(client, "/open/fees.csv") == "\ufeff编号,费用\r\na,2\r\nc,3\r\n"


def test_changes_between_two_versions_are_told_row_by_row(fees: Dataset, client: Client) -> None:
    assert "第 1 版是第一版" in client.get("/open/fees/changes/").content.decode()
    ROWS[:] = [{"id": "a", "fee": 2}, {"id": "c", "fee": 3}]
    publish(actor=SYSTEM, now=LATER, datasets=[fees])
    page = client.get("/open/fees/changes/")
    assert [(one.key, one.kind, one.columns) for one in page.context["shown"]] == [
        ("a", "changed", ("fee",)),
        ("b", "removed", ()),
        ("c", "added", ()),
    ]
    text = page.content.decode()
    assert "从第 1 版到第 2 版，3 行不同。" in text
    assert "费用：<del>1</del> <ins>2</ins>" in text
    same = client.get("/open/fees/changes/?from=2&to=2").content.decode()
    assert "第 2 版和第 2 版相同。" in same


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/open/programs/", "没有「programs」这个数据集，是不是「programmes」？"),
        ("/open/programs.csv", "没有「programs」这个数据集，是不是「programmes」？"),
        ("/open/zzzzzz/", "没有「zzzzzz」这个数据集。"),
        ("/open/%E6%94%BF%E7%AD%96.csv", "没有「政策」这个数据集。"),
        ("/open/../../etc/passwd", "没有「」这个数据集。"),
        ("/open/<script>alert(1)</script>.csv", "没有「&lt;script&gt;alert(1)&lt;」这个数据集。"),
        ("/open/fees.xlsx", "没有「xlsx」格式，可以用 csv、json。"),
        ("/open/fees.exe", "没有「exe」格式，可以用 csv、json。"),
        ("/open/fees.csv?version=9", "「收费」没有「9」这一版。"),
        ("/open/fees.csv?version=ffffffffffff", "「收费」没有「ffffffffffff」这一版。"),
        ("/open/fees.csv?version=%00", "「收费」没有「"),
        ("/open/fees.csv?version=' OR 1=1 --", "「收费」没有「&#x27; OR 1=1 --」这一版。"),
        ("/open/fees.csv?version=99999999999999999999", "没有「99999999999999999999」这一版。"),
        ("/open/fees/changes/?from=7", "「收费」没有「7」这一版。"),
        ("/open/fees/changes/?to=x", "「收费」没有「x」这一版。"),
        ("/open/rules/no.such.json", "没有编号为「no.such」的项目。"),
        ("/open/codes.csv", "「代码表」还没有发布过。"),
        ("/open/codes/changes/", "「代码表」还没有发布过。"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    fees: Dataset, client: Client, path: str, sentence: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert sentence in response.content.decode()


def test_a_city_that_has_not_published_says_so(db: None, client: Client) -> None:
    assert "还没有发布过" in client.get("/open/").content.decode()
    assert "还没有发布过" in client.get("/open/codes/").content.decode()
    assert json.loads(_file(client, "/open/data.json"))["dcat:dataset"] == []


def test_only_the_city_itself_publishes(db: None) -> None:
    with pytest.raises(Denied):
        publish(actor=ANONYMOUS, now=NOW)


def test_licence_is_told_on_every_page_of_data(fees: Dataset, client: Client) -> None:
    for path in ("/open/", "/open/fees/"):
        assert shelf.LICENCE_URL in client.get(path).content.decode()
