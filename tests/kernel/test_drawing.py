"""单独画: with the models that are drawn, and without the rest, PostgreSQL is told the same."""

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.drawing import drawing_alone

KEY = models.AutoField(primary_key=True)
POINT = re.compile(r'"s\d+_x\d+"')
NOW = re.compile(r"'[^']*'::timestamptz")


def to(model: str) -> Any:
    return models.ForeignKey(f"town.{model}", models.CASCADE, null=True, related_name="+")


def ask_across_relations(apps: Apps, _editor: object) -> None:
    """As a migration that fills a column does."""
    guests = apps.get_model("town", "Guest").objects  # type: ignore[misc]  # the town has no module
    list(guests.filter(homes__street__name="长街", homes__colour="红"))


TOWN = [
    migrations.CreateModel("Street", [("name", models.CharField(primary_key=True, max_length=9))]),
    migrations.CreateModel(
        "House",
        [
            ("id", KEY),
            ("number", models.IntegerField()),
            ("street", models.ForeignKey("town.Street", models.CASCADE)),
        ],
    ),
    migrations.CreateModel(
        "Guest", [("id", KEY), ("houses", models.ManyToManyField("town.House"))]
    ),
]
# What changes one model, what changes others with it, and each kind after the other.
CHANGES = [
    migrations.AddField("house", "colour", models.TextField(null=True)),
    migrations.AddField("street", "longest", to("House")),
    migrations.AddConstraint(
        "house", models.UniqueConstraint(fields=["street", "number"], name="one_house")
    ),
    migrations.AlterField("street", "name", models.CharField(primary_key=True, max_length=99)),
    migrations.AlterField("house", "number", models.BigIntegerField()),
    migrations.AlterField("house", "id", models.BigAutoField(primary_key=True)),
    migrations.AddIndex("guest", models.Index(fields=["-id"], name="last_guest")),
    migrations.AlterField("guest", "id", models.BigAutoField(primary_key=True)),
    migrations.RenameField("house", "number", "no"),
    migrations.AddField("guest", "sleeps_in", to("House")),
    migrations.RenameModel("House", "Home"),
    migrations.AddField("home", "later", models.TextField(null=True)),
    migrations.AlterModelTable("home", "homes"),
    migrations.AddField("guest", "friend", to("Guest")),
    migrations.RenameField("guest", "houses", "homes"),
    migrations.RunPython(ask_across_relations),
    migrations.AlterField("guest", "sleeps_in", to("Street")),
    migrations.RemoveField("guest", "homes"),
    migrations.RemoveField("home", "colour"),
    migrations.DeleteModel("Guest"),
]


def town() -> ProjectState:
    """The state of the town, all models drawn."""
    state = ProjectState()
    for each in TOWN:
        each.state_forwards("town", state)
    assert len(state.apps.get_models()) == 3
    return state


def told(drawing: AbstractContextManager[None]) -> list[list[str]]:
    """What PostgreSQL was told at each change, none of which stays."""
    said = []
    with transaction.atomic(), drawing:
        state = ProjectState()
        for change in [*TOWN, *CHANGES]:
            step = type("Step", (migrations.Migration,), {"operations": [change]})("step", "town")
            with (
                CaptureQueriesContext(connection) as asked,
                connection.schema_editor(atomic=False) as editor,
            ):
                state = step.apply(state, editor)
            said.append([POINT.sub("point", query["sql"]) for query in asked])
        transaction.set_rollback(True)
    return said


def test_each_change_is_told_in_the_same_words(db: None) -> None:
    assert told(drawing_alone()) == told(nullcontext())


def test_field_that_is_added_has_one_model_drawn_and_the_whole_is_drawn_when_asked_for() -> None:
    state = town()
    street, house = (state.apps.get_model("town", name) for name in ("street", "house"))
    with drawing_alone():
        CHANGES[0].state_forwards("town", state)
    assert state.apps.get_model("town", "street") is street
    assert state.apps.get_model("town", "house") is not house
    assert state.apps.get_model("town", "house")._meta.get_field("colour")
    state.clear_delayed_apps_cache()
    assert state.apps.get_model("town", "street") is not street


def test_key_that_others_hold_has_all_of_them_drawn() -> None:
    state = town()
    with drawing_alone():
        CHANGES[3].state_forwards("town", state)
    street = state.apps.get_model("town", "house")._meta.get_field("street").target_field
    assert street.max_length == 99


def test_copied_state_is_drawn_as_django_does() -> None:
    state = town().clone()
    street = state.apps.get_model("town", "street")
    with drawing_alone():
        CHANGES[0].state_forwards("town", state)
    assert state.apps.get_model("town", "street") is not street


@pytest.mark.verify  # draws the city twelve thousand times
def test_each_step_of_the_city_is_told_in_the_same_words(db: None) -> None:
    def words(drawing: AbstractContextManager[None]) -> list[str]:
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        with drawing:
            said = executor.loader.collect_sql(executor.migration_plan(leaves, clean_start=True))
        return [NOW.sub("now", sentence) for sentence in said]

    assert words(drawing_alone()) == words(nullcontext())
