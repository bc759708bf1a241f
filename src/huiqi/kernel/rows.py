"""行: saving one row, with every broken rule told in the sentences of its constraints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, models, transaction

from huiqi.kernel.refusals import Refused

AnyModel = TypeVar("AnyModel", bound=models.Model)


def save(row: AnyModel, *, only: tuple[str, ...] = ()) -> AnyModel:
    """保存: a new row, or the ``only`` columns of one that exists.

    Refused with every rule it would break, each in its own sentence, also when somebody else
    was quicker and only the database can tell.
    """
    _refuse_unreadable(row, only)
    try:
        with transaction.atomic():
            row.save(update_fields=only or None)
    except OperationalError:  # not a rule of the row: the database is away, or gave up waiting
        raise
    except DatabaseError as error:
        _refuse([row], error, only)
    return row


def save_all(new: Sequence[AnyModel]) -> Sequence[AnyModel]:
    """保存几行: new ones, all or none, at the price of one; Refused as by ``save``."""
    for row in new:
        _refuse_unreadable(row, ())
    try:
        with transaction.atomic():
            type(new[0])._default_manager.bulk_create(new)
    except OperationalError:
        raise
    except DatabaseError as error:
        _refuse(new, error, ())
    return new


def _refuse_unreadable(row: models.Model, only: tuple[str, ...]) -> None:
    if any(_of_columns(row, only, ())) and (problems := list(problems_of(row, only=only))):
        raise Refused(problems)


def _refuse(new: Sequence[models.Model], error: DatabaseError, only: tuple[str, ...]) -> NoReturn:
    # The database holds every rule anyway, so it is asked for all that a row would break only
    # when it does not take it: that is rare, and each question costs as much as the saving.
    for row in new:
        if problems := list(problems_of(row, only=only)):
            raise Refused(problems) from error
    if isinstance(error, IntegrityError):
        raise Refused([_sentence(new[0], error)]) from error
    raise error


def problems_of(
    row: models.Model, *, only: tuple[str, ...] = (), told: tuple[str, ...] = ()
) -> Iterator[str]:
    """问题: every rule that a row would break, besides those of the columns already ``told``."""
    yield from _of_columns(row, only, told)
    try:
        row.validate_constraints(exclude=set(told))
    except ValidationError as error:
        yield from _sentences(row, error)


def _of_columns(row: models.Model, only: tuple[str, ...], told: tuple[str, ...]) -> Iterator[str]:
    fields = row._meta.concrete_fields
    # That a row points to another one was seen when that one was read.
    passed = {one.name for one in fields if one.is_relation or (only and one.name not in only)}
    try:
        row.clean_fields(exclude=passed.union(told))
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
