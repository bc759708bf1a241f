"""不受理的去处: for each of the seven grounds where to go instead, as the desk may mend it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Ground

CHANNELS: Final[Mapping[int, Promise]] = MappingProxyType(
    {
        Ground.OUTSIDE: _("向事情发生地的主管部门提出，或拨打当地区号加 12345"),
        Ground.OTHER_PROCEDURE: _(
            "向正在办理或应当办理的人民法院（12368）、仲裁机构、纪检监察机关（12388）、"
            "行政复议机构或信息公开机构提出"
        ),
        Ground.PETITION: _("向受理信访事项的机构查询办理进展"),
        Ground.SECRET: _("删去涉密内容后重新提交，或者当面、按保密规定提出"),
        Ground.IMPROPER: _("写明发生了什么、希望怎么办，去掉辱骂的话后重新提交"),
        Ground.REPEATED: _("在原来那一件诉求里补充、催办或者不同意答复"),
        Ground.OTHER_LAW: _("按法律法规规定的渠道向主管机关提出"),
    }
)
