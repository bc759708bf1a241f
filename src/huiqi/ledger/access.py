"""账本的权限: who may promise money, who may move it, who may look."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check, is_system
from huiqi.parties.enums import Role

is_finance = Check(
    lambda actor, _obj: actor.person_id is not None and actor.has(Role.FINANCE_OFFICER),
    _("须由资金经办办理"),
)
is_promiser = Check(
    lambda actor, _obj: (
        actor.person_id is not None and actor.has(Role.BUREAU_OFFICER, Role.SECTION_CHIEF)
    ),
    _("须由主管部门的经办或处室负责人办理"),
)
is_another = Check(
    lambda actor, slip: actor.person_id != slip.made_by_id, _("制单人不能复核自己的单据")
)
is_auditor = Check(
    lambda actor, _obj: actor.person_id is not None and actor.has(Role.AUDITOR),
    _("须由审计人员办理"),
)
may_book = is_finance | is_system
may_promise = is_promiser | is_finance | is_system
may_draw = is_auditor | is_system
may_read_support = Check(
    lambda actor, _obj: actor.has(Role.FINANCE_OFFICER, Role.AUDITOR),
    _("一户企业的全部公共扶持供资金经办和审计人员查看"),
)
may_read_books = Check(
    lambda actor, _obj: actor.has(
        Role.FINANCE_OFFICER, Role.SECTION_CHIEF, Role.BUREAU_OFFICER, Role.AUDITOR
    ),
    _("账本供资金经办、主管部门和审计人员查看"),
)
