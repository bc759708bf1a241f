"""主体的权限: the questions of who may, each with its sentence for «no».

An object is a subject, an organization, or anything that belongs to one; what belongs to the
same subject is one's own, whichever of its registrations it hangs on.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, Sentence
from huiqi.parties.enums import FIRM_ROLES, HANDLERS, Power, Role
from huiqi.parties.models import Organization, Subject


def subject_id_of(obj: Any) -> int | None:
    """所属主体: of an organization, a fact, a mandate …; None for what belongs to nobody."""
    if isinstance(obj, Subject):
        return obj.pk
    for owner in ("subject_id", "organization", "fact"):
        found = getattr(obj, owner, None)
        if found is not None:
            return found if isinstance(found, int) else subject_id_of(found)
    return None


def district_of(obj: Any) -> str:
    """所在区: where the organization stands; of a subject, its latest registration."""
    if isinstance(obj, Organization):
        return obj.district
    if isinstance(getattr(obj, "organization", None), Organization):
        return str(obj.organization.district)
    subject_id = subject_id_of(obj)
    if subject_id is None:
        return ""
    latest = Organization.objects.filter(subject_id=subject_id).order_by("-id")
    return latest.values_list("district", flat=True).first() or ""


def person_of(actor: Actor) -> int:
    """办理人本人: whoever acts for a firm is a person; LookupError for the system."""
    if actor.person_id is None:
        raise LookupError("系统不代表任何企业办理")
    return actor.person_id


def _is_own(actor: Actor, obj: Any) -> bool:
    return actor.subject_id is not None and actor.subject_id == subject_id_of(obj)


def _covers(actor: Actor, obj: Any) -> bool:
    return not actor.area or obj is None or actor.area == district_of(obj)


def member(*roles: Role, reason: Sentence) -> Check:
    """本单位人员: whoever holds one of the roles in the organization the object belongs to."""
    return Check(lambda actor, obj: actor.has(*roles) and _is_own(actor, obj), reason)


def officer(*roles: Role, reason: Sentence) -> Check:
    """主管人员: whoever holds one of the roles and whose authority reaches the object."""
    return Check(lambda actor, obj: actor.has(*roles) and _covers(actor, obj), reason)


def holder(*roles: Role, reason: Sentence) -> Check:
    """任何单位的岗位: whoever holds one of the roles, whatever the object."""
    return Check(lambda actor, _obj: actor.has(*roles), reason)


def _lent(*powers: Power, reason: Sentence) -> Check:
    return Check(
        lambda actor, obj: any(actor.may(power) for power in powers) and _is_own(actor, obj),
        reason,
    )


is_signed_in = Check(lambda actor, _obj: actor.person_id is not None, _("须先登录"))
is_owner = member(Role.OWNER, reason=_("须由本企业负责人办理"))
is_finance = member(Role.OWNER, Role.FINANCE, reason=_("须由本企业负责人或财务人员办理"))
is_of_firm = member(*FIRM_ROLES, reason=_("须由本企业人员办理"))
is_agent = _lent(Power.VIEW, Power.EDIT, reason=_("须由企业授权的代办人办理"))
may_view_for = is_of_firm | is_agent
may_edit_for = is_of_firm | _lent(Power.EDIT, reason=_("须由企业授权填写的代办人办理"))

is_officer = officer(*HANDLERS, reason=_("须由管辖该企业的主管部门人员办理"))
is_money_officer = officer(
    *(Role.FINANCE_OFFICER, Role.BUREAU_OFFICER, Role.DISTRICT_OFFICER),
    reason=_("须由管辖该企业的经办或资金经办人员办理"),
)
is_auditor = holder(Role.AUDITOR, reason=_("须由审计人员办理"))
is_system_admin = holder(Role.SYSTEM_ADMIN, reason=_("须由系统管理员办理"))
is_security_admin = holder(Role.SECURITY_ADMIN, reason=_("须由安全管理员办理"))
is_audit_admin = holder(Role.AUDIT_ADMIN, reason=_("须由审计管理员办理"))

# An agent may fill in forms for a firm; its rights over its data are not lent.
stands_for_firm = Check(
    lambda actor, _obj: actor.subject_id is not None and actor.has(*FIRM_ROLES),
    _("须由本企业人员办理，代办人和主管部门不能代为行使；请先在「我的账号」换到企业身份"),
)
