"""页面共有: the day of the city, the menu and how the reader wants pages shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiqi.inbox.access import is_at_desk
from huiqi.kernel.now import day_of, now_and_whether_moved
from huiqi.parties.enums import Role
from huiqi.registers.access import may_import
from huiqi.rights.access import stands_for_firm


@dataclass(frozen=True)
class MenuItem:
    """菜单项: one of the doors that are open; doors that lead nowhere are not shown."""

    key: str
    title: str
    url: str
    icon: str


def menu(
    *,
    is_signed_in: bool,
    is_firm: bool = False,
    is_officer: bool = False,
    is_importer: bool = False,
    is_expert: bool = False,
) -> list[MenuItem]:
    """菜单: what there is now for this reader, in order."""
    found = [
        MenuItem("home", _("首页"), reverse("web:front"), "home"),
        MenuItem("policy", _("政策"), reverse("policies:match"), "policy"),
        MenuItem("calls", pgettext("菜单", "申报"), reverse("calls:index"), "apply"),
        MenuItem("matters", pgettext("菜单", "办事"), reverse("matters:index"), "matter"),
    ]
    found.append(MenuItem("concerns", pgettext("菜单", "诉求"), reverse("concerns:index"), "voice"))
    if is_signed_in:
        todos = reverse("desk:index" if is_officer else "inbox:index")
        found.append(MenuItem("inbox", _("待办"), todos, "bell"))
    if is_firm:
        found.append(MenuItem("firm", _("我的企业"), reverse("web:workspace"), "firm"))
    if is_expert:
        found.append(MenuItem("experts", _("我的评审"), reverse("experts:index"), "list"))
    if is_importer:
        found.append(MenuItem("registers", _("名册"), reverse("registers:index"), "list"))
    return found


def frame(request: HttpRequest) -> dict[str, object]:
    """页面框架: for every template; ``base_template`` is the frame of pages that officers share."""
    is_officer = _is_officer(request)
    moment, is_demo = now_and_whether_moved()
    return {
        "city_day": day_of(moment),
        "is_demo": is_demo,
        "menu": menu(
            is_signed_in=_is_signed_in(request),
            is_firm=_is_firm(request),
            is_officer=is_officer,
            is_importer=_is_importer(request),
            is_expert=hasattr(request, "actor") and request.actor.has(Role.EXPERT),
        ),
        "base_template": "web/desk.html" if is_officer else "web/base.html",
        "elder": request.COOKIES.get("elder") == "on",
    }


def _is_signed_in(request: HttpRequest) -> bool:
    # A page that says what went wrong may be drawn before anybody was recognized.
    return hasattr(request, "user") and request.user.is_authenticated


def _is_firm(request: HttpRequest) -> bool:
    return hasattr(request, "actor") and not stands_for_firm.refusal(request.actor)


def _is_officer(request: HttpRequest) -> bool:
    return hasattr(request, "actor") and not is_at_desk.refusal(request.actor)


def _is_importer(request: HttpRequest) -> bool:
    return hasattr(request, "actor") and not may_import.refusal(request.actor)
