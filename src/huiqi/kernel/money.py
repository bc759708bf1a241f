"""金额: integers of 分 as sentences tell them, to the last 分."""

from __future__ import annotations

from django.utils.translation import gettext as _


def exact(fen: int) -> str:
    """精确写法: in yuan, as «1,234.50 元», never rounded."""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return _("%(yuan)s 元") % {"yuan": f"{sign}{yuan:,}.{rest:02d}"}
