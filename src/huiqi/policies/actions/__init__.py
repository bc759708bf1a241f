"""政策的办理: taking over the library, writing and reviewing what it is in plain words."""

from huiqi.policies.actions.loading import Loaded, load_documents
from huiqi.policies.actions.summaries import (
    WrittenMeanwhile,
    begin_summary,
    publish_summary,
    return_summary,
    save_draft,
    submit_summary,
    withdraw_summary,
)
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
    "Loaded",
    "WrittenMeanwhile",
    "answer_proposal",
    "begin_summary",
    "count_firms",
    "count_question",
    "keep_looks",
    "load_documents",
    "name_keeper",
    "propose_change",
    "publish_summary",
    "recall_proposal",
    "remove_contact",
    "return_summary",
    "save_draft",
    "submit_summary",
    "withdraw_summary",
    "write_contact",
]
