"""装入联系方式: the library's contacts; what officers changed since is left alone."""

from __future__ import annotations

from huiqi.kernel.now import now
from huiqi.policies.actions.rows import Book
from huiqi.policies.departments import Directory, Reach, directory
from huiqi.policies.models import Contact

COLUMNS = ("telephone", "address", "hours", "window", "since", "until", "source")


def load_contacts(book: Book, found: Directory | None = None) -> None:
    """装入联系方式: a line that officers wrote since is theirs; a dropped one is taken back."""
    told = directory() if found is None else found
    held = {
        (one.department, one.programme, one.office): one
        for one in Contact.objects.filter(replaced_by=None).order_by("id")
    }
    wanted = {reach.key: reach for reach in told.contacts}
    for key, reach in wanted.items():
        before = held.get(key)
        if before is None or (before.made_by_id is None and not _same(before, reach)):
            _add(reach, before, book)
    for key, before in held.items():
        if key not in wanted and before.made_by_id is None and not before.is_gone:
            _take_back(before, book)


def _same(row: Contact, reach: Reach) -> bool:
    return not row.is_gone and all(getattr(row, name) == getattr(reach, name) for name in COLUMNS)


def _add(reach: Reach, before: Contact | None, book: Book) -> None:
    Contact.objects.create(
        department=reach.department,
        programme=reach.programme,
        office=reach.office,
        replaces=before,
        made_at=now(),
        **{name: getattr(reach, name) for name in COLUMNS},
    )
    book.written += 1


def _take_back(before: Contact, book: Book) -> None:
    columns = {name: getattr(before, name) for name in COLUMNS}
    Contact.objects.create(
        department=before.department,
        programme=before.programme,
        office=before.office,
        replaces=before,
        is_gone=True,
        made_at=now(),
        **columns,
    )
    book.written += 1
