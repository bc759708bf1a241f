"""义务的写法: how sure its day is, and what would settle whether it binds."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from huiqi.matters.duties import Bound
from huiqi.matters.firm import shifted

register = template.Library()


@register.filter
def remarks(one: Bound) -> str:
    """日期的说明: of the next time, but that it is 待核, which stands beside it; empty for none."""
    return _("；").join(shifted(one, one.next)) if one.next else ""
