"""名册的流转: reading -> checked -> importing -> imported -> undoing -> undone.

Officers decide; what takes long is done by the worker, which moves the case on when it is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.access import is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.registers.access import may_import
from huiqi.registers.enums import Stage
from huiqi.registers.models import RegisterCase, RegisterImport

S = Stage


def _checked(
    case: RegisterCase, *, counts: Mapping[str, int], has_errors: bool, **_: object
) -> None:
    case.counts, case.has_errors = dict(counts), has_errors


def _unusable(
    case: RegisterCase, *, problems: Sequence[str], has_errors: bool = False, **_: object
) -> None:
    case.problems, case.has_errors = list(problems), has_errors


def _kept(case: RegisterCase, *, problems: Sequence[str], **_: object) -> None:
    case.problems = list(problems)


def _imported(case: RegisterCase, *, register_import: RegisterImport, **_: object) -> None:
    case.register_import = register_import


def _something_to_import(case: RegisterCase) -> Iterator[str]:
    if not case.counts.get("created", 0) + case.counts.get("known", 0):
        yield _("没有一行可以导入，请按错误表改好后重新上传")


REGISTER_CASE: Final = Machine(
    "stage",
    [
        Move(
            "check", (S.READING,), S.CHECKED, gettext_lazy("核对完成"), is_system, effect=_checked
        ),
        Move(
            *("refuse", (S.READING, S.IMPORTING), S.UNUSABLE, gettext_lazy("退回文件"), is_system),
            effect=_unusable,
        ),
        Move("drop", (S.CHECKED,), S.DROPPED, gettext_lazy("放弃"), may_import),
        Move(
            *("confirm", (S.CHECKED,), S.IMPORTING, gettext_lazy("确认导入"), may_import),
            guard=_something_to_import,
        ),
        Move(
            *("bring_in", (S.IMPORTING,), S.IMPORTED, gettext_lazy("导入完成"), is_system),
            effect=_imported,
        ),
        Move("ask_back", (S.IMPORTED,), S.UNDOING, gettext_lazy("撤销导入"), may_import),
        Move("take_back", (S.UNDOING,), S.UNDONE, gettext_lazy("撤销完成"), is_system),
        Move(
            *("keep", (S.UNDOING,), S.IMPORTED, gettext_lazy("没有撤销"), is_system),
            effect=_kept,
        ),
    ],
)
