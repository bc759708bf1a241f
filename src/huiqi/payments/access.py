"""拨付的权限: who makes, checks and sends orders; who may look."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check, is_system
from huiqi.ledger.access import is_finance
from huiqi.parties.enums import FIRM_ROLES, Role

# Who may verify accounts, each within the area of their office (parties.access.is_money_officer).
VERIFIERS = (Role.FINANCE_OFFICER, Role.BUREAU_OFFICER, Role.DISTRICT_OFFICER)

is_maker = Check(lambda actor, order: actor.person_id == order.made_by_id, _("须由制单人本人办理"))
is_not_maker = Check(
    lambda actor, order: actor.person_id != order.made_by_id, _("制单人不能复核自己的拨付单")
)
is_not_first = Check(
    lambda actor, order: actor.person_id != order.first_checker_id,
    _("第一复核人不能再做第二复核人"),
)
needs_one = Check(
    lambda _actor, order: not order.needs_two, _("这张拨付单超过限额，须由两个人先后复核")
)
needs_two = Check(
    lambda _actor, order: order.needs_two, _("这张拨付单没有超过限额，一个人复核即可")
)
may_make = is_finance & is_maker
may_check = is_finance & is_not_maker & needs_one
may_check_first = is_finance & is_not_maker & needs_two
may_check_second = is_finance & is_not_maker & is_not_first
may_return = is_finance & is_not_maker
may_send = is_finance | is_system
may_settle = is_finance | is_system
may_look = Check(
    lambda actor, _obj: actor.has(Role.FINANCE_OFFICER, Role.AUDITOR),
    _("拨付单供资金经办和审计人员查看"),
)
is_firm = Check(
    lambda actor, _obj: actor.subject_id is not None and actor.has(*FIRM_ROLES),
    _("须由本企业人员查看；请先在「我的账号」换到企业身份"),
)
may_read_accounts = Check(
    lambda actor, _obj: actor.has(*VERIFIERS, Role.AUDITOR),
    _("各企业的收款账户供经办、资金经办和审计人员查看"),
)
# The same that parties.access.is_finance asks of an account that is there already.
may_keep_accounts = Check(
    lambda actor, _obj: actor.subject_id is not None and actor.has(Role.OWNER, Role.FINANCE),
    _("须由本企业负责人或财务人员办理"),
)

__all__ = [
    "is_finance",
    "is_firm",
    "is_system",
    "may_check",
    "may_check_first",
    "may_check_second",
    "may_keep_accounts",
    "may_look",
    "may_make",
    "may_read_accounts",
    "may_return",
    "may_send",
    "may_settle",
]
