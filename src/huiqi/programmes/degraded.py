"""降级受理: a firm is not to suffer from a source that is away; nobody decides on what is unsure.

What the firm wrote stands in for a source that is away, and is marked. Only what the rules need
and nobody has told keeps an application from being handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from huiqi.kernel.now import CITY
from huiqi.kernel.words import worded
from huiqi.parties.enums import Source
from huiqi.parties.queries.facts import WORDS
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models import Application, SourceOutage
from huiqi.programmes.prefill import Filled, facts_for, filled_of
from huiqi.programmes.versions import definition_of, rules_for
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS

UNDECIDED: Final = (ApplicationState.ACTIVE, ApplicationState.RETURNED)


def sources_away() -> frozenset[Source]:
    """中断的数据源: those that nobody can read now."""
    away = SourceOutage.objects.filter(until=None).order_by("id")
    return frozenset(Source(one) for one in away.values_list("source", flat=True))


def outages_now() -> dict[Source, SourceOutage]:
    """现在的中断: of each source that is away, what was told of it."""
    away = SourceOutage.objects.filter(until=None).order_by("id")
    return {Source(one.source): one for one in away}


def said(moment: datetime) -> str:
    """时刻的写法: to the minute, in the city."""
    return f"{moment.astimezone(CITY):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Unsure:
    """没有补核的事实: ``outage`` of the source it waits for, None once that is back."""

    key: str
    label: str
    outage: SourceOutage | None


def unsure_of(application: Application) -> list[Unsure]:
    """没有补核的事实: for which the firm's own word stands until the source is read again."""
    if not application.degraded:
        return []
    away = outages_now()
    return [
        Unsure(key, FACTS[key].label if key in FACTS else key, _outage_of(key, away))
        for key in application.degraded
    ]


def waiting_for_sources() -> QuerySet[Application]:
    """等补核的申报: handed in while a source was away, undecided, and not read again yet."""
    return Application.objects.filter(state__in=UNDECIDED).exclude(degraded=[])


def reasons_to_wait(application: Application) -> list[str]:
    """不能决定的原因: a sentence for each fact that is still to be read from its source."""
    found = []
    for one in unsure_of(application):
        if one.outage is None:
            found.append(
                worded("「%(what)s」的数据源已经恢复，还没有补核，每小时补核一次", what=one.label)
            )
            continue
        told = {"source": one.outage.get_source_display(), "since": said(one.outage.since)}
        found.append(
            worded(
                "「%(what)s」的数据源（%(source)s）自 %(since)s 中断，补核以前不能作决定；"
                "可以先请企业补正，或等数据源恢复",
                what=one.label,
                **told,
            )
        )
    return found


def away_for(application: Application, on: date) -> list[SourceOutage]:
    """与这份申报有关的中断: of sources that are away and would tell what is not known otherwise.

    That is: what the form asks and only the firm itself has told, and what the rules still miss.
    """
    away = outages_now()
    if not away:
        return []
    keys = [
        *stood_in_for(application, on, frozenset(away), is_told=False),
        *_missing(application, on),
    ]
    met = {one for key in keys for one in sources_of(key, away)}
    return [outage for one, outage in away.items() if one in met]


def _outage_of(key: str, away: Mapping[Source, SourceOutage]) -> SourceOutage | None:
    sources = sources_of(key, away)
    return away[sources[0]] if sources else None


def sources_of(key: str, away: Iterable[Source]) -> list[Source]:
    """一项事实的中断来源: those of them that are away and are asked for it, in order."""
    ranked = FACTS[key].sources if key in FACTS else ()
    found = [one for one in away if WORDS[one] in ranked]
    return sorted(found, key=lambda one: ranked.index(WORDS[one]))


def stood_in_for(
    application: Application,
    on: date,
    away: frozenset[Source],
    filled: Filled | None = None,
    *,
    is_told: bool = True,
) -> list[str]:
    """代替数据源的填报: fact keys for which the firm's own word stands in for a source.

    ``is_told`` False: those for which it is still to be written, too.
    """
    if not away:
        return []
    filled = filled or filled_of(application, on)
    return [
        one.key
        for one in definition_of(application).form.questions()
        if one.kind == "fact"
        and (not is_told or filled.value(one.key) is not None)
        and not (one.key in filled.known and filled.known[one.key].is_official)
        and sources_of(one.key, away)
    ]


def problems_of_sources(
    application: Application, on: date, away: frozenset[Source], filled: Filled | None = None
) -> list[str]:
    """缺数据源的问题: what the rules need, nobody told, and a source that is away would know.

    What the form itself insists on is told with all else that is missing.
    """
    if not away:
        return []
    definition, problems = definition_of(application), []
    for key in _missing(application, on, filled):
        sources, question = sources_of(key, away), definition.form.question(key)
        if sources and not (question and question.required):
            problems.append(_needed(key, sources[0], is_asked=question is not None))
    return problems


def _missing(application: Application, on: date, filled: Filled | None = None) -> list[str]:
    """What the rules need and nobody has told."""
    answer = rules_for(application).answer(
        definition_of(application).id, facts_for(application, on, filled)
    )
    return list(answer.missing) if isinstance(answer, Answer) else []


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
