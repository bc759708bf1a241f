"""公示的选项: where a notice stands, and why somebody on it is not named to everybody."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """公示状况: of one award of a notice on a day; only what has ended may be paid or told."""

    UPCOMING = "upcoming", _("未到公示日")
    RUNNING = "running", _("公示中")
    DISPUTED = "disputed", _("有异议，待答复")
    UPHELD = "upheld", _("异议成立")
    ENDED = "ended", _("公示期满，没有未了的异议")
    WITHDRAWN = "withdrawn", _("已撤回")


class Phase(TextChoices):
    """公示进展: of a whole notice on a day."""

    UPCOMING = "upcoming", _("未到公示日")
    RUNNING = "running", _("公示中")
    ENDED = "ended", _("公示期满")
    WITHDRAWN = "withdrawn", _("已撤回")


class DraftState(TextChoices):
    """草稿进展: from the one who draws it up to the one who publishes it."""

    DRAFTED = "drafted", _("起草")
    SUBMITTED = "submitted", _("待发布")
    PUBLISHED = "published", _("已发布")
    CANCELLED = "cancelled", _("已作废")


class Withheld(TextChoices):
    """不公开的原因: why the department does not name a recipient to everybody."""

    PERSON = "person", _("自然人，个人隐私")
    SOLE_TRADER = "sole_trader", _("个体工商户，名称可能含经营者姓名")
    STATE_SECRET = "state_secret", _("国家秘密")
    TRADE_SECRET = "trade_secret", _("商业秘密")


class RefereeTie(TextChoices):
    """受托答复单位的关系: how whoever answers instead stands to the department of the notice."""

    SUPERIOR = "superior", _("上级主管部门")
    FINANCE = "finance", _("财政部门")
    PEER = "peer", _("同级部门")


class Ground(TextChoices):
    """移交事由: why a department cannot answer an objection itself."""

    NOBODY = "nobody", _("本部门没有第三个人可以答复")
    RECUSAL = "recusal", _("本部门其他人应当回避")
