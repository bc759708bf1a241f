"""页面共有: the day of the city, the menu and how the reader wants pages shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import today


@dataclass(frozen=True)
class MenuItem:
    """菜单项: one of the doors that are open; doors that lead nowhere are not shown."""

    key: str
    title: str
    url: str
    icon: str


def menu() -> list[MenuItem]:
    """菜单: what there is now, in order."""
    return [
        MenuItem("home", _("首页"), reverse("web:front"), "home"),
        MenuItem("policy", _("政策"), reverse("policies:match"), "policy"),
    ]


def frame(request: HttpRequest) -> dict[str, object]:
    """页面框架: for every template."""
    return {
        "city_day": today(),
        "is_demo": ClockOffset.objects.exists(),
        "menu": menu(),
        "elder": request.COOKIES.get("elder") == "on",
    }
