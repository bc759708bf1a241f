"""接口的权限: who may have a token, and who may end one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check
from huiqi.parties.access import is_owner

# An agent's powers were lent to a person, not to a program of theirs.
may_make_token = Check(
    lambda actor, _obj: (
        actor.person_id is not None and actor.organization_id is not None and bool(actor.roles)
    ),
    _("须由在所代表单位任职的人员生成令牌"),
)
is_holder = Check(
    lambda actor, token: actor.person_id is not None and actor.person_id == token.person_id,
    _("须由令牌的生成人撤销"),
)
may_revoke_token = is_holder | is_owner
