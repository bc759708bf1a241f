"""文书的内容: what each paper says, in the words that are kept and set as PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiqi.kernel.money import exact
from huiqi.kernel.words import on_record
from huiqi.programmes.enums import Verdict
from huiqi.programmes.models import Application, AwardLine, Decision, Recognition, Recovery
from huiqi.programmes.versions import definition_of


def heading_of(application: Application) -> dict[str, Any]:
    """抬头: what every paper of an application begins with."""
    return {
        "application": application.number,
        "programme": definition_of(application).policy.title,
        "call": application.call.title,
        "firm": application.organization.name,
        "credit_code": application.organization.credit_code or "",
    }


def acceptance_content(
    application: Application, clause: str, due_on: date | None
) -> dict[str, Any]:
    """受理通知书: that it is taken in hand, on what clause."""
    told = {"clause": clause, "days_until": due_on.isoformat() if due_on else ""}
    return {**heading_of(application), **told}


def correction_content(
    application: Application, items: Sequence[Mapping[str, Any]], due_on: date
) -> dict[str, Any]:
    """一次性补正告知书: everything that is missing, and the last day (included)."""
    return {
        **heading_of(application),
        "items": [dict(one) for one in items],
        "due_on": due_on.isoformat(),
    }


def refusal_content(application: Application, decision: Decision, on: date) -> dict[str, Any]:
    """不受理、不予资助决定书: clause, data used, reason, and every remedy with its last day."""
    from huiqi.programmes.remedies import notice_of

    return {
        **heading_of(application),
        "verdict": on_record(Verdict(decision.verdict).label),
        "clause": decision.clause,
        "reason": decision.reason,
        "used": decision.used,
        "remedies": notice_of(on),
    }


def recovery_content(recovery: Recovery, on: date) -> dict[str, Any]:
    """追回决定书: how much, on what clause, why, until when (included), and what the law offers.

    The review within the department is one of refusals; against this there are those of the law.
    """
    from huiqi.programmes.remedies import notice_of

    assert recovery.due_on is not None  # set by the move that decides
    return {
        **heading_of(recovery.application),
        "amount_fen": recovery.amount_fen,
        "clause": recovery.clause,
        "reason": recovery.reason,
        "due_on": recovery.due_on.isoformat(),
        "remedies": notice_of(on, with_review=False),
    }


def grant_content(application: Application, line: AwardLine | None) -> dict[str, Any]:
    """资助通知书: how much, and how it came about."""
    fen = application.granted_fen or 0
    return {
        **heading_of(application),
        "granted_fen": fen,
        "granted": exact(fen),
        "computed_fen": line.computed_fen if line else None,
    }


def certificate_content(application: Application, given: Recognition) -> dict[str, Any]:
    """认定证书: what is recognized, from which day until which (included)."""
    last = date.fromordinal(given.valid_until.toordinal() - 1) if given.valid_until else None
    return {
        **heading_of(application),
        "certificate": given.number,
        "title": given.title,
        "granted_on": given.granted_on.isoformat(),
        "last_day": last.isoformat() if last else "",
    }
