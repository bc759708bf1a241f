"""架构严格: a schema of an answer notices a key too many, one too few and one of a wrong type."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import huiqi.rules
from tests.cli.conftest import FIRM, FIRMS, Huiqi

Objects = Callable[[Any], Iterator[tuple[str, dict[str, Any]]]]
FOLDER = Path(huiqi.rules.__file__).parent / "schemas"
ON = ("--on", "2021-10-20")
ANSWERS = {
    "match": ("match", FIRM, *ON),
    "explain": ("explain", "shenzhen_longgang.park_rent", FIRM, *ON),
    "size": ("size", "--industry", "C39", "--employees", "500"),
    "library_list": ("library", "list"),
    "workdays": ("workdays", "2021-10-08", "--add", "3"),
}
# Several firms, a day outside every edition, a class that is known, one that is not covered.
OTHERS = (
    ("match", ("match", FIRMS, "--on", "2019-06-01")),
    ("explain", ("explain", "shenzhen.srdi_award", FIRM, "--on", "2021-02-28")),
    ("size", ("size", "--industry", "C39", "--employees", "5")),
    ("size", ("size", "--industry", "J66")),
    ("workdays", ("workdays", "2021-10-08")),
    ("workdays", ("workdays", "2021-10-08", "--until", "2021-10-31")),
)


def validator(name: str) -> Draft202012Validator:
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in an answer under the key it stands at, the outermost first."""
    if isinstance(value, dict):
        yield name, value
        for key, one in value.items():
            yield from objects(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one, name)


def first_of_each(answer: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of the objects that stand under the same key with the same keys, the first."""
    seen = set()
    for name, one in objects(answer):
        kind = (name, *sorted(one))
        if kind not in seen:
            seen.add(kind)
            yield name, one


def spoiled(answer: Any) -> Iterator[tuple[str, Any]]:
    """The answer with one key of its first object left out, or of a type that no key has."""
    _, first = next(objects(answer))
    for key in first:
        other = copy.deepcopy(answer)
        _, outer = next(objects(other))
        outer[key] = {"unpromised": {}}
        yield f"wrong {key}", other
        other = copy.deepcopy(answer)
        _, outer = next(objects(other))
        del outer[key]
        yield f"without {key}", other


@pytest.mark.parametrize(("name", "words"), [*ANSWERS.items(), *OTHERS])
def test_every_kind_of_answer_satisfies_its_schema(
    huiqi: Huiqi, name: str, words: tuple[str, ...]
) -> None:
    told = huiqi(*words, "--json").json
    assert [error.message for error in validator(name).iter_errors(told)] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_a_key_left_out_or_of_a_wrong_type_is_noticed(huiqi: Huiqi, name: str) -> None:
    told, schema = huiqi(*ANSWERS[name], "--json").json, validator(name)
    assert [what for what, other in spoiled(told) if schema.is_valid(other)] == []


# A whole answer is judged anew for each of its objects.
@pytest.mark.parametrize("chosen", [first_of_each, pytest.param(objects, marks=pytest.mark.verify)])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_key_added_anywhere_is_noticed(huiqi: Huiqi, name: str, chosen: Objects) -> None:
    told, schema = huiqi(*ANSWERS[name], "--json").json, validator(name)
    unnoticed = set()
    for place, one in list(chosen(told)):
        one["unpromised"] = []
        if schema.is_valid(told):
            unnoticed.add(place)
        del one["unpromised"]
    assert unnoticed == set()
