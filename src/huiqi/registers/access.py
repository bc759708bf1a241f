"""名册的权限: a register speaks of firms everywhere, so who imports one acts for the whole city."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check, is_system
from huiqi.parties.access import is_auditor
from huiqi.parties.enums import Role

may_import = is_system | Check(
    lambda actor, _obj: actor.has(Role.BUREAU_OFFICER, Role.SECTION_CHIEF) and not actor.area,
    _("须由市级主管部门的经办人员或处室负责人办理"),
)
may_see_imports = may_import | is_auditor
