"""问得到的: every fact that the rules of a programme read, somebody can tell.

The form asks for it, a source of data has it, or a stage finds it out; else no application would
ever be judged to the end, and nobody would see why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.programmes.definition.stages import ExpertReview
from huiqi.rules.book import Library
from huiqi.rules.check import days_of
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS, SELF, TITLE
from huiqi.rules.expr import fact_keys
from huiqi.rules.fields import Fact
from huiqi.rules.files import load_policy, programme_folders
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import ENTRIES

if TYPE_CHECKING:
    from huiqi.programmes.definition.reading import Definition

FORM: Final = "form.yaml"
# A list of who was recognized names titles and what was paid; no figures stand on it.
LIST_OF_TITLES: Final = TITLE[0]


def unanswered(library: Library, one: Definition) -> Iterator[Problem]:
    """没人答得出的事实: each that the rules read, as a problem of the form.

    Nothing where the rules cannot be read: that is told elsewhere.
    """
    try:
        read = facts_read(library, one.policy)
    except Refused:
        return
    told = _told(one)
    for key in sorted(read - told, key=tuple(FACTS).index):
        if _has_source(FACTS[key]):
            continue
        yield Problem(
            f"规则要「{FACTS[key].label}」（{key}），没有人答得出。",
            "申报表没有问，没有数据源，也没有环节查明。",
            f"请在 {FORM} 里加一问，或在评审环节写 score_fact，或改规则。",
            file=str(one.policy.path / FORM),
            line=one.form.line,
        )


def facts_read(library: Library, policy: Policy) -> frozenset[str]:
    """所读事实: of all editions, on every day on which their numbers change."""
    keys: set[str] = set()
    for edition in policy.editions:
        for day in days_of(policy, edition):
            keys.update(_keys(library.compiled(policy, edition, day, day)))
    return frozenset(keys)


def readable_library(root: Path) -> Library:
    """读得出的政策库: of a folder, or around one programme; what cannot be read is left out."""
    whole = root.resolve().parent.parent if (root / "rules.yaml").is_file() else root
    found: dict[str, Policy] = {}
    for folder in programme_folders(whole):
        try:
            policy = load_policy(folder)
        except Refused:
            continue
        found[policy.id] = policy
    return Library(found)


def _keys(rules: Rules) -> Iterator[str]:
    yield from fact_keys(rules.verdict)
    if rules.net is not None:
        yield from fact_keys(rules.net)
    for _output, number in rules.outputs:
        yield from fact_keys(number)


def _told(one: Definition) -> frozenset[str]:
    """What the form asks for, row by row too, and what the experts mark.

    Where nobody applies the form is asked of nobody.
    """
    asked: set[str] = set()
    for question in one.form.questions() if one.programme.mode != "automatic" else ():
        if question.kind == "fact":
            asked |= {question.key, *ENTRIES.get(FACTS[question.key].kind, ())}
    review = one.programme.stage("expert_review")
    if isinstance(review, ExpertReview) and review.score_fact:
        asked.add(review.score_fact)
    return frozenset(asked)


def _has_source(fact: Fact) -> bool:
    """Somebody else than the firm tells it, who can."""
    return any(
        source not in SELF and (source != LIST_OF_TITLES or fact.kind in ENTRIES)
        for source in fact.sources
    )
