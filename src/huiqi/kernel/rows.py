"""行: saving one row, with every broken rule told in the sentences of its constraints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from huiqi.kernel.refusals import Refused

AnyModel = TypeVar("AnyModel", bound=models.Model)


def save(row: AnyModel, *, only: tuple[str, ...] = ()) -> AnyModel:
    """保存: a new row, or the ``only`` columns of one that exists.

    Refused with every rule it would break, each in its own sentence, also when somebody else
    was quicker and only the database can tell.
    """
    if problems := list(problems_of(row, only=only)):
        raise Refused(problems)
    try:
        with transaction.atomic():
            row.save(update_fields=only or None)
    except IntegrityError as error:
        raise Refused([_sentence(row, error)]) from error
    return row


def problems_of(
    row: models.Model, *, only: tuple[str, ...] = (), told: tuple[str, ...] = ()
) -> Iterator[str]:
    """问题: every rule that a row would break, besides those of the columns already ``told``."""
    fields = row._meta.concrete_fields
    # That a row points to another one was seen when that one was read.
    passed = {one.name for one in fields if one.is_relation or (only and one.name not in only)}
    try:
        row.clean_fields(exclude=passed.union(told))
    except ValidationError as error:
        yield from _sentences(row, error)
    try:
        row.validate_constraints(exclude=set(told))
    except ValidationError as error:
        yield from _sentences(row, error)


def _sentences(row: models.Model, error: ValidationError) -> Iterator[str]:
    labels = {one.name: f"{one.verbose_name}：" for one in row._meta.concrete_fields}
    for name, found in error.message_dict.items():
        yield from (labels.get(name, "") + sentence for sentence in found)


def _sentence(row: models.Model, error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return str(constraint.violation_error_message)
    raise error
