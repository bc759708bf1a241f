"""写成数据: life events, plans and obligations as the command line and the interface tell them."""

from __future__ import annotations

from typing import Any

from huiqi.matters.duties import Bound
from huiqi.matters.matter import Matter, Period, Step
from huiqi.matters.planning import Plan

Json = dict[str, Any]


def listed(matter: Matter) -> Json:
    """目录的一行: id, names and how many steps."""
    return {
        "id": matter.id,
        "title": matter.title,
        "summary": matter.summary,
        "who": matter.who,
        "steps": len(matter.steps),
    }


def described(matter: Matter, plan: Plan) -> Json:
    """一件事: every step in its order, with its days in the plan.

    ``working_days`` pass after the first day, at least so many where not ``exact``;
    ``unverified`` days rest on a period that nobody has compared with its source.
    """
    return listed(matter) | {
        "plan": {
            "start": plan.start.isoformat(),
            "until": plan.until.isoformat(),
            "working_days": plan.working_days,
            "exact": plan.exact,
            "provisional": plan.provisional,
            "unverified": plan.unverified,
        },
        "steps": [
            _step(matter, one.step)
            | {
                "start": one.start.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "exact": one.exact,
                "critical": one.critical,
                "wave": one.wave,
                "days_unverified": one.unverified,
            }
            for one in plan.steps
        ],
    }


def _step(matter: Matter, step: Step) -> Json:
    return {
        "id": step.id,
        "text": step.text,
        "department": step.department,
        "level": step.level,
        "place": {"name": step.place.name, "url": step.place.url or None},
        "fee": step.fee,
        "after": list(step.after),
        "promised": _period(matter, step.promised),
        "legal": _period(matter, step.legal),
        "days_open": step.days_open or None,
        "materials": [
            {
                "text": one.text,
                "city_has": one.city_has.source if one.city_has else None,
                "basis": matter.said(one.cite),
            }
            for one in matter.materials_of(step)
        ],
        "programme": step.programme or None,
        "note": step.note or None,
        "basis": matter.said(step.cite),
        "unverified": matter.doubts(step.cite),
    }


def _period(matter: Matter, period: Period | None) -> Json | None:
    if period is None:
        return None
    return {
        "length": period.length,
        "unit": period.unit,
        "at_least": period.at_least,
        "basis": matter.said(period.cite),
        "unverified": matter.doubts(period.cite),
    }


def obligation(one: Bound) -> Json:
    """一项义务: whether it binds, what is missing to say so, and its days in twelve months."""
    return {
        "id": one.key,
        "text": one.text,
        "department": one.department,
        "verdict": one.verdict.answer,
        "missing": list(one.verdict.missing),
        "why_not": one.why_not or None,
        "dues": [
            {
                "opens": due.opens.isoformat(),
                "last": due.last.isoformat(),
                "written": due.written.isoformat(),
                "estimated": due.estimated,
                "provisional": due.provisional,
            }
            for due in one.dues
        ],
        "due_open": one.due_open or None,
        "basis": one.cite,
        "unverified": one.unverified,
    }
