"""Every sentence that an answer shows to people, with where it stands."""

import re
from collections.abc import Iterator
from functools import cache

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.node import Node

LONGEST = 80  # characters of one sentence
IDENTIFIER = re.compile(r"[a-z_]{3,}")
NONE = re.compile(r"None|null|True|False")
DOUBLED = re.compile(r"[，。；：、！？]{2,}|（）|「」|(?<![0-9])  |([一-龥]{2,})\1(?!\1)")
HALF_WIDTH = re.compile(r"[一-龥][,;:!?()]|[,;:!?()][一-龥]")
CODE = re.compile(r"(?<![A-Za-z0-9/])[A-T](?![A-Za-z0-9级类型座区])")


@cache
def answers() -> tuple[tuple[str, Answer], ...]:
    """The answer of every worked case of the library, with its name."""
    library = load()
    found = []
    for policy in library.policies.values():
        cases = load_cases(policy.path)
        for case in cases.cases:
            facts = Facts.read(cases.facts(case), case.on, consistent=False)
            answer = library.answer(policy.id, facts)
            if isinstance(answer, Answer):
                found.append((f"{policy.id}「{case.name}」", answer))
    return tuple(found)


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    for child in node.children:
        yield from nodes(child)


def texts(answer: Answer) -> Iterator[str]:
    """What an answer says in words."""
    for reason in answer.reasons:
        yield from (reason.condition, reason.value, reason.needed, reason.clause)
        for node in nodes(reason.tree):
            yield from (node.text, node.value, node.needed, node.reached, node.next)
    if answer.money:
        yield from answer.money.steps
        yield answer.money.why_unknown
    for check in answer.checks():
        yield from (str(check["text"]), str(check["clause"]), str(check["evidence"]))
    yield answer.policy.title


@cache
def said() -> dict[str, str]:
    """Each text that some answer says, with the first case that shows it."""
    found: dict[str, str] = {}
    for name, answer in answers():
        for text in texts(answer):
            found.setdefault(text, name)
    return found


def sentences(text: str) -> list[str]:
    """The sentences and clauses set apart in a text."""
    return re.split("[。；：！？]", text)
