"""名单的选项: which firms a list names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """名单的种类: the firms that surely meet a programme, that may, or that are one step away."""

    ELIGIBLE = "eligible", _("符合")
    POSSIBLE = "possible", _("可能符合")
    NEAR = "near", _("差一步")
