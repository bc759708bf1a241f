"""定期值: every dated value has its own citation and its own doubt."""

from datetime import date
from fractions import Fraction

from huiqi.rules.files import load_policy
from huiqi.rules.policy import Cite, Dated
from tests.rules.folder import Write, changed


def test_a_value_may_have_a_citation_and_a_doubt_of_its_own(write: Write) -> None:
    own = '{value: 0.5, cite: {source: "practice", clause: "二"}, unverified: true, note: "转引"}'
    rules = changed('"2021-06-01": 0.5', f'"2021-06-01": {own}')
    policy = load_policy(write(rules))
    assert policy.parameters["rate"].values == (
        Dated(date(2018, 1, 1), Fraction(2, 37), Cite("letter", line=14), line=14),
        Dated(
            date(2021, 6, 1),
            Fraction(1, 2),
            Cite("practice", "二", line=14),
            unverified=True,
            note="转引",
            line=14,
        ),
    )
    assert [policy.is_unverified(one) for one in policy.parameters["rate"].values] == [False, True]


def test_a_parameter_in_doubt_puts_each_of_its_values_in_doubt(write: Write) -> None:
    rules = changed(
        '"2021-06-01": 0.5}, cite', '"2021-06-01": {value: 0.5}}, unverified: true, cite'
    )
    values = load_policy(write(rules)).parameters["rate"].values
    assert [(one.unverified, one.cite.source) for one in values] == [(True, "letter")] * 2
