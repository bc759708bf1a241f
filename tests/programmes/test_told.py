"""查明的情况: how what was built was found, read on the case once that stage is over."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.programmes.definition import Definition, definitions, load_definition, put_definitions
from huiqi.programmes.models import Completion
from huiqi.programmes.stages import running
from tests.cast import Player, a_member
from tests.programmes.desk import case_url
from tests.programmes.pages import browser, read
from tests.programmes.walking import Walk

pytestmark = pytest.mark.django_db
UPGRADE = "shenzhen.technical_upgrade"
BUILT = (
    '  - {kind: "completion_check", cite: {source: "own"}, days: "20", after_months: "6"}\n'
    '  - {kind: "performance"'
)


@pytest.fixture
def definition(tmp_path: Path) -> Iterator[Definition]:
    """技改, where somebody looks at what was built half a year after the money came."""
    folder = copytree(definitions()[UPGRADE].policy.path, tmp_path / "shenzhen/technical_upgrade")
    file = folder / "programme.yaml"
    text = file.read_text(encoding="utf-8").replace('version: "2021.1"', 'version: "2021.78"')
    file.write_text(text.replace('  - {kind: "performance"', BUILT), encoding="utf-8")
    made = load_definition(folder)
    put_definitions({**definitions(), UPGRADE: made})
    yield made
    put_definitions(None)


@pytest.fixture
def payers(bureau: Organization) -> tuple[Player, Player, Player]:
    """Who makes the order of payment, and who check it."""
    several = [a_member(f"p{n}", f"付款{n}", bureau, Role.FINANCE_OFFICER) for n in range(3)]
    return several[0], several[1], several[2]


@pytest.fixture
def walk(
    definition: Definition,
    chenglan: Organization,
    lan: Player,
    qin: Player,
    he: Player,
    payers: tuple[Player, Player, Player],
) -> Walk:
    return Walk(definition, chenglan, lan, qin, he, payers)


def test_what_was_found_built_is_read_on_the_case_and_not_by_who_pays(
    walk: Walk, qin: Player, shen: Player, fan: Player
) -> None:
    application = walk.begin()
    while (run := running.current(application)) is not None and run.kind != "performance":
        getattr(walk, f"_{run.kind}")(run)
        application.refresh_from_db()
    made = Completion.objects.get()
    for reader in (qin, shen):
        page = read(browser(reader), case_url(application))
        for words in ("验收查明的", "验收日", "结果 符合", "已建成"):
            assert words in page, (reader.person.name, words)
        assert f"{made.checked_on.year}年" in page.split("验收日")[1][:20]
    page = read(browser(fan), case_url(application))
    assert (application.number in page, "验收查明的" in page) == (True, False)
