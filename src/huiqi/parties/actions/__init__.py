"""主体的办理: everything that creates or changes a record of subjects, by topic."""

from huiqi.parties.actions.accounts import (
    Written,
    add_bank_account,
    close_bank_account,
    decline_bank_account,
    verify_bank_account,
)
from huiqi.parties.actions.consents import give_consent, withdraw_consent
from huiqi.parties.actions.facts import ask_correction, record_facts, retract_fact
from huiqi.parties.actions.people import (
    add_member,
    end_membership,
    grant_mandate,
    revoke_mandate,
)
from huiqi.parties.actions.registration import (
    Registration,
    change_credit_code,
    merge_subjects,
    register_organization,
    relocate,
)
from huiqi.parties.actions.relations import add_relation, end_relation

__all__ = [
    "Registration",
    "Written",
    "add_bank_account",
    "add_member",
    "add_relation",
    "ask_correction",
    "change_credit_code",
    "close_bank_account",
    "decline_bank_account",
    "end_membership",
    "end_relation",
    "give_consent",
    "grant_mandate",
    "merge_subjects",
    "record_facts",
    "register_organization",
    "relocate",
    "retract_fact",
    "revoke_mandate",
    "verify_bank_account",
    "withdraw_consent",
]
