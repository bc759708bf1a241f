"""测算: what an application comes to: asked for, allowed by the rules, allowed by the audit.

The lower counts (就低原则). Every step is told as a sentence, so that anybody can follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.library import load
from huiqi.parties.values import stored_values
from huiqi.programmes.models import Application, AuditFinding
from huiqi.programmes.prefill import facts_for
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

YUAN_PLACES = Decimal(100)


@dataclass(frozen=True)
class Computed:
    """测算结果: in 分, None where it is not known; ``steps`` say how it came about."""

    fen: int | None
    steps: tuple[str, ...]


def computed_of(application: Application) -> Computed:
    """测算: of an application that was handed in, as it was on the day of its last round."""
    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        return Computed(None, (_("还没有提交"),))
    steps: list[str] = []
    found: list[int] = []
    if application.asked_fen is not None:
        found.append(application.asked_fen)
        steps.append(worded("申请 %(money)s", money=exact(application.asked_fen)))
    audited = findings_of(application)
    told = snapshot.content["result"]
    if audited:
        told = _again(application, date.fromisoformat(snapshot.content["on"]), audited)
        steps += [
            worded(
                "审计：%(what)s申报 %(reported)s，核定 %(allowed)s",
                what=_label(application, one.about),
                reported=exact(one.reported_fen),
                allowed=exact(one.allowed_fen),
            )
            for one in audited
        ]
    ceiling = ceiling_of(told)
    if ceiling is None:
        steps.append(_("规则算不出上限：有的数字待核，或事实还不知道"))
    else:
        found.append(ceiling)
        steps += told.get("amount_steps", [])
        steps.append(worded("规则上限 %(money)s", money=exact(ceiling)))
    found += [one.allowed_fen for one in audited if ceiling is None]
    if not found or told.get("verdict") != "yes":
        # What the rules do not surely grant is for a person to decide, not to compute.
        return Computed(None, tuple(steps))
    steps.append(worded("取较低的一个（就低原则）：%(money)s", money=exact(min(found))))
    return Computed(min(found), tuple(steps))


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


def _again(application: Application, on: date, audited: list[AuditFinding]) -> Any:
    """What the rules say with the audited figures in the place of those that were reported."""
    from huiqi.programmes.actions.submitting import plain_json

    allowed = {
        one.about: f"{Decimal(one.allowed_fen) / 100:.2f}" for one in audited if one.about in FACTS
    }
    facts = facts_for(application, on)
    values, _problems = stored_values(allowed, on)
    own = Facts.read(values, on, consistent=False)
    merged = facts.replace(**dict(own.known))
    found = load().answer(definition_of(application).id, merged)
    return plain_json(found.explained()) if isinstance(found, Answer) else found.to_dict()


def _label(application: Application, key: str) -> str:
    question = definition_of(application).form.question(key)
    return label(question) if question else key
