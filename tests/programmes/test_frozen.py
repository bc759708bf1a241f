"""冻结的规则: an application is judged by the rules of its call, whatever anybody writes later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from huiqi.kernel.refusals import Refused
from huiqi.library import Library, load, put
from huiqi.parties.models import Organization
from huiqi.policies import actions as policy_actions
from huiqi.policies.models import Keeper
from huiqi.policies.releases import forget, look_again
from huiqi.programmes.actions.submitting import explained
from huiqi.programmes.definition import (
    Definition,
    definitions,
    load_definition,
    put_definitions,
)
from huiqi.programmes.models import Application, Call, ProgrammeVersion
from huiqi.programmes.versions import definition_of, frozen, rules_for
from huiqi.rules.answer import Answer
from tests.cast import NOW, TODAY, Player
from tests.policies.drafting import handed_in as rules_handed_in
from tests.policies.upkeep import AWARD
from tests.programmes.applying import filled_in, handed_in

pytestmark = pytest.mark.django_db
UPGRADE = "shenzhen.technical_upgrade"
TITLE = {
    "kind": "srdi",
    "level": "provincial",
    "granted_on": "2021-01-15",
    "valid_until": "2026-01-14",
}


@pytest.fixture
def _as_before() -> Iterator[None]:
    yield
    put(None)
    put_definitions(None)
    forget()


def _changed(tmp_path: Path, version: str) -> Definition:
    """技改 as somebody rewrote it: equipment is to be all of it, on another clause."""
    here = definitions()[UPGRADE].policy.path
    folder = copytree(here, tmp_path / "shenzhen" / "technical_upgrade")
    for name, old, new in (
        ("rules.yaml", '"2021-01-01": "0.7"', '"2021-01-01": "1"'),
        ("rules.yaml", "深工信规〔2021〕7号", "深工信规〔2021〕99号"),
        ("rules.yaml", "设备投资不低于固定资产投资的七成", "固定资产投资全部是设备投资"),
        ("programme.yaml", f'version: "{definitions()[UPGRADE].programme.version}"', version),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return load_definition(folder)


def _publish(changed: Definition) -> None:
    put_definitions({**definitions(), UPGRADE: changed})
    put(Library({**load().policies, UPGRADE: changed.policy}))


def _condition(told: dict[str, object], name: str) -> tuple[str, str, str]:
    reasons: list[dict[str, str]] = told["reasons"]  # type: ignore[assignment]  # JSON
    (one,) = (one for one in reasons if one["id"] == name)
    return one["condition"], one["verdict"], one["clause"]


@pytest.mark.usefixtures("_as_before")
def test_the_library_changes_after_the_call_and_the_old_condition_still_judges(
    draft: Application, lan: Player, tmp_path: Path
) -> None:
    old = ("设备投资不低于固定资产投资的七成", "yes", "深工信规〔2021〕7号 项目条件")
    draft = filled_in(draft, lan)
    assert _condition(explained(draft, NOW), "equipment_share") == old
    _publish(_changed(tmp_path, 'version: "2021.99"'))
    snapshot = handed_in(draft, lan)
    assert _condition(snapshot.content["result"], "equipment_share") == old
    version = draft.version
    told = {"version": version.version, "sha256": version.digest}
    assert snapshot.content["rules"] == told
    assert definition_of(draft).policy.sources["rule_2021"].document_no == "深工信规〔2021〕7号"
    # A call of today is judged by what is said today.
    new = rules_for(frozen(definitions()[UPGRADE], NOW))
    today = new.policy(UPGRADE).sources["rule_2021"].document_no
    assert today == "深工信规〔2021〕99号"


@pytest.mark.usefixtures("_as_before")
def test_other_texts_under_the_same_version_number_are_refused(call: Call, tmp_path: Path) -> None:
    number = definitions()[UPGRADE].programme.version
    changed = _changed(tmp_path, f'version: "{number}"')
    with pytest.raises(Refused, match="项目文件改过，版本号"):
        frozen(changed, NOW)


@pytest.mark.usefixtures("_as_before")
def test_what_the_rules_use_of_another_policy_is_frozen_with_them(call: Call) -> None:
    fee = definitions()["shenzhen.guarantee_fee"]
    version = frozen(fee, NOW)
    assert "beside/national.sme_size/rules.yaml" in version.texts
    assert frozen(fee, NOW).pk == version.pk
    size = load().policy("national.sme_size")
    put(Library({**load().policies, size.id: replace(size, title="改过的", sha256="0" * 64)}))
    assert rules_for(version).policy(size.id).title == size.title
    assert load().policy(size.id).title == "改过的"


@pytest.mark.usefixtures("_as_before")
def test_what_the_city_published_is_frozen_too_and_counts_as_a_version_of_its_own(
    call: Call, qin: Player, he: Player, bureau: Organization
) -> None:
    Keeper.objects.create(programme=AWARD, organization=bureau, since=TODAY, named_at=NOW)
    before = frozen(definitions()[AWARD], NOW)
    draft = rules_handed_in(qin)
    policy_actions.publish_rules(draft=draft, actor=he.actor, now=NOW)
    assert look_again()
    after = frozen(definitions()[AWARD], NOW)
    number = definitions()[AWARD].programme.version
    assert [before.version, after.version] == [number, f"{number}+1"]
    assert frozen(definitions()[AWARD], NOW).pk == after.pk

    def most(version: ProgrammeVersion) -> object:
        facts = {"titles": [TITLE], "awards_paid": []}
        found = rules_for(version).answer(AWARD, facts, date(2022, 4, 1))
        assert isinstance(found, Answer)
        assert found.money is not None
        return found.money.maximum

    assert [most(before), most(after)] == [200_000, 250_000]


@pytest.mark.usefixtures("_as_before")
def test_frozen_texts_that_were_lost_from_the_disk_are_laid_out_again(
    draft: Application, tmp_path: Path
) -> None:
    version = draft.version
    _publish(_changed(tmp_path, 'version: "2021.98"'))
    assert definition_of(version).programme.version == version.version
    assert definition_of(version).id == UPGRADE
