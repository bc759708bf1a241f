"""申报的数据权利: a firm's copy holds all that it applied with; nothing granted on is deleted."""

from typing import Any

import pytest

from huiqi.parties.models import Organization
from huiqi.parties.scope import everything
from huiqi.programmes.models import Application
from huiqi.programmes.stages.refusing import refuse
from huiqi.rights.applying import erase_firm, erase_person, of_firm, of_person
from huiqi.rights.holdings import Section, holdings
from tests.cast import NOW, Player
from tests.programmes.applying import filled_in, handed_in
from tests.programmes.desk import CLAUSE, run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(draft: Application, lan: Player, qin: Player) -> Application:
    filled_in(draft, lan)
    handed_in(draft, lan)
    refuse(
        run=run_of(draft),
        clause=CLAUSE,
        reason="投资不是技术改造",
        actor=qin.actor,
        now=NOW,
    )
    draft.refresh_from_db()
    return draft


def told(sections: Any) -> dict[str, list[dict[str, Any]]]:
    found: list[Section] = list(sections)
    return {
        one.title: [
            dict(zip([head for head, _ in one.columns], row, strict=True)) for row in one.cells()
        ]
        for one in found
    }


def test_a_firms_copy_holds_what_it_applied_with_and_what_it_was_answered(
    refused: Application, chenglan: Organization, yuanshan: Organization
) -> None:
    with everything():
        own, others = told(of_firm(chenglan.subject)), told(of_firm(yuanshan.subject))
    [one] = own["申报"]
    assert (one["编号"], one["状态"], one["填写内容"]) == (
        refused.number,
        "refused",
        refused.answers,
    )
    assert own["提交的内容"][0]["内容"] == refused.snapshots.get().content
    assert [(row["哪种材料"], row["文件名"]) for row in own["申报材料"]] == [
        ("payment_proof", "付款凭证.pdf")
    ]
    assert [row["发票号码"] for row in own["申报的发票"]] == ["12345678"]
    assert [(row["决定"], row["理由"]) for row in own["对申报的决定"]] == [
        ("refused", "投资不是技术改造")
    ]
    assert [row["种类"] for row in own["申报的文书"]] == ["receipt", "refusal"]
    assert {title: rows for title, rows in others.items() if rows} == {}


def test_a_persons_copy_says_when_she_wrote_and_not_what_which_is_the_firms(
    refused: Application, lan: Player, shan: Player
) -> None:
    with everything():
        own, others = told(of_person(lan.person)), told(of_person(shan.person))
    assert [row["编号"] for row in own["本人填写或提交的申报"]] == [refused.number]
    assert {tuple(row) for row in own["本人对申报的填写"]} == {("申报编号", "第几次修改", "时间")}
    assert {title: rows for title, rows in others.items() if rows} == {}


def test_an_erasure_says_what_is_kept_and_on_what_ground_and_deletes_none_of_it(
    refused: Application, lan: Player, shan: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    with everything():
        [firm] = erase_firm(chenglan.subject, NOW)
        [person] = erase_person(lan.person, NOW)
        nothing = [*erase_firm(yuanshan.subject, NOW), *erase_person(shan.person, NOW)]
    assert (firm["what"], firm["kept"]) == ("申报、材料、发票、决定和文书", "保留")
    assert (person["what"], person["how"]) == ("填写和提交申报的经过", "只剩代号")
    assert (nothing, Application.objects.count()) == ([], 1)


def test_whoever_asks_for_a_copy_gets_these_too() -> None:
    assert of_firm in [one.of_firm for one in holdings()]
