"""降级受理: a firm is not to suffer from a source that is away; nobody decides on what is unsure.

What the firm wrote stands in for a source that is away, and is marked. Only what the rules need
and nobody has told keeps an application from being handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huiqi.kernel.words import worded
from huiqi.parties.enums import Source
from huiqi.parties.queries.facts import WORDS
from huiqi.programmes.models import Application, SourceOutage
from huiqi.programmes.prefill import facts_for, filled_of
from huiqi.programmes.versions import definition_of, rules_for
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS


def sources_away() -> frozenset[Source]:
    """中断的数据源: those that nobody can read now."""
    away = SourceOutage.objects.filter(until=None).order_by("id")
    return frozenset(Source(one) for one in away.values_list("source", flat=True))


def sources_of(key: str, away: Iterable[Source]) -> list[Source]:
    """一项事实的中断来源: those of them that are away and are asked for it, in order."""
    ranked = FACTS[key].sources if key in FACTS else ()
    found = [one for one in away if WORDS[one] in ranked]
    return sorted(found, key=lambda one: ranked.index(WORDS[one]))


def stood_in_for(application: Application, on: date, away: frozenset[Source]) -> list[str]:
    """代替数据源的填报: fact keys for which the firm's own word stands in for a source."""
    if not away:
        return []
    filled = filled_of(application, on)
    return [
        one.key
        for one in definition_of(application).form.questions()
        if one.kind == "fact"
        and filled.value(one.key) is not None
        and not (one.key in filled.known and filled.known[one.key].is_official)
        and sources_of(one.key, away)
    ]


def problems_of_sources(application: Application, on: date, away: frozenset[Source]) -> list[str]:
    """缺数据源的问题: what the rules need, nobody told, and a source that is away would know.

    What the form itself insists on is told with all else that is missing.
    """
    if not away:
        return []
    definition = definition_of(application)
    answer = rules_for(application).answer(definition.id, facts_for(application, on))
    if not isinstance(answer, Answer):
        return []
    problems = []
    for key in answer.missing:
        sources, question = sources_of(key, away), definition.form.question(key)
        if sources and not (question and question.required):
            problems.append(_needed(key, sources[0], is_asked=question is not None))
    return problems


def _needed(key: str, source: Source, *, is_asked: bool) -> str:
    told = {"what": FACTS[key].label, "source": source.label}
    if is_asked:
        return worded(
            "「%(what)s」的数据源（%(source)s）暂时中断，审核离不开这一项；请在申报表里填写", **told
        )
    return worded(
        "「%(what)s」的数据源（%(source)s）暂时中断，审核离不开这一项；"
        "草稿已保存，请在数据源恢复以后提交",
        **told,
    )
