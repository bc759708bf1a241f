"""模型: every constraint says in Chinese what it holds to, and every model opens with its term."""

import re

from django.apps import apps
from django.db import models

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("huiqi.")]


def _is_silent(constraint: models.BaseConstraint) -> bool:
    told = constraint.violation_error_message
    return told == constraint.default_violation_error_message or not CHINESE.search(str(told))


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    constraints = [one for model in _ours() for one in model._meta.constraints]
    assert [one.name for one in constraints if _is_silent(one)] == []


def test_constraint_without_a_sentence_would_be_found() -> None:
    condition = models.Q(pk__gt=0)
    told = (None, "must be positive", "须大于零")
    made = [
        models.CheckConstraint(condition=condition, name="a", violation_error_message=one)
        for one in told
    ]
    assert [_is_silent(one) for one in made] == [True, True, False]


def test_every_model_and_every_column_has_a_chinese_name() -> None:
    silent = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and not field.is_relation
        and not field.primary_key
        and field.name not in ("password", "last_login")
        and not CHINESE.search(str(field.verbose_name))
    ]
    assert silent == []
    assert [m.__name__ for m in _ours() if not CHINESE.search(str(m._meta.verbose_name))] == []


def test_every_foreign_key_protects_what_it_points_to() -> None:
    loose = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert loose == []


def test_every_list_of_rows_has_an_order() -> None:
    kept = {"Person", "Subject", "ClockOffset"}
    loose = {m.__name__ for m in _ours() if not m._meta.ordering}
    assert loose == kept
