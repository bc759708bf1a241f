"""政策页上的关注: the buttons to follow what is being read, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from huiqi.follow.access import stands_for_firm
from huiqi.follow.actions.changing import look_again
from huiqi.follow.actions.reach import record_steps
from huiqi.follow.enums import Reason, Stage, Target
from huiqi.follow.queries.changing import state_of
from huiqi.follow.queries.following import subscriptions_of, watches_of
from huiqi.follow.saying import told
from huiqi.kernel.now import now
from huiqi.library import load
from huiqi.parties.pages import actor_of
from huiqi.policies import beside


def register() -> None:
    """登记: on the pages of policies, documents, searches and matches."""
    beside.register("policy", on_policy)
    beside.register("document", on_document)
    beside.register("search", on_search)
    beside.register("match", on_match)


def on_policy(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added:
    """政策页: follow it, and wait until the firm meets it."""
    programme = shown["policy"].id
    values = _of(request, Target.PROGRAMME, programme)
    if values["is_firm"]:
        answer = shown.get("answer")
        waiting = watches_of(actor_of(request)).filter(programme=programme, ended_at=None)
        _opened(request, programme)
        values |= {
            "reasons": Reason.choices if answer and answer.verdict == "yes" else [],
            "said": "",
            "waiting": waiting.first(),
            "can_wait": answer is None or answer.verdict != "yes",
        }
    return "follow/_on_policy.html", values


def _opened(request: HttpRequest, programme: str) -> None:
    subject_id = actor_of(request).subject_id
    if request.method == "GET" and subject_id is not None:
        record_steps(subject_id=subject_id, programmes=[programme], stage=Stage.OPENED, now=now())


def on_document(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added:
    """文件页: follow it."""
    return "follow/_on_policy.html", _of(request, Target.DOCUMENT, str(shown["document"].pk))


def on_search(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added | None:
    """检索页: keep the question; nothing for a visitor, nor where nothing was asked."""
    actor = actor_of(request)
    if actor.person_id is None or not (shown["text"] or shown["kept"]):
        return None
    return "follow/_on_search.html", {"is_firm": not stands_for_firm.refusal(actor)}


def on_match(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added | None:
    """匹配页: for the firm's own people, today, why the total is another than at their last visit.

    Answers given in this browser are not on record: they make no difference here.
    """
    who, actor = shown["who"], actor_of(request)
    is_own = who.firm is not None and who.firm.subject_id == actor.subject_id
    if not is_own or stands_for_firm.refusal(actor) or shown["on"] != shown["today"]:
        return None
    match = load().match(who.known) if shown.get("answered") else shown["found"].match
    found = look_again(
        subject=who.firm.subject, state=state_of(match, who.known), actor=actor, now=now()
    )
    return ("follow/_changes.html", {"since_last": told(found)}) if found else None


def _of(request: HttpRequest, kind: str, target: str) -> dict[str, Any]:
    actor = actor_of(request)
    mine = list(subscriptions_of(actor).filter(kind=kind, target=target))
    return {
        "kind": kind,
        "target": target,
        "is_signed_in": actor.person_id is not None,
        "is_firm": not stands_for_firm.refusal(actor),
        "mine": next((one for one in mine if one.subject_id is None), None),
        "ours": next((one for one in mine if one.subject_id is not None), None),
    }
