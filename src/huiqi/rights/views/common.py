"""页面共用: who asks, for which firm, a page of a list, a list as a file, a no with its reason."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiqi.parties.pages import actor_of, only, own_subject, page_of, sheet

__all__ = ["actor_of", "only", "own_subject", "page_of", "period_of", "sheet"]


def period_of(request: HttpRequest) -> tuple[date | None, date | None, list[str]]:
    """时段: the days asked for, both included, and every problem with them."""
    problems: list[str] = []
    days = []
    for name, label in (("since", _("从")), ("until", _("到"))):
        text = request.GET.get(name, "").strip()
        try:
            days.append(date.fromisoformat(text) if text else None)
        except ValueError:
            days.append(None)
            problems.append(
                _("「%(label)s」要写成 2021-10-20 这样的日期，现在写的是「%(text)s」")
                % {"label": label, "text": text[:20]}
            )
    since, until = days
    if since and until and since > until:
        problems.append(_("起日晚于止日，请对调"))
    return since, until, problems
