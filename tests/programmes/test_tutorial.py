"""教程: the programme that it builds loads, and is walked from its call to money paid."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.library import put
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import Definition, load_definition, put_definitions
from huiqi.rules.load import load_library
from tests.cast import Player, a_member
from tests.programmes.tutorial import tutorial_files, tutorial_library
from tests.programmes.walking import Walk


@pytest.fixture
def taught(tmp_path: Path) -> Iterator[Definition]:
    definition = load_definition(tutorial_library(tmp_path))
    put(load_library(tmp_path))
    put_definitions({definition.id: definition})
    yield definition
    put_definitions(None)
    put(None)


def test_the_page_shows_every_file_of_the_folder() -> None:
    assert list(tutorial_files()) == [
        "rules.yaml",
        "cases.yaml",
        "source.md",
        "programme.yaml",
        "form.yaml",
    ]


@pytest.mark.django_db
def test_the_programme_of_the_tutorial_runs_to_its_close_without_python(
    taught: Definition,
    chenglan: Organization,
    lan: Player,
    qin: Player,
    he: Player,
    bureau: Organization,
) -> None:
    payers = (
        a_member("fanning", "范宁", bureau, Role.FINANCE_OFFICER),
        a_member("zhengfang", "郑方", bureau, Role.FINANCE_OFFICER),
        a_member("huyue", "胡悦", bureau, Role.FINANCE_OFFICER),
    )
    walk = Walk(taught, chenglan, lan, qin, he, payers)
    application = walk.begin()
    stages = ["formal_check", "publicity", "funding_plan", "disbursement"]
    assert (application.number, walk.walk(application)) == ("XEZJ-2021-000001", stages)
    assert application.state == "closed"
