"""各种判定方式一致: oracle = generated Python, for all rules and subjects."""

from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.rules.facts import Facts
from huiqi.rules.strategies import numbers, subjects, truths
from tests.rules.machines import Rule, by_oracle, by_python

rules = st.lists(st.tuples(truths(3), numbers(3)), min_size=1, max_size=3)


@settings(max_examples=300)
@given(rules, subjects(30))
def test_python_says_what_the_oracle_says(rules: list[Rule], subjects: list[Facts]) -> None:
    assert by_python(rules, subjects) == by_oracle(rules, subjects)
