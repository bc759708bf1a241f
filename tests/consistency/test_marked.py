"""标记: what says no to a person says it in the reader's language, or is on the list below."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import pytest

from tests.consistency.repository import SRC, python_files, tree
from tests.consistency.unmarked import unmarked

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

# Of the engine, the library, the command line and the ground: read by authors of policies and
# by operators at a terminal, in Chinese as everything there. Migrations are history.
NOT_READ_ON_PAGES: Final = ("rules/", "library/", "cli/", "config/", "demo/")
MIGRATIONS: Final = "migrations/"

# A module, or a function of one as module:function, and why its Chinese is not marked.
REVIEWED: Final[Mapping[str, str]] = {
    "citywide/actions/refreshing.py:_Run._registered": "a line of the log, for operators",
    "concerns/actions/erasure.py": "told to who asked for the erasure, as every app tells it",
    "concerns/queries/copying.py": "the sheets of a copy are Chinese, whoever asks for it",
    "concerns/standards.py": "a mistake of a programmer",
    "concerns/timing.py": "a mistake of a programmer",
    "inbox/gateways/chats.py": "kept with the outbox, for operators",
    "inbox/gateways/sms.py": "kept with the outbox, for operators",
    "inbox/push.py:_send": "kept with the outbox, for operators",
    "kernel/anchors.py": "huiqi audit verify, at the operator's terminal",
    "kernel/audit.py:_complaints": "huiqi audit verify, at the operator's terminal",
    "kernel/proof.py": "huiqi restore, at the operator's terminal",
    "kernel/charts/bars.py": "a mistake of a programmer",
    "kernel/charts/columns.py": "a mistake of a programmer",
    "kernel/charts/lines.py": "a mistake of a programmer",
    "kernel/clock.py": "a mistake of a programmer, in a module that does without Django",
    "kernel/numbering.py": "a mistake of a programmer",
    "kernel/outbox.py": "a mistake of a programmer",
    "kernel/signing.py": "a mistake of a programmer",
    "kernel/scanning.py": "huiqi start and huiqi inspect, at the operator's terminal",
    "kernel/workhours.py": "a mistake of a programmer, or a calendar that is not known",
    "ledger/proof/papers.py": "huiqi ledger verify, at the operator's terminal",
    "ledger/proof/replay.py": "huiqi ledger verify, at the operator's terminal",
    "ledger/proof/verify.py": "huiqi ledger verify, at the operator's terminal",
    "ledger/sources.py:register": "a mistake of a programmer",
    "network/queries/copying.py": "the sheets of a copy are Chinese, whoever asks for it",
    "network/standards.py": "a mistake of a programmer",
    "matters/duties.py:_check": "huiqi library check, for authors of the files",
    "matters/duties.py:_check_rhythm": "huiqi library check, for authors of the files",
    "matters/duties.py:_expiries": "policy words, shown as Chinese beside the sources",
    "matters/figures.py": "huiqi library check, for authors of the files",
    "matters/reading.py": "huiqi library check, for authors of the files",
    "parties/access.py:person_of": "a mistake of a programmer",
    "programmes/actions/deciding.py:latest_snapshot": "a mistake of a programmer",
    "programmes/allocation.py": "a mistake of a programmer",
    "programmes/definition/answers.py": "huiqi library check, for authors of the files",
    "programmes/definition/law.py": "huiqi library check, for authors of the files",
    "programmes/definition/reading.py": "huiqi library check, for authors of the files",
    "programmes/definition/shape.py": "huiqi library check, for authors of the files",
    "programmes/handbook.py": "the handbook under docs/reference, in the city's language",
    "programmes/panels/registry.py:shows": "a mistake of a programmer",
    "ledger/queries/whole.py:register_kind": "a mistake of a programmer",
    "programmes/papers.py": "a paper is a document of the city, in its language",
    "programmes/stages/kinds.py:opens": "a mistake of a programmer",
    "policies/departments.py": "read when the library is loaded, for authors of the files",
    "policies/management/commands/search.py": "an operator's command",
    "policies/middleware.py": "a line of the log, for operators",
    "policies/releases.py": "a line of the log, for operators",
    "policies/reading.py": "policy words, shown as Chinese",
    "registers/actions/staging.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/csv_files.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/headings.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/batches.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/errors.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/reading.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/rows.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/excel_files.py": "said by the worker, kept with the register, shown as Chinese",
    "registers/actions/importing.py:_Work.done": "said by the worker, kept, shown as Chinese",
    "follow/queries/copying.py": "headings of the file a firm takes away, made once, in Chinese",
    "rights/applying.py": "the same copy, of applications",
    "rights/package.py": "headings of the file a firm takes away, made once, in Chinese",
    "triage/items.py:items": "a mistake in a file that ships with huiqi",
    "web/metrics.py": "help of measurements, for operators",
    "web/samples.py": "the style guide, marked as Chinese as a whole",
}


@cache
def _all() -> tuple[tuple[str, str, int, str], ...]:
    return tuple(_looked_for())


def _looked_for() -> Iterator[tuple[str, str, int, str]]:
    for path in python_files("src/huiqi"):
        name = path.relative_to(SRC).as_posix()
        if name.startswith(NOT_READ_ON_PAGES) or MIGRATIONS in name:
            continue
        for found in unmarked(tree(path)):
            yield name, f"{name}:{found.function}", found.line, found.text


def test_whoever_is_refused_reads_why_in_the_language_of_the_page() -> None:
    found = [
        f"{name}:{line} {text}"
        for name, function, line, text in _all()
        if name not in REVIEWED and function not in REVIEWED
    ]
    assert found == [], "用 gettext 标记；有要填的内容用 kernel.words.worded，再执行 make words"


def test_list_of_exceptions_names_nothing_that_is_gone() -> None:
    there = {key for name, function, _, _ in _all() for key in (name, function)}
    assert sorted(REVIEWED.keys() - there) == []


@pytest.mark.parametrize(
    "fault",
    [
        'raise Refused(["请填写名称"])',
        'raise Refused([f"「{name}」已经注销"])',
        'problems.append("请填写名称")',
        'yield f"{name}不能为空"',
        'what = f"没有「{name}」。"',
        'Problem(what, fix="请补上。")',
        'messages.error(request, "没有办成")',
        'form.add_error("name", "请填写名称")',
        'def problem_of(code):\n    return f"第 {code} 位不对"',
        'UniqueConstraint(fields=["a"], violation_error_message="已经有了")',
        'Check(lambda a, o: True, "须由本人办理")',
    ],
)
def test_sentence_without_a_mark_is_found(fault: str) -> None:
    assert len(unmarked(ast.parse(fault))) == 1


@pytest.mark.parametrize(
    "sound",
    [
        'raise Refused([_("请填写名称")])',
        'raise Refused([worded("「%(name)s」已经注销", name=name)])',
        'problems.append(_("请填写名称") if empty else gettext("请改写"))',
        'record_write(actor, "登记单位", new)',
        'def tell():\n    """知会: somebody."""',
        'raise KeyError("no such thing")',
    ],
)
def test_sentence_with_a_mark_and_a_word_on_record_are_left_alone(sound: str) -> None:
    assert unmarked(ast.parse(sound)) == []
