"""测算: what an application comes to: asked for, allowed by the rules, allowed by the audit.

The lower counts (就低原则). Every step is told as a sentence, so that anybody can follow it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.parties.values import stored_values
from huiqi.programmes.models import Application, AuditFinding
from huiqi.programmes.prefill import facts_for
from huiqi.programmes.stages.marking import scores_of
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of, rules_for
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy

YUAN_PLACES = Decimal(100)


@dataclass(frozen=True)
class Line:
    """测算的一步: what it is called beside its amount, and the whole of it as one sentence.

    ``fen`` is None for a step that is no sum of money to the firm.
    """

    text: str
    fen: int | None
    sentence: str


@dataclass(frozen=True)
class Computed:
    """测算结果: in 分, None where it is not known; ``lines`` say how it came about."""

    fen: int | None
    lines: tuple[Line, ...]

    @property
    def steps(self) -> list[str]:
        """步骤: as sentences."""
        return [one.sentence for one in self.lines]

    @property
    def drawn(self) -> list[tuple[Line, Fraction | None]]:
        """图示: each step with its share of the largest sum, None where it has none."""
        most = max((one.fen or 0 for one in self.lines), default=0)
        return [(one, Fraction(one.fen, most) if one.fen and most else None) for one in self.lines]


def computed_of(application: Application) -> Computed:
    """测算: of an application that was handed in, as it was on the day of its last round."""
    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        return Computed(None, (_only(_("还没有提交")),))
    lines: list[Line] = []
    found: list[int] = []
    if application.asked_fen is not None:
        found.append(application.asked_fen)
        asked = worded("申请 %(money)s", money=exact(application.asked_fen))
        lines.append(Line(_("申请"), application.asked_fen, asked))
    audited = findings_of(application)
    told, scored = snapshot.content["result"], scores_of(application)
    if audited or scored:
        told = found_by_people(application)
        lines += [_audited(application, one) for one in audited]
    ceiling = ceiling_of(told)
    if ceiling is None:
        lines.append(_only(_("规则算不出上限：有的数字待核，或事实还不知道")))
    else:
        found.append(ceiling)
        lines += map(_only, told.get("amount_steps", []))
        most = worded("规则上限 %(money)s", money=exact(ceiling))
        lines.append(Line(_("规则上限"), ceiling, most))
    found += [one.allowed_fen for one in audited if ceiling is None]
    if not found or told.get("verdict") != "yes":
        # What the rules do not surely grant is for a person to decide, not to compute.
        return Computed(None, tuple(lines))
    least = worded("取较低的一个（就低原则）：%(money)s", money=exact(min(found)))
    lines.append(Line(_("取较低的一个（就低原则）"), min(found), least))
    return Computed(min(found), tuple(lines))


def _only(sentence: str) -> Line:
    return Line(sentence, None, sentence)


def _audited(application: Application, one: AuditFinding) -> Line:
    names = {"what": _label(application, one.about), "reported": exact(one.reported_fen)}
    return Line(
        worded("审计：%(what)s申报 %(reported)s，核定", **names),
        one.allowed_fen,
        worded(
            "审计：%(what)s申报 %(reported)s，核定 %(allowed)s",
            allowed=exact(one.allowed_fen),
            **names,
        ),
    )


def computed_fen(application: Application) -> int | None:
    """测算金额: in 分; None where it is not known."""
    return computed_of(application).fen


def findings_of(application: Application) -> list[AuditFinding]:
    """审计结果: of every stage of the application."""
    return list(AuditFinding.objects.filter(run__application=application).order_by("id"))


def ceiling_of(told: Any) -> int | None:
    """规则上限: in 分, of a result as it was kept; None where it is not surely known."""
    most = told.get("amount_max") if isinstance(told, dict) else None
    if most is None:
        return None
    return int((Decimal(str(most)) * YUAN_PLACES).to_integral_value())


def found_by_people(application: Application) -> Any:
    """按查明的再算: what the rules say with what audit and panel found in place of the reports.

    On the day of the last round; None before anything was handed in.
    """
    from huiqi.programmes.actions.submitting import plain_json

    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        return None
    on = date.fromisoformat(snapshot.content["on"])
    allowed = {
        one.about: f"{Decimal(one.allowed_fen) / 100:.2f}"
        for one in findings_of(application)
        if one.about in FACTS
    }
    values, _problems = stored_values({**allowed, **scores_of(application)}, on)
    own = Facts.read(values, on, consistent=False)
    merged = facts_for(application, on).replace(**dict(own.known))
    found = rules_for(application).answer(definition_of(application).id, merged)
    return plain_json(found.explained()) if isinstance(found, Answer) else found.to_dict()


def bands_of(application: Application) -> list[tuple[str, str]]:
    """档次: what the rules make of the panel's mark: name and level, both as the rules say them."""
    scored = scores_of(application)
    told = found_by_people(application) if scored else None
    return banded(definition_of(application).policy, told or {}, scored)


def banded(
    policy: Policy, told: Mapping[str, Any], scored: Collection[str]
) -> list[tuple[str, str]]:
    """分档结果: of an answer, those outputs that band one of the facts ``scored``."""
    found = []
    for name, word in told.get("outputs", {}).items():
        value = policy.values.get(name)
        if value is not None and value.bands is not None and value.bands.of in scored:
            words = {str(one): one.text for one in value.levels}
            found.append((value.text, words.get(str(word), str(word))))
    return found


def _label(application: Application, key: str) -> str:
    question = definition_of(application).form.question(key)
    return label(question) if question else key
