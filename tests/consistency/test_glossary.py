"""术语表: every noun and verb of the code opens with its Chinese term, and the table holds it."""

import pytest

from huiqi.config.glossary import KINDS, OPENING, REFERENCE, apps, defined, page, starting
from tests.consistency.repository import SRC


def test_the_glossary_is_what_the_docstrings_say() -> None:
    there = (REFERENCE / "glossary.md").read_text(encoding="utf-8")
    assert page() == there, "make docs"


def test_every_model_action_state_and_query_opens_with_its_chinese_term() -> None:
    silent = [
        f"{app}.{part} {name}"
        for app in apps()
        for part in KINDS
        for name, docstring in defined(app, part)
        if not OPENING.match(docstring)
    ]
    assert silent == []


def test_every_app_with_models_is_in_the_glossary() -> None:
    with_models = {path.parent.name for path in SRC.glob("*/models*")}
    assert with_models - set(apps()) == set()
    assert {"parties", "inbox", "kernel"} <= set(apps())


def test_no_term_of_the_starting_table_stands_twice() -> None:
    chinese = [each for term in starting() for each in term.chinese.split(" / ")]
    identifiers = [term.identifier for term in starting()]
    assert sorted(chinese) == sorted(set(chinese))
    assert sorted(identifiers) == sorted(set(identifiers))


def test_every_identifier_of_the_starting_table_can_be_one() -> None:
    wrong = [
        one for term in starting() for one in term.identifier.split(" / ") if not one.isidentifier()
    ]
    assert wrong == []


@pytest.mark.parametrize("silent", ["", "A firm.", "A firm: 企业.", "企业 that applies.", "企业："])
def test_docstring_without_its_chinese_term_would_be_found(silent: str) -> None:
    assert OPENING.match("企业: an organization that may apply.")
    assert not OPENING.match(silent)
