"""等签字: a paper that one person drew up waits for another of the same office.

The ledger does not know who keeps to-dos; ``kernel.signing`` does.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from huiqi.kernel.access import Actor
from huiqi.kernel.sayings import Saying, amount_kept, saying
from huiqi.kernel.signing import Ending, Waiting, waits, waits_no_longer
from huiqi.ledger.enums import Verdict
from huiqi.ledger.models import Transfer, YearEnd
from huiqi.parties.enums import Role

Paper = Transfer | YearEnd


def ask_second(paper: Paper, actor: Actor, now: datetime) -> None:
    """请签字: of the finance officers of the maker's office; the maker cannot."""
    if actor.organization_id is None:
        return  # nobody's office: whoever looks at the papers finds it there
    text, note, url = _told(paper)
    waiting = Waiting(
        key=_key(paper),
        about=paper,
        organization_id=actor.organization_id,
        role=Role.FINANCE_OFFICER,
        text=text,
        note=note,
        verb=saying("去签字"),
        url=url,
        barred=(paper.made_by_id,),
    )
    waits(waiting, now)


def decided(paper: Paper, verdict: Verdict, now: datetime) -> None:
    """已复核: signed, or sent back; nobody has to sign it any more."""
    ending = Ending.SIGNED if verdict is Verdict.SIGNED else Ending.DROPPED
    waits_no_longer(_key(paper), now, ending)


def _told(paper: Paper) -> tuple[Saying, Saying, str]:
    """What to do, about what, and where."""
    if isinstance(paper, YearEnd):
        told = saying("%(year)s 年的结余；签字以后这一年就锁住", year=paper.year)
        url = f"{reverse('ledger:year-end')}?year={paper.year}"
        return saying("签字或退回年终结转单 %(number)s", number=paper.number), told, url
    url = reverse("ledger:paper", args=[paper.pk])
    told = saying("%(money)s；%(reason)s", money=amount_kept(paper.amount_fen), reason=paper.reason)
    if paper.opens_id is not None:
        text = saying("签字或退回设立预算的单据 %(number)s", number=paper.number)
    else:
        text = saying("签字或退回预算单 %(number)s", number=paper.number)
    return text, told, url


def _key(paper: Paper) -> str:
    return f"ledger:sign:{paper._meta.model_name}:{paper.pk}"
