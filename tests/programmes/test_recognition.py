"""认定: a person grants a title with the clause; from then on the rules know of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact
from huiqi.programmes.actions.lists import line_of
from huiqi.programmes.definition import definitions
from huiqi.programmes.models import AwardLine, Recognition, StageRun
from huiqi.programmes.stages import recognition, running
from tests.cast import Player
from tests.programmes.desk import case_url
from tests.programmes.pages import browser, read
from tests.programmes.walking import CLAUSE, Walk

pytestmark = [pytest.mark.django_db, pytest.mark.verify]


@pytest.fixture
def walk(chenglan: Any, lan: Player, qin: Player, he: Player) -> Walk:
    """示范平台认定, which gives a title."""
    definition = definitions()["shenzhen.demonstration_platform"]
    return Walk(definition, chenglan, lan, qin, he, (qin, qin, qin))


@pytest.fixture
def run(walk: Walk) -> StageRun:
    application = walk.begin()
    while (found := running.current(application)) is not None and found.kind != "recognition":
        getattr(walk, f"_{found.kind}")(found)
        application.refresh_from_db()
    assert found is not None
    return found


def test_a_title_is_a_fact_beside_those_that_the_firm_had(
    walk: Walk, run: StageRun, lan: Player
) -> None:
    said: dict[str, Any] = {"run": run, "clause": CLAUSE, "now": walk.at}
    today = walk.at.date()
    with pytest.raises(Denied):
        recognition.recognize(granted_on=today, actor=lan.actor, **said)
    with pytest.raises(Refused, match="认定日不能在将来"):
        recognition.recognize(granted_on=today + timedelta(days=1), actor=walk.chief.actor, **said)
    recognition.recognize(granted_on=today, actor=walk.chief.actor, **said)
    made = run.application.recognitions.get()
    facts = Fact.objects.filter(
        subject=run.application.subject_id, key="titles", source=Source.DEPARTMENT
    )
    latest: Any = facts.order_by("-as_of", "-id")[0].value
    assert latest[-1]["kind"] == made.title
    assert latest[-1]["granted_on"] == today.isoformat()
    assert run.application.documents.filter(kind="certificate").count() == 1


def test_who_drew_up_the_list_does_not_carry_it_out_and_without_a_list_nobody_does(
    walk: Walk, run: StageRun, qin: Player, he: Player
) -> None:
    said: dict[str, Any] = {
        "run": run,
        "clause": CLAUSE,
        "now": walk.at,
        "granted_on": walk.at.date(),
    }
    assert (walk.officer, walk.chief) == (qin, he)
    with pytest.raises(Denied, match="请本部门另一个人办理"):
        recognition.recognize(actor=qin.actor, **said)
    assert "认定，出具证书" not in read(browser(qin), case_url(run.application))
    assert "认定，出具证书" in read(browser(he), case_url(run.application))
    line = line_of(run.application)
    assert line is not None
    AwardLine.objects.filter(pk=line.pk).update(recommended="not", exception="另议")
    with pytest.raises(Refused, match="没有审定并公示过的名单列入这家，不能认定"):
        recognition.recognize(actor=he.actor, **said)


def test_the_database_gives_no_title_without_a_list_or_by_who_drew_it_up(
    walk: Walk, run: StageRun, qin: Player, he: Player
) -> None:
    title: dict[str, Any] = {
        "run": run,
        "application": run.application,
        "level": "city",
        "number": "RD1",
        "granted_on": walk.at.date(),
        "at": walk.at,
    }
    for person, recommended in ((qin.person, "funded"), (he.person, "not")):
        AwardLine.objects.filter(application=run.application).update(
            recommended=recommended, exception="另议"
        )
        with (
            pytest.raises(IntegrityError, match="没有审定并公示过的名单"),
            transaction.atomic(),
        ):
            Recognition.objects.create(person=person, **title)


def test_a_title_of_a_leap_day_ends_on_the_first_of_march() -> None:
    ends = [recognition._until(date(2024, 2, 29), 3), recognition._until(date(2021, 5, 6), 3)]
    assert ends == [date(2027, 3, 1), date(2024, 5, 6)]
    assert recognition._until(date(2021, 5, 6), 0) is None
