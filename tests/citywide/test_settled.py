"""已定的结论: the table answers in the one-firm engine's place where it is true of the day."""

from datetime import date, timedelta

import pytest

from huiqi.citywide.actions import refresh
from huiqi.citywide.models import Match, ProgrammeStanding
from huiqi.citywide.queries import Pair, settled_verdicts
from huiqi.kernel.access import SYSTEM
from huiqi.library import load
from huiqi.parties.enums import Source
from huiqi.parties.models import Subject
from huiqi.parties.queries import facts_of
from huiqi.policies.charge import subjects_of_firms
from huiqi.rules.dictionary import FACTS
from huiqi.rules.judged import Judged
from tests.cast import TODAY
from tests.citywide.small import Recorded, firms_of_the_city, record

LATER = TODAY + timedelta(days=200)


def said_alone(pairs: set[Pair], on: date) -> dict[Pair, str]:
    firms = {firm for firm, _programme in pairs}
    known = {firm: facts_of(Subject.objects.get(pk=firm), on) for firm in firms}
    found = {}
    for firm, programme in pairs:
        one = load().judge(programme, known[firm])
        found[firm, programme] = one.verdict if isinstance(one, Judged) else ""
    return found


def of_everything() -> set[Pair]:
    programmes = ProgrammeStanding.objects.values_list("programme", flat=True)
    return {(one.pk, name) for one in subjects_of_firms() for name in programmes}


@pytest.mark.parametrize("on", [TODAY, LATER], ids=["today", "much later"])
def test_table_says_what_each_firm_is_told_alone(demo_city: None, on: date) -> None:
    refresh(on=on, actor=SYSTEM)
    few = {pair for pair in of_everything() if pair[0] % 7 == 0}
    told = settled_verdicts(few, on)
    assert told == {pair: said for pair, said in said_alone(few, on).items() if pair in told}
    assert set(told.values()) == {"yes", "unknown", "no", ""}
    by_their_day = {name for _firm, name in few - set(told)}
    assert {load().policy(name).edition_by in FACTS for name in by_their_day} == {True}


class TestWhatIsNotSettled:
    """Each is left out rather than answered by what was true before."""

    @pytest.fixture(autouse=True)
    def _made(self, db: None, small_rules: None) -> None:  # noqa: ARG002 -- they come before
        self.firms = firms_of_the_city()
        refresh(on=TODAY, actor=SYSTEM)
        self.pairs = of_everything()
        self.settled = set(settled_verdicts(self.pairs, TODAY))

    def test_everything_is_settled_once_the_table_is_made(self) -> None:
        told = settled_verdicts(self.pairs, TODAY)
        assert told == {pair: said_alone({pair}, TODAY)[pair] for pair in told}
        left_out = {load().policy(name).edition_by for _firm, name in self.pairs - set(told)}
        assert left_out == {"loan_drawn_on"}

    def test_firm_of_which_something_was_recorded_since(self) -> None:
        changed = self.firms[0]
        record(changed, Recorded(0, "employees", 7, TODAY, Source.TAX))
        others = {pair for pair in self.settled if pair[0] != changed.subject_id}
        assert set(settled_verdicts(self.pairs, TODAY)) == others

    def test_firm_that_was_never_judged(self) -> None:
        nobody = (10**9, next(iter(self.pairs))[1])
        assert settled_verdicts({nobody}, TODAY) == {}

    def test_another_day(self) -> None:
        assert settled_verdicts(self.pairs, LATER) == {}

    def test_programme_that_is_being_worked_out_by_new_rules(self) -> None:
        name = min(programme for _firm, programme in self.pairs)
        ProgrammeStanding.objects.filter(programme=name).update(fingerprint=None)
        others = {pair for pair in self.settled if pair[1] != name}
        assert set(settled_verdicts(self.pairs, TODAY)) == others

    def test_programme_whose_rules_this_process_knows_otherwise(self) -> None:
        name = min(programme for _firm, programme in self.pairs)
        older = "0" * 64
        ProgrammeStanding.objects.filter(programme=name).update(fingerprint=older, aim=older)
        others = {pair for pair in self.settled if pair[1] != name}
        assert set(settled_verdicts(self.pairs, TODAY)) == others

    def test_programme_that_nobody_knows(self) -> None:
        firm = next(iter(self.pairs))[0]
        assert settled_verdicts({(firm, "nowhere.nothing")}, TODAY) == {}

    def test_nothing_is_asked(self) -> None:
        assert Match.objects.exists()
        assert settled_verdicts(set(), TODAY) == {}
