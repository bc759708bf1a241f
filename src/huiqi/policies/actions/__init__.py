"""政策的办理: taking over the library, writing and reviewing what it is in plain words."""

from huiqi.policies.actions.effects import ask_for_effect, run_effect
from huiqi.policies.actions.loading import Loaded, load_documents
from huiqi.policies.actions.rules import (
    Given,
    begin_rules,
    publish_rules,
    return_rules,
    save_rules,
    submit_rules,
    withdraw_rules,
)
from huiqi.policies.actions.summaries import (
    WrittenMeanwhile,
    begin_summary,
    publish_summary,
    return_summary,
    save_draft,
    submit_summary,
    withdraw_summary,
)
from huiqi.policies.actions.telling import remind_keepers
from huiqi.policies.actions.upkeep import (
    answer_proposal,
    count_firms,
    count_question,
    keep_looks,
    name_keeper,
    propose_change,
    recall_proposal,
    remove_contact,
    write_contact,
)

__all__ = [
    "Given",
    "Loaded",
    "WrittenMeanwhile",
    "answer_proposal",
    "ask_for_effect",
    "begin_rules",
    "begin_summary",
    "count_firms",
    "count_question",
    "keep_looks",
    "load_documents",
    "name_keeper",
    "propose_change",
    "publish_rules",
    "publish_summary",
    "recall_proposal",
    "remind_keepers",
    "remove_contact",
    "return_rules",
    "return_summary",
    "run_effect",
    "save_draft",
    "save_rules",
    "submit_rules",
    "submit_summary",
    "withdraw_rules",
    "withdraw_summary",
    "write_contact",
]
