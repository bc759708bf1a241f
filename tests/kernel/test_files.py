"""文件: known by their bytes, kept once, looked at before they are given out."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.db import transaction

from huiqi.kernel.access import Actor
from huiqi.kernel.content import PARQUET, TABLES, Limits, Purpose
from huiqi.kernel.files import Store, Waiting, plain_name
from huiqi.kernel.models import Blob, StoredFile
from huiqi.kernel.refusals import Refused
from huiqi.kernel.scanning import LargerThanScanned
from huiqi.kernel.sheets import Column, workbook
from tests.hostile import HOSTILE, Hostile
from tests.scanners import ByBytes

LAN = Actor(7, 3)
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
XLSX = workbook("表", [Column("一")], [["二"]])


@pytest.fixture
def store(tmp_path: Path, db: None) -> Store:
    return Store(tmp_path / "files", limits=Limits(size=2_000_000, entries=50, unpacked=5_000_000))


def put(store: Store, content: bytes, name: str) -> StoredFile:
    return store.put(io.BytesIO(content), name, actor=LAN, subject_id=12)


def refusal(store: Store, content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        put(store, content, name)
    assert list(store.folder.rglob("incoming-*")) == []
    assert Blob.objects.count() == 0
    [problem] = refused.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "营业执照.pdf", "application/pdf"),
        (PNG, "印章.PNG", "image/png"),
        (
            XLSX,
            "名单.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("企业，金额\n".encode("gb18030") * 2000, "名单.csv", "text/csv"),
    ],
)
def test_file_is_known_by_its_content(store: Store, content: bytes, name: str, kind: str) -> None:
    file = put(store, content, name)
    assert (file.name, file.blob.media_type, file.blob.size) == (name, kind, len(content))
    assert store.path(file.blob_id).read_bytes() == content


def test_same_content_is_kept_once_under_both_names(store: Store) -> None:
    first, second = put(store, PDF, "甲.pdf"), put(store, PDF, "乙.pdf")
    assert first.blob_id == second.blob_id
    assert [file.name for file in StoredFile.objects.all()] == ["甲.pdf", "乙.pdf"]
    assert sum(path.is_file() for path in store.folder.rglob("*")) == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "空.pdf", "「空.pdf」是空的，请核对后重新上传"),
        (b"MZ\x90\0" + b"\0" * 90, "发票.pdf", "「发票.pdf」不是可以上传的类型。"),
        (PDF, "发票.exe", "「发票.exe」的内容是PDF，与扩展名「.exe」不符"),
        (PDF, "发票", "「发票」的内容是PDF，与扩展名「无」不符"),
        (b"\0\1\2" * 50, "数据.csv", "「数据.csv」不是可以上传的类型。"),
        (PDF + b"\0" * 2_000_001, "大.pdf", "「大.pdf」超过 1 MB，请压缩图片或拆成几个文件"),
        (XLSX[:-40], "坏.xlsx", "「坏.xlsx」不是可以上传的类型。"),
    ],
)
def test_what_may_not_come_in_is_told_why(
    store: Store, content: bytes, name: str, told: str
) -> None:
    assert refusal(store, content, name).startswith(told)


def bomb(entries: int, size: int, name: str = "xl/workbook.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"0" * size)
        for number in range(entries):
            packed.writestr(f"{number}.xml", b"")
    return out.getvalue()


@pytest.mark.parametrize("content", [bomb(60, 10), bomb(1, 6_000_000), bomb(1, 900_000)])
def test_packed_file_that_would_swell_is_refused_unopened(store: Store, content: bytes) -> None:
    assert refusal(store, content, "表.xlsx").startswith("「表.xlsx」解开后过大")


def test_packed_file_that_points_elsewhere_is_refused(store: Store) -> None:
    told = refusal(store, bomb(1, 10, "../xl/workbook.xml"), "表.xlsx")
    assert told == "「表.xlsx」里有指向别处的路径，不能接收"


@pytest.mark.parametrize("file", HOSTILE, ids=lambda one: one.name)
def test_hostile_file_stays_outside_with_its_sentence(
    tmp_path: Path, db: None, file: Hostile
) -> None:
    told = refusal(Store(tmp_path / "files"), file.content, file.name)
    assert told.startswith(f"「{plain_name(file.name)}」{file.told}")


def test_hostile_files_are_sixty_and_more() -> None:
    assert len({one.name for one in HOSTILE}) == len(HOSTILE) >= 60


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\营业执照.pdf", "营业执照.pdf"),
        ("/etc/执照.pdf", "执照.pdf"),
        ("执照\u202e\u0000.pdf", "执照.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_name_is_kept_without_what_is_no_name(store: Store, given: str, kept: str) -> None:
    assert put(store, PDF, given).name == kept


def test_file_waits_in_quarantine_until_it_is_looked_at(store: Store) -> None:
    file = put(store, PDF, "甲.pdf")
    with pytest.raises(Refused, match="还在查杀"):
        store.open(file)
    store.release(file.blob_id)
    file.refresh_from_db()
    with store.open(file) as content:
        assert content.read() == PDF


def test_infected_file_is_stopped_and_gone(tmp_path: Path, db: None) -> None:
    store = Store(tmp_path, ByBytes(bad=PDF))
    file = put(store, PDF, "甲.pdf")
    blob = store.release(file.blob_id)
    assert (blob.state, blob.scanned_by) == (Blob.State.REJECTED, "试验查杀")
    assert not store.path(file.blob_id).exists()
    file.refresh_from_db()
    with pytest.raises(Refused, match="没有通过查杀（Test-Signature），已经拦截"):
        store.open(file)


def test_file_stays_in_quarantine_while_the_scanner_is_away(tmp_path: Path, db: None) -> None:
    scanner = ByBytes(away=True)
    store = Store(tmp_path, scanner)
    files = [put(store, PDF + bytes([number]), f"{number}.pdf") for number in range(3)]
    told = "「0.pdf」还没有查杀：查杀程序没有应答。文件留在隔离区，稍后自动再查"
    with pytest.raises(Waiting, match=told):
        store.looked_at(files[0])
    assert store.look_at_waiting() == 0
    with pytest.raises(Refused, match="还在查杀"):
        store.open(files[0])
    scanner.away, scanner.bad = False, bytes([1])
    assert store.look_at_waiting() == 3
    states = dict(StoredFile.objects.values_list("name", "blob__state"))
    assert states == {"0.pdf": "clean", "1.pdf": "rejected", "2.pdf": "clean"}
    assert store.look_at_waiting() == 0


def test_file_larger_than_is_scanned_is_not_read_and_stops_no_other(
    tmp_path: Path, db: None
) -> None:
    class Narrow(ByBytes):
        def look(self, path: Path) -> str:
            if path.stat().st_size > len(PDF):
                raise LargerThanScanned("太大")
            return super().look(path)

    store = Store(tmp_path, Narrow())
    large, small = put(store, PDF + b"\0", "大.pdf"), put(store, PDF, "小.pdf")
    with pytest.raises(Refused, match=r"「大\.pdf」超过查杀程序的上限，没有读取。"):
        store.looked_at(large)
    assert store.look_at_waiting() == 1
    assert store.looked_at(small).read_bytes() == PDF


def test_nobody_waits_for_a_scanner_with_a_transaction_open(tmp_path: Path, db: None) -> None:
    store = Store(tmp_path, ByBytes())
    file = put(store, PDF, "甲.pdf")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        store.release(file.blob_id)
    assert store.scanner.shown == []  # type: ignore[union-attr]


def test_what_came_in_without_a_scanner_says_so_and_is_looked_at_once_there_is_one(
    tmp_path: Path, db: None
) -> None:
    before = Store(tmp_path)
    file = put(before, PDF, "甲.pdf")
    assert before.look_at_waiting() == 0
    assert before.release(file.blob_id).warning == "没有经过病毒查杀"
    assert Store(tmp_path, ByBytes(bad=PDF)).look_at_waiting() == 1
    file.blob.refresh_from_db()
    assert (file.blob.state, file.blob.warning) == (Blob.State.REJECTED, "已拦截")


def test_table_of_columns_comes_in_only_where_the_purpose_takes_it(store: Store) -> None:
    content = b"PAR1" + b"\0" * 40
    assert refusal(store, content, "名册.parquet").startswith("「名册.parquet」不是可以上传的类型")
    purpose = Purpose(accepted=TABLES, named=False)
    file = store.put(io.BytesIO(content), "名册", actor=LAN, subject_id=None, purpose=purpose)
    assert file.blob.media_type == PARQUET


def test_every_purpose_has_its_own_measure(tmp_path: Path, db: None) -> None:
    store = Store(tmp_path / "files")
    small = Purpose(limits=Limits(size=1024 * 1024), smaller="请拆成几个文件")
    with pytest.raises(Refused, match=r"「大\.pdf」超过 1 MB，请拆成几个文件"):
        store.put(
            io.BytesIO(PDF + b"\0" * 1024 * 1024), "大.pdf", actor=LAN, subject_id=1, purpose=small
        )
    assert put(store, PDF + b"\0" * 1024 * 1024, "大.pdf").blob.size == len(PDF) + 1024 * 1024


def test_macros_do_not_come_in(store: Store) -> None:
    told = refusal(store, bomb(1, 10, "xl/vbaProject.bin"), "表.xlsx")
    assert told == "「表.xlsx」带有宏，不能接收。请另存为不带宏的 .xlsx 或 .docx"


def test_content_goes_with_the_last_file_that_has_it(store: Store) -> None:
    first, second = put(store, PDF, "甲.pdf"), put(store, PDF, "乙.pdf")
    store.release(first.blob_id)
    store.discard(first)
    second.refresh_from_db()
    assert store.clean(second).read_bytes() == PDF
    store.discard(second)
    assert not store.path(first.blob_id).exists()
    second.refresh_from_db()
    with pytest.raises(Refused, match=r"「乙\.pdf」的内容已经删除"):
        store.open(second)
    assert list(store.damaged()) == []
    again = put(store, PDF, "丙.pdf")
    with pytest.raises(Refused, match="还在查杀"):
        store.open(again)
    assert store.path(again.blob_id).read_bytes() == PDF


def test_what_was_stopped_does_not_come_back(tmp_path: Path, db: None) -> None:
    store = Store(tmp_path, ByBytes(bad=PDF))
    store.release(put(store, PDF, "甲.pdf").blob_id)
    with pytest.raises(Refused, match="Test-Signature"):
        store.open(put(store, PDF, "乙.pdf"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_damaged_and_missing_contents_are_found(store: Store) -> None:
    files = [put(store, PDF + bytes([number]), f"{number}.pdf") for number in range(3)]
    store.path(files[0].blob_id).unlink()
    store.path(files[1].blob_id).write_bytes(os.urandom(10))
    assert sorted(store.damaged()) == sorted(file.blob_id for file in files[:2])
