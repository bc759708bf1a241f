"""篡改: whatever somebody changes who owns the database, or the files, is noticed.

Each trial changes one thing at random, with the triggers off, as only a superuser can, and is
taken back afterwards. Its number is its seed: a trial that is not noticed can be tried again.
"""

import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from huiqi.kernel import audit
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.anchors import Anchors
from huiqi.kernel.files import Store
from huiqi.kernel.models import AuditEntry, AuditSeal, Blob, StoredFile
from huiqi.kernel.proof import proved

AT = datetime(2021, 10, 20, 9, tzinfo=UTC)
LAN = Actor(7, 3)
QIN = Actor(8, 4, frozenset({"bureau_officer"}), purpose="形式审查 SB-2021-000001")
ENTRY, SEAL = "kernel_auditentry", "kernel_auditseal"


@dataclass
class City:
    """What is proved: the audit in the database, its anchors, and the files."""

    anchors: Anchors
    store: Store

    def problems(self) -> tuple[str, ...]:
        return proved(self.anchors, self.store).problems


@pytest.fixture
def city(db: None, tmp_path: Path) -> City:
    """Six seals over forty-odd entries with unused numbers between, and four files."""
    city = City(Anchors(tmp_path / "audit-anchors.jsonl"), Store(tmp_path / "files"))
    for batch in range(6):
        for number in range(6):
            audit.record_write(SYSTEM, "登记", subject_id=number, detail={"编号": batch})
            audit.record_read(QIN, "查看企业事实", subject_id=number)
            _leave_a_number_unused()
        if batch < 4:
            content = io.BytesIO(f"%PDF-1.7\n{batch}".encode())
            city.store.put(content, f"证明{batch}.pdf", actor=LAN, subject_id=12)
        assert audit.seal(AT + timedelta(minutes=batch))
        city.anchors.extend()
    assert city.problems() == ()
    return city


def _leave_a_number_unused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{ENTRY}', 'id'))")


