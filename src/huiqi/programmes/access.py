"""资金申报的权限: who calls, who applies, who handles a stage, who decides, who looks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, anybody, is_system
from huiqi.parties.access import is_finance as is_owner_or_finance
from huiqi.parties.access import is_of_firm, may_edit_for, may_view_for
from huiqi.parties.enums import FIRM_ROLES, Role
from huiqi.programmes.enums import Mode
from huiqi.programmes.models import AutoCase

OFFICERS = (Role.BUREAU_OFFICER, Role.DISTRICT_OFFICER, Role.SECTION_CHIEF)
# Who may look at every application: those who handle them, pay for them, audit them.
LOOKERS = (*OFFICERS, Role.FINANCE_OFFICER, Role.AUDITOR)


def _is_officer(actor: Actor, *roles: Role) -> bool:
    return (
        actor.person_id is not None
        and actor.organization_id is not None
        and actor.has(*(roles or OFFICERS))
    )


def _office_of(obj: Any) -> int | None:
    """The body that handles it: of a stage its office, of all else the department of the call."""
    if hasattr(obj, "office_id"):
        found: int | None = obj.office_id
        return found
    call = getattr(obj, "call", obj)
    return getattr(call, "department_id", None)


def _has_prepared(actor: Actor, obj: Any) -> bool:
    """Whether one compared for the call without applying, or took a firm off its list."""
    call = getattr(obj, "call", obj)
    if call.mode != Mode.AUTOMATIC:
        return False
    own = Q(compared_by=actor.person_id) | Q(removed_by=actor.person_id)
    return AutoCase.objects.filter(own, call=call).exists()


is_officer = Check(
    lambda actor, _obj: _is_officer(actor), _("须由主管部门的经办人员或处室负责人办理")
)
is_handler = Check(
    lambda actor, obj: _is_officer(actor) and actor.organization_id == _office_of(obj),
    _("须由办理这件事的部门的经办人员或处室负责人办理"),
)
is_chief = Check(
    lambda actor, obj: (
        _is_officer(actor, Role.SECTION_CHIEF) and actor.organization_id == _office_of(obj)
    ),
    _("须由主管部门的处室负责人办理"),
)
is_drafter = Check(
    lambda actor, obj: actor.person_id is not None and actor.person_id == obj.drafted_by_id,
    _("须由起草人本人办理"),
)
is_not_drafter = Check(
    lambda actor, obj: actor.person_id != obj.drafted_by_id,
    _("起草人不能自己审定或发布，请本部门另一个人办理"),
)
is_not_caller = Check(
    lambda actor, call: actor.person_id != call.drafted_by_id,
    _("起草申报通知的人不能自己放出名单，请本部门另一个人办理"),
)
is_not_preparer = Check(
    lambda actor, obj: not _has_prepared(actor, obj),
    _("比对或移出过企业的人不能自己放出或审定名单，请本部门另一个人办理"),
)
is_expert = Check(
    lambda actor, seat: (
        actor.person_id is not None
        and actor.has(Role.EXPERT)
        and (seat is None or actor.person_id == seat.expert_id)
    ),
    _("须由抽到的专家本人办理"),
)
may_look = Check(
    lambda actor, _obj: actor.person_id is not None and actor.has(*LOOKERS),
    _("申报材料供经办、资金经办和审计人员查看"),
)
may_read_findings = Check(
    lambda actor, _obj: actor.person_id is not None and actor.has(*OFFICERS, Role.AUDITOR),
    _("各环节查明的情况供办理人员和审计人员查看"),
)
is_firm = Check(
    lambda actor, _obj: (
        actor.subject_id is not None and (actor.has(*FIRM_ROLES) or bool(actor.powers))
    ),
    _("须由企业人员或企业授权的代办人办理；请先在「我的账号」换到企业身份"),
)

may_prepare = may_edit_for  # an agent may fill in, with the power to edit
may_read_own = may_view_for
may_submit = is_owner_or_finance  # handing in is never lent to an agent
may_withdraw = is_owner_or_finance
may_confirm = is_owner_or_finance
may_draft_call = is_officer
may_amend_call = is_handler & is_drafter
may_publish_call = is_handler & is_not_drafter
may_handle = is_handler
may_handle_or_system = is_handler | is_system
may_approve_list = is_chief & is_not_drafter & is_not_preparer
may_release = is_handler & is_not_caller & is_not_preparer
may_decide_extension = is_handler & is_not_drafter
may_ask_review = is_owner_or_finance

__all__ = [
    "anybody",
    "is_chief",
    "is_drafter",
    "is_expert",
    "is_firm",
    "is_handler",
    "is_not_drafter",
    "is_of_firm",
    "is_officer",
    "is_owner_or_finance",
    "is_system",
    "may_amend_call",
    "may_approve_list",
    "may_ask_review",
    "may_confirm",
    "may_decide_extension",
    "may_draft_call",
    "may_handle",
    "may_handle_or_system",
    "may_look",
    "may_prepare",
    "may_publish_call",
    "may_read_findings",
    "may_read_own",
    "may_release",
    "may_submit",
    "may_withdraw",
]
