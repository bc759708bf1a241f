"""公示的权限: the department lays open what it is to grant, hears objections and answers them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check, anybody, is_system
from huiqi.parties.enums import Role

OFFICERS = (Role.BUREAU_OFFICER, Role.DISTRICT_OFFICER, Role.SECTION_CHIEF)
# Who may answer objections; of the bureau of finance also who pays.
ANSWERERS = (*OFFICERS, Role.FINANCE_OFFICER)

is_department = Check(
    lambda actor, _obj: (
        actor.person_id is not None and actor.organization_id is not None and actor.has(*OFFICERS)
    ),
    _("须由主管部门的经办人员或处室负责人办理"),
)
# Of another department's notice only that department decides.
is_its_department = Check(
    lambda actor, publicity: (
        not is_department.refusal(actor) and actor.organization_id == publicity.department_id
    ),
    _("须由发布这份公示的部门的经办人员或处室负责人办理"),
)
# Whoever put a firm on the list does not judge what is said against it.
is_another = Check(
    lambda actor, objection: (
        actor.person_id is None
        or actor.person_id
        not in (objection.publicity.published_by_id, objection.publicity.drafted_by_id)
    ),
    _("起草或发布公示的人不能自己答复对它的异议，请本部门另一个人答复，或移交别的部门"),
)
# Whoever may be asked to answer in another department's place: its officers, and those of the
# bureau of finance.
is_answerer = Check(
    lambda actor, _obj: (
        actor.person_id is not None and actor.organization_id is not None and actor.has(*ANSWERERS)
    ),
    _("须由主管部门的经办人员、处室负责人或财政部门的资金经办办理"),
)
is_referee = Check(
    lambda actor, referral: (
        not is_answerer.refusal(actor) and actor.organization_id == referral.to_id
    ),
    _("这条异议已经移交别的部门，须由受托部门的人员答复"),
)
is_drafter = Check(
    lambda actor, draft: actor.person_id is not None and actor.person_id == draft.drafted_by_id,
    _("须由起草这份公示的人办理"),
)
is_not_drafter = Check(
    lambda actor, draft: actor.person_id != draft.drafted_by_id,
    _("起草公示的人不能自己发布，请本部门另一个人发布"),
)
may_keep = is_its_department | is_system
may_amend = is_its_department & is_drafter
may_check = is_its_department & is_not_drafter
may_object = anybody

__all__ = [
    "ANSWERERS",
    "OFFICERS",
    "is_another",
    "is_answerer",
    "is_department",
    "is_its_department",
    "is_referee",
    "is_system",
    "may_amend",
    "may_check",
    "may_keep",
    "may_object",
]
