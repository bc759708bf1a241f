"""建表: all tables of an app in one operation, so that a new city is ready in seconds.

Django draws every model anew that a changed one leads to, after each operation: with as many
tables as a city has, that took ten times as long as what PostgreSQL had to do.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


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
        """Tell the state of all; its models are drawn when somebody asks for them."""
        state.is_delayed = True
        state.clear_delayed_apps_cache()
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
