"""建表: all tables of an app in one operation, so that a new city is ready in seconds."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from huiqi.kernel.drawing import drawing_alone, forget_models, is_copied


class CreateTables(Operation):
    """建表: does what its operations do, one after the other; the models are drawn once.

    For operations that read no model but the one they make or add to, and want it as it is at the
    end: ``CreateModel`` and ``AddTrigger``.
    """

    def __init__(self, *operations: Operation) -> None:
        """``operations`` in the order in which the tables can be made."""
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]  # Django's is an attribute of the class
        """Whether every table can be dropped again."""
        return all(each.reversible for each in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the state of all; each new model is drawn once."""
        if "apps" in vars(state) and is_copied(state):
            forget_models(state)
        with drawing_alone():
            for each in self.operations:
                each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make all tables."""
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop all tables, the last one first; triggers go with their tables."""
        for each in reversed(self.operations):
            if isinstance(each, CreateModel):
                each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What the log of migrations says."""
        return f"Create {len(self.operations)} tables and triggers"
