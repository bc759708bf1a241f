"""画模型: which models a step of a migration makes anew.

Django draws a changed model anew with every model that it leads to or that leads to it. In a city
nearly all of them lead to the subject, so two hundred steps drew eleven thousand models; that
took three times as long as what PostgreSQL had to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Model

DJANGOS: Final = ProjectState.reload_model


@contextmanager
def drawing_alone() -> Iterator[None]:
    """单独画: a changed model is drawn without its neighbours where nothing they see changed.

    They go on leading to the model as it was, which has the same table, key and relations. Such a
    state is, in Django's word, delayed: whoever wants the whole picture (``RunPython``, the end of
    the command) has everything drawn anew.
    """
    outside = ProjectState.reload_model
    ProjectState.reload_model = _reload_model  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = outside  # type: ignore[method-assign]


def is_copied(state: ProjectState) -> bool:
    """是否抄来: whether models were drawn for another state, where they look for relations."""
    return any(model._meta.apps is not state.apps for model in state.apps.get_models())


def forget_models(state: ProjectState) -> None:
    """忘掉模型: all are drawn anew when somebody next asks for one."""
    state.is_delayed = True
    state.clear_delayed_apps_cache()


def _reload_model(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> None:
    """As Django's; ``delay`` says that no relation from or to the model was changed."""
    if "apps" not in vars(state):
        return
    model = state.models[app_label, model_name]
    drawn = state.apps.all_models[app_label].get(model_name)
    if is_copied(state):  # on the way back, and before the first step of an upgrade
        DJANGOS(state, app_label, model_name, delay)
    elif drawn is None or _looks_the_same(drawn, model, delay):
        _draw(state, model, drawn)
    else:
        forget_models(state)


def _draw(state: ProjectState, model: ModelState, drawn: type[Model] | None) -> None:
    state.is_delayed = True
    if drawn:
        # The state before this step keeps it, and can ask no more what leads to it afterwards.
        drawn._meta.get_fields(include_hidden=True)
        state.apps.unregister_model(model.app_label, model.name_lower)
    state.apps.render_multiple([model])


def _looks_the_same(drawn: type[Model], model: ModelState, delay: bool) -> bool:
    """Whether everything is there that other models can have seen of it: fields may be added.

    A field that goes may leave a table behind that was drawn for it, and one who inherits sees
    whatever is there.
    """
    meta = drawn._meta
    before = {
        field.name for field in (*meta.local_fields, *meta.local_many_to_many, *meta.private_fields)
    }
    after = set(model.fields)
    return not drawn.__subclasses__() and (before < after or (delay and before == after))