def sql(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def alter_entry(rng: random.Random, city: City) -> None:
    pk = rng.choice(_entries())
    column, value = rng.choice(
        [
            *(("act", "'write'"), ("verb", "verb || '。'"), ("kind", "kind || 'x'")),
            *(("object_id", "coalesce(object_id, 0) + 1"), ("purpose", "purpose || '别的'")),
            *(("subject_id", "subject_id + 1"), ("person_id", "coalesce(person_id, 0) + 1")),
            *(("organization_id", "coalesce(organization_id, 0) + 1"),),
            *(("detail", """detail || '{"x": 1}'"""), ("at", "at - interval '1 microsecond'")),
        ]
    )
    if column == "act":
        value = "CASE act WHEN 'read' THEN 'write' ELSE 'read' END"
    sql(f"UPDATE {ENTRY} SET {column} = {value} WHERE id = %s", pk)


def delete_entry(rng: random.Random, city: City) -> None:
    sql(f"DELETE FROM {ENTRY} WHERE id = %s", rng.choice(_entries()))


def reorder_entries(rng: random.Random, city: City) -> None:
    one, other = rng.sample(_entries(), 2)
    for was, becomes in ((one, -1), (other, one), (-1, other)):
        sql(f"UPDATE {ENTRY} SET id = %s WHERE id = %s", becomes, was)


def insert_entry(rng: random.Random, city: City) -> None:
    """At a number that was never used, before the last seal; or below all."""
    pks = _entries()
    unused = [pk for pk in range(pks[0] - 3, pks[-1]) if pk not in set(pks)]
    columns = "act, verb, kind, object_id, subject_id, person_id, organization_id, purpose, detail"
    sql(
        f"INSERT INTO {ENTRY} (id, {columns}, at) SELECT %s, {columns}, at"
        f" FROM {ENTRY} WHERE id = %s",
        rng.choice(unused),
        rng.choice(pks),
    )


def alter_seal(rng: random.Random, city: City) -> None:
    column, value = rng.choice(
        [
            *(("first_id", "first_id - 1"), ("last_id", "last_id + 1"), ("count", "count + 1")),
            *(("previous", "reverse(previous) || '0'"), ("digest", "reverse(digest)")),
            ("at", "at + interval '1 hour'"),
        ]
    )
    column_value = f"{column} = left({value}, 64)" if "reverse" in value else f"{column} = {value}"
    sql(f"UPDATE {SEAL} SET {column_value} WHERE id = %s", rng.choice(_seals()))


def delete_seal(rng: random.Random, city: City) -> None:
    sql(f"DELETE FROM {SEAL} WHERE id = %s", rng.choice(_seals()))


def reorder_seals(rng: random.Random, city: City) -> None:
    one, other = rng.sample(_seals(), 2)
    for was, becomes in ((one, -1), (other, one), (-1, other)):
        sql(f"UPDATE {SEAL} SET id = %s WHERE id = %s", becomes, was)


def insert_seal(rng: random.Random, city: City) -> None:
    """A link of somebody's own at either end, or where the number of another was."""
    pk = rng.choice([0, _seals()[-1] + 1])
    previous = rng.choice(["f" * 64, AuditSeal.objects.get(pk=_seals()[-1]).digest])
    sql(
        f"INSERT INTO {SEAL} (id, first_id, last_id, count, previous, digest, at)"
        " VALUES (%s, 1, 2, 2, %s, %s, now())",
        *(pk, previous, "e" * 64),
    )


def cut_off_the_end(rng: random.Random, city: City) -> None:
    """The last seals together with their entries: what is left agrees with itself."""
    kept = AuditSeal.objects.get(pk=rng.choice(_seals()[:-1]))
    sql(f"DELETE FROM {SEAL} WHERE id > %s", kept.pk)
    sql(f"DELETE FROM {ENTRY} WHERE id > %s", kept.last_id)
    assert audit.verify().problems == ()


def write_history_anew(rng: random.Random, city: City) -> None:
    """Change an entry, then make its seal and all later ones anew: the chain agrees again."""
    delete_entry(rng, city) if rng.random() < 0.5 else alter_entry(rng, city)
    previous, before = audit.GENESIS, 0
    for one in AuditSeal.objects.order_by("id"):
        found = AuditEntry.objects.filter(id__gt=before, id__lte=one.last_id).order_by("id")
        entries = list(found)
        digest, before = audit.digest(previous, entries), one.last_id
        sql(
            f"UPDATE {SEAL} SET previous = %s, digest = %s, count = %s, first_id = %s"
            " WHERE id = %s",
            *(previous, digest, len(entries), entries[0].pk, one.pk),
        )
        previous = digest
    assert audit.verify().problems == ()


def change_bytes(rng: random.Random, city: City) -> None:
    path = _some_file(rng, city)
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def shorten_file(rng: random.Random, city: City) -> None:
    path = _some_file(rng, city)
    path.write_bytes(path.read_bytes()[:-1])


def remove_file(rng: random.Random, city: City) -> None:
    _some_file(rng, city).unlink()


def change_hash(rng: random.Random, city: City) -> None:
    """Of a content, and of all that is known by it."""
    was, becomes = rng.choice(_digests()), f"{rng.getrandbits(256):064x}"
    sql("UPDATE kernel_blob SET digest = %s WHERE digest = %s", becomes, was)
    sql("UPDATE kernel_storedfile SET blob_id = %s WHERE blob_id = %s", becomes, was)


def exchange_files(rng: random.Random, city: City) -> None:
    """A file is made to mean the content of another, which is whole."""
    one = rng.choice(list(StoredFile.objects.order_by("id")))
    other = rng.choice([digest for digest in _digests() if digest != one.blob_id])
    sql("UPDATE kernel_storedfile SET blob_id = %s WHERE id = %s", other, one.pk)


def put_other_bytes_under_their_own_hash(rng: random.Random, city: City) -> None:
    """A content, its hash and its file are replaced by others that agree with each other."""
    was = rng.choice(_digests())
    whole = city.store.put(io.BytesIO(b"%PDF-1.7\nfalse"), "假.pdf", actor=LAN, subject_id=12)
    sql("UPDATE kernel_storedfile SET blob_id = %s WHERE blob_id = %s", whole.blob_id, was)
    sql("DELETE FROM kernel_blob WHERE digest = %s", was)


TRIALS: list[Callable[[random.Random, City], None]] = [
    *(alter_entry, delete_entry, reorder_entries, insert_entry),
    *(alter_seal, delete_seal, reorder_seals, insert_seal),
    *(cut_off_the_end, write_history_anew),
    *(change_bytes, shorten_file, remove_file, change_hash, exchange_files),
    put_other_bytes_under_their_own_hash,
]


def _entries() -> list[int]:
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def _seals() -> list[int]:
    return list(AuditSeal.objects.order_by("id").values_list("id", flat=True))


def _digests() -> list[str]:
    return list(Blob.objects.order_by("digest").values_list("digest", flat=True))


def _some_file(rng: random.Random, city: City) -> Path:
    return city.store.path(rng.choice(_digests()))


def _tampered(city: City, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of the trial and what was noticed; all is as before when this ends."""
    rng = random.Random(seed)
    trial = TRIALS[seed % len(TRIALS)]
    files = {city.store.path(one): city.store.path(one).read_bytes() for one in _digests()}
    try:
        with transaction.atomic():
            sql("SET LOCAL session_replication_role = 'replica'")
            trial(rng, city)
            yield trial.__name__, city.problems()
            sql("SET LOCAL session_replication_role = 'origin'")
            transaction.set_rollback(True)
    finally:
        for path, content in files.items():
            path.write_bytes(content)


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(2 * len(TRIALS)), id="each kind twice"),
        pytest.param(range(200), marks=pytest.mark.verify, id="200 trials"),
    ],
)
def test_every_tampering_is_noticed(city: City, seeds: range) -> None:
    unnoticed = [
        f"{seed}: {name}"
        for seed in seeds
        for name, problems in _tampered(city, seed)
        if not problems
    ]
    assert unnoticed == []
    assert city.problems() == ()


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda lines: lines[:0], "有 6 个封存没有锚点"),
        (lambda lines: lines[:3], "有 3 个封存没有锚点"),
        (lambda lines: lines[:2] + lines[3:], "没有锚点，是后来插入的，或锚点被删"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "锚点文件第 2 行的次序不对"),
        (lambda lines: [*lines[:2], "?\n", *lines[2:]], "锚点文件第 3 行读不懂"),
        (lambda lines: [*lines[:5], lines[5].replace('"count"', '"counts"')], "与写下锚点时不同"),
    ],
)
def test_anchors_that_were_changed_show(
    city: City, damage: Callable[[list[str]], list[str]], complaint: str
) -> None:
    lines = city.anchors.path.read_text().splitlines(keepends=True)
    city.anchors.path.write_text("".join(damage(lines)))
    assert complaint in "".join(city.problems())


def test_half_a_line_that_a_crash_left_is_written_again(city: City) -> None:
    whole = city.anchors.path.read_text()
    city.anchors.path.write_text(whole[:-20])
    assert city.anchors.extend() == 1
    assert city.anchors.path.read_text() == whole
    assert city.anchors.extend() == 0


def test_end_cut_off_together_with_its_anchors_shows_beside_a_backup(city: City) -> None:
    lines = city.anchors.path.read_text().splitlines(keepends=True)
    sql("SET LOCAL session_replication_role = 'replica'")
    cut_off_the_end(random.Random(1), city)
    left = AuditSeal.objects.count()
    city.anchors.path.write_text("".join(lines[:left]))
    assert city.problems() == ()
    problems = proved(city.anchors, city.store, json.loads(lines[-1])).problems
    assert [problem.partition("：")[0] for problem in problems] == ["与备份不符"]
