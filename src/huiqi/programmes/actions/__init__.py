"""资金申报的办理: calls are published, firms fill in and hand in, people decide."""

from huiqi.programmes.actions.calls import (
    CallAsked,
    amend_call,
    cancel_call,
    draft_call,
    finish_call,
    publish_call,
    return_call,
    submit_call,
    take_back_call,
)
from huiqi.programmes.actions.deciding import issue_document, record_decision
from huiqi.programmes.actions.drafting import Conflict, begin_application, save_answers
from huiqi.programmes.actions.evidence import (
    add_evidence,
    add_invoices,
    hand_in_evidence,
    remove_evidence,
    remove_invoice,
    replace_invoices,
    reuse_evidence,
)
from huiqi.programmes.actions.extending import (
    decide_extension,
    drop_extension,
    extend_for_breakdown,
    propose_extension,
)
from huiqi.programmes.actions.reviewing import ask_review
from huiqi.programmes.actions.submitting import submit_application, withdraw_application

__all__ = [
    "CallAsked",
    "Conflict",
    "add_evidence",
    "add_invoices",
    "amend_call",
    "ask_review",
    "begin_application",
    "cancel_call",
    "decide_extension",
    "draft_call",
    "drop_extension",
    "extend_for_breakdown",
    "finish_call",
    "hand_in_evidence",
    "issue_document",
    "propose_extension",
    "publish_call",
    "record_decision",
    "remove_evidence",
    "remove_invoice",
    "replace_invoices",
    "return_call",
    "reuse_evidence",
    "save_answers",
    "submit_application",
    "submit_call",
    "take_back_call",
    "withdraw_application",
]
