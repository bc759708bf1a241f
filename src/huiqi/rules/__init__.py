"""规则引擎: facts of a subject in, verdicts, amounts and reasons out; it knows no Django."""

from huiqi.rules.answer import Answer, Money, Reason
from huiqi.rules.book import Library, Match, OutOfForce
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact
from huiqi.rules.intake import read_file
from huiqi.rules.load import load_library
from huiqi.rules.node import Node
from huiqi.rules.problems import Problem, Refused

__all__ = [
    "FACTS",
    "Answer",
    "Fact",
    "Facts",
    "Library",
    "Match",
    "Money",
    "Node",
    "OutOfForce",
    "Problem",
    "Reason",
    "Refused",
    "load_library",
    "read_file",
]
