"""公示的办理: drawn up, published by another, objected to, answered, extended or withdrawn.

The engine of programmes will publish by these actions when its stage of publicity begins. What
is paid before its notice has ended without an open objection is not told as open data.
"""

from huiqi.publicity.actions.changing import (
    extend_notice,
    set_notice_period,
    withdraw_award,
    withdraw_notice,
)
from huiqi.publicity.actions.drafting import (
    Asked,
    amend_draft,
    cancel_draft,
    draw_up,
    publish_draft,
    return_draft,
    submit_draft,
    take_back_draft,
)
from huiqi.publicity.actions.forgetting import forget_objectors
from huiqi.publicity.actions.naming import announce_begun
from huiqi.publicity.actions.objecting import (
    Receipt,
    Said,
    answer_objection,
    file_objection,
    raise_objection,
)
from huiqi.publicity.actions.publishing import publish_list, publish_notice
from huiqi.publicity.actions.referring import give_back_objection, refer_objection
from huiqi.publicity.checks import Draft, Proposed

__all__ = [
    "Asked",
    "Draft",
    "Proposed",
    "Receipt",
    "Said",
    "amend_draft",
    "announce_begun",
    "answer_objection",
    "cancel_draft",
    "draw_up",
    "extend_notice",
    "file_objection",
    "forget_objectors",
    "give_back_objection",
    "publish_draft",
    "publish_list",
    "publish_notice",
    "raise_objection",
    "refer_objection",
    "return_draft",
    "set_notice_period",
    "submit_draft",
    "take_back_draft",
    "withdraw_award",
    "withdraw_notice",
]
