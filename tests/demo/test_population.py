"""演示的企业: believable, the same everywhere, and none of them real."""

from collections import Counter

from huiqi.demo.codes import DIVISION, credit_code
from huiqi.demo.population import TODAY, population
from huiqi.library import load
from huiqi.rules.credit_code import problem_of
from huiqi.rules.facts import Facts


def test_city_is_the_same_on_every_machine() -> None:
    assert population() == population()
    assert population(5, seed=1) != population(5, seed=2)


def test_every_firm_has_a_name_and_a_valid_code_of_its_own() -> None:
    firms = population()
    assert len({firm.name for firm in firms}) == len(firms) == 300
    codes = [firm.facts["credit_code"] for firm in firms]
    assert len(set(codes)) == 300
    assert [problem_of(code) for code in codes] == [""] * 300
    assert {code[2:8] for code in codes} == {DIVISION}


def test_codes_count_up_and_end() -> None:
    assert len({credit_code(number) for number in range(2_000)}) == 2_000
    assert problem_of(credit_code(31**6 - 1)) == ""


def test_engine_understands_every_fact_of_every_firm() -> None:
    for firm in population():
        Facts.read(firm.facts, TODAY)


def test_city_has_firms_of_every_size_in_every_district() -> None:
    firms = population()
    assert len({firm.facts["district"] for firm in firms}) == 11
    kinds = Counter(firm.facts["entity_kind"] for firm in firms)
    assert set(kinds) == {"enterprise", "sole_trader"}


def test_there_is_something_for_somebody_and_nobody_gets_everything() -> None:
    library = load()
    firms = [Facts.read(firm.facts, TODAY) for firm in population(60)]
    verdicts = Counter(answer.verdict for facts in firms for answer in library.match(facts).results)
    assert set(verdicts) == {"yes", "no", "unknown"}
