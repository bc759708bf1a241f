"""建表: many tables in one operation, made and dropped as one by one."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from huiqi.kernel.tables import CreateTables


@pytest.fixture
def town() -> CreateTables:
    """Streets, and houses that stand in one."""
    street = CreateModel("Street", [("name", models.CharField(primary_key=True, max_length=20))])
    place = models.ForeignKey("town.Street", models.PROTECT)
    house = CreateModel("House", [("number", models.IntegerField(primary_key=True)), ("in", place)])
    return CreateTables(street, house)


def tables() -> set[str]:
    return {each for each in connection.introspection.table_names() if each.startswith("town_")}


def test_tables_are_made_together_and_dropped_together(db: None, town: CreateTables) -> None:
    before, after = ProjectState(), ProjectState()
    town.state_forwards("town", after)
    with connection.schema_editor(atomic=False) as editor:
        town.database_forwards("town", editor, before, after)
    assert tables() == {"town_street", "town_house"}
    with connection.schema_editor(atomic=False) as editor:
        town.database_backwards("town", editor, after, before)
    assert tables() == set()


def test_state_whose_models_were_drawn_already_knows_the_new_ones(town: CreateTables) -> None:
    state = ProjectState()
    assert list(state.apps.get_models()) == []
    town.state_forwards("town", state)
    drawn = {model.__name__ for model in state.apps.get_models()}
    assert drawn == {"Street", "House"}


def test_what_cannot_be_taken_back_is_told(town: CreateTables) -> None:
    stuck = CreateTables(*town.operations, RunSQL("SELECT 1"))
    assert (town.reversible, stuck.reversible) == (True, False)
