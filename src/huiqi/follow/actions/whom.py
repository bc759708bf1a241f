"""告诉谁: the person who follows, or everybody of the firm that does."""

from __future__ import annotations

from huiqi.follow.models import Subscription, Watch
from huiqi.inbox.actions import Whom
from huiqi.parties.queries import root_of
from huiqi.parties.queries.scoped import current_organization


def whom_of(row: Subscription | Watch) -> Whom:
    """收件人: of a firm that was taken over, the people of the one that goes on."""
    if row.subject is None:
        return Whom(person=row.person)
    return Whom(organization=current_organization(root_of(row.subject)))
