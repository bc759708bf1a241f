"""公示的记录: notices and their awards, what was added to them, objections, and drafts of them."""

from huiqi.publicity.models.changes import AwardWithdrawal, Extension, NoticePeriod, Withdrawal
from huiqi.publicity.models.drafts import DraftAward, NoticeDraft
from huiqi.publicity.models.notices import PublicAward, Publicity
from huiqi.publicity.models.objections import Objection, ObjectionAnswer, Objector, Referral

__all__ = [
    "AwardWithdrawal",
    "DraftAward",
    "Extension",
    "NoticeDraft",
    "NoticePeriod",
    "Objection",
    "ObjectionAnswer",
    "Objector",
    "PublicAward",
    "Publicity",
    "Referral",
    "Withdrawal",
]
