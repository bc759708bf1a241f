"""写: only actions, states and what stands below them change a row, and rows are locked by name."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.consistency.repository import SRC, place, python_files, tree

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

WRITES: Final = {
    *("save", "create", "update", "delete", "get_or_create", "update_or_create"),
    *("bulk_create", "bulk_update", "acreate", "aupdate", "adelete", "asave"),
    *("create_user", "create_superuser"),
}
# The engine, the library and the command line know no rows.
WITHOUT_ROWS: Final = ("rules", "library", "cli")
# Parts whose business is writing.
WRITERS: Final = (
    "actions.py",
    "actions",
    "states.py",
    "stages",
    "machine.py",
    "demo",
    "migrations",
    "config",
)

# file and function -> why it may. What is struck from the code is struck from here.
EXCEPTIONS: Final = {
    "inbox/codes.py deliver": "the outbox forgets an address and a code once they are sent",
    "kernel/audit.py _record": "the record of every write and read",
    "kernel/audit.py _seal_next": "the record of every write and read",
    "kernel/files.py put": "files belong to whoever keeps them; asked for by actions",
    "kernel/files.py _kept": "the row of a content, in its place and under its lock",
    "kernel/files.py discard": "contents that no file needs; asked for by actions",
    "kernel/files.py release": "the verdict of the scanner on a file",
    "kernel/idempotency.py once": "the answer is kept in the transaction that made it",
    "kernel/limits.py forget": "counts of attempts are nobody's data",
    "kernel/uptime.py forget": "old minutes of the service are nobody's data",
    "kernel/outbox.py post": "a message is asked for by actions, in their transaction",
    "kernel/outbox.py send": "that a message left is known to nobody but the outbox",
    "kernel/outbox.py _keep_failure": "that a message left is known to nobody but the outbox",
    "kernel/rows.py save": "the one way in which actions save, all problems told at once",
    "kernel/rows.py save_all": "the same for several new rows at once",
    "kernel/qr.py svg_of": "a picture written into memory, no row",
    "programmes/versions.py frozen": "the texts of a programme, kept when a call is drafted",
    "parties/models/people.py create_user": "Django's managers make accounts",
}


def _apps() -> Iterator[Path]:
    for path in python_files("src/huiqi"):
        parts = path.relative_to(SRC).parts
        if parts[0] not in WITHOUT_ROWS and not set(parts) & set(WRITERS):
            yield path


def _calls(path: Path) -> Iterator[tuple[ast.Call, ast.Attribute, str]]:
    """Every call of a method, with the name of the function it stands in."""

    def below(node: ast.AST, inside: str) -> Iterator[tuple[ast.Call, ast.Attribute, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
                yield child, child.func, inside
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from below(child, child.name)
            else:
                yield from below(child, inside)

    return below(tree(path), "")


def _is_write(call: ast.Call, method: ast.Attribute) -> bool:
    # ``update`` of a dict, a set or a hash is given one thing; that of rows is given columns.
    return method.attr in WRITES and not (method.attr == "update" and not call.keywords)


def test_nothing_but_actions_and_states_writes() -> None:
    found = {
        f"{path.relative_to(SRC).as_posix()} {function}".strip()
        for path in _apps()
        for call, method, function in _calls(path)
        if _is_write(call, method)
    }
    assert sorted(found - set(EXCEPTIONS)) == []
    assert sorted(set(EXCEPTIONS) - found) == []


def test_write_in_a_view_would_be_found(tmp_path: Path) -> None:
    view = tmp_path / "views.py"
    view.write_text(
        "def page(request):\n"
        "    Fact.objects.create(key='employees')\n"
        "    fact.save()\n"
        "    Fact.objects.filter(pk=1).update(value=2)\n"
        "    {}.update(a)\n",
        encoding="utf-8",
    )
    found = [
        f"{where} {method.attr}" for call, method, where in _calls(view) if _is_write(call, method)
    ]
    assert found == ["page create", "page save", "page update"]


def test_every_lock_names_what_it_locks() -> None:
    """Without ``of``, rows joined by select_related are locked too, in whatever order."""
    loose = [
        place(path, call.lineno)
        for path in python_files("src/huiqi")
        for call, method, _ in _calls(path)
        if method.attr == "select_for_update"
        and "of" not in {keyword.arg for keyword in call.keywords}
    ]
    assert loose == []
