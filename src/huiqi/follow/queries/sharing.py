"""会计链接的查询: whose it is, what can be put into it, and what it shows on a day.

Preview and page are drawn from the same ``Shown``: what the owner sees beforehand is what the
other one reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.follow.access import stands_for_firm
from huiqi.follow.models import AccountantLink
from huiqi.inbox.queries.calendar import digest_of
from huiqi.kernel.access import Actor
from huiqi.parties.models import Organization, Subject
from huiqi.parties.queries import KnownFacts, facts_of
from huiqi.parties.queries.scoped import current_organization
from huiqi.policies.matching import Found, find, last_day
from huiqi.rights.saying import value_text
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS

# With a dot, which no key of a fact has.
NAME, MATCH, MISSING = "part.name", "part.match", "part.missing"
PARTS: Final = {
    NAME: gettext_lazy("企业名称和信用代码"),
    MATCH: gettext_lazy("匹配结果：每项政策的判断、上限和最后一天"),
    MISSING: gettext_lazy("还缺哪些数据"),
}
LONGEST_TOKEN: Final = 100


@dataclass(frozen=True)
class Part:
    """一项内容: its key in a link, what it is called, and its value today (empty: see the page)."""

    key: str
    label: str
    value: str = ""
    source: str = ""


@dataclass(frozen=True)
class Shown:
    """链接所示: exactly what its page shows; None and empty for what was not chosen."""

    on: date
    firm: Organization | None = None
    found: Found | None = None
    missing: tuple[str, ...] = ()
    facts: tuple[Part, ...] = ()
    shows_missing: bool = False

    def groups(self) -> list[tuple[str, list[tuple[Answer, date | None]]]]:
        """匹配的各组: those with something in them, each answer with its last day."""
        told = self.found.groups() if self.found else []
        return [(name, [(one, last_day(one)) for one in ones]) for name, ones in told if ones]


def links_of(actor: Actor) -> QuerySet[AccountantLink]:
    """会计链接: of the firm, the latest first, with how often and when each was opened last."""
    if actor.subject_id is None or stands_for_firm.refusal(actor):
        return AccountantLink.objects.none()
    found = AccountantLink.objects.filter(subject_id=actor.subject_id)
    counted = found.annotate(opened=Count("openings"), last_opened=Max("openings__at"))
    return counted.order_by("-made_on", "-id")


def link_of_token(token: str) -> AccountantLink | None:
    """链接: by its token; None for one that nobody made. Ask within the scope of everything."""
    if len(token) > LONGEST_TOKEN:
        return None
    found = AccountantLink.objects.filter(digest=digest_of(token))
    return found.select_related("subject").first()


def parts_of(known: KnownFacts) -> list[Part]:
    """可选的内容: the parts, then every fact on record, by its name."""
    facts = (
        _part(key, known)
        for key in FACTS
        if key in known.provenance and key not in ("name", "credit_code")  # a part of their own
    )
    return [*(Part(key, str(label)) for key, label in PARTS.items()), *facts]


def label_of(key: str) -> str:
    """名称: of a part or a fact."""
    if key in PARTS:
        return str(PARTS[key])
    return FACTS[key].label if key in FACTS else key


def shown_by(subject: Subject, shows: Iterable[str], on: date) -> Shown:
    """所示内容: of the firm on a day, of what was chosen and nothing else."""
    chosen, known = set(shows), facts_of(subject, on)
    needs_match = bool(chosen & {MATCH, MISSING})
    found = find(known) if needs_match else None
    asked = found.questions if found and MISSING in chosen else []
    return Shown(
        on,
        firm=current_organization(subject) if NAME in chosen else None,
        found=found if MATCH in chosen else None,
        missing=tuple(one.label for one in asked),
        facts=tuple(_part(key, known) for key in FACTS if key in chosen),
        shows_missing=MISSING in chosen,
    )


def _part(key: str, known: KnownFacts) -> Part:
    provenance = known.provenance.get(key)
    return Part(
        key,
        FACTS[key].label,
        value_text(key, known) or _("不知道"),
        str(provenance.source.label) if provenance else "",
    )
