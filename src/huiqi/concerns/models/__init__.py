"""诉求的记录: the case, who is responsible, what was said and done, and how it ended."""

from huiqi.concerns.models.cases import Concern
from huiqi.concerns.models.endings import Confirmation, Promise, Rating, Refusal, Withdrawal
from huiqi.concerns.models.knowing import KnowledgeAnswer, KnowledgeSource
from huiqi.concerns.models.places import CommonProblem, Responsibility, Seat
from huiqi.concerns.models.posts import Attachment, Post
from huiqi.concerns.models.steps import (
    CoHandling,
    Escalation,
    Extension,
    Objection,
    Pause,
    SupervisionNote,
)

__all__ = [
    "Attachment",
    "CoHandling",
    "CommonProblem",
    "Concern",
    "Confirmation",
    "Escalation",
    "Extension",
    "KnowledgeAnswer",
    "KnowledgeSource",
    "Objection",
    "Pause",
    "Post",
    "Promise",
    "Rating",
    "Refusal",
    "Responsibility",
    "Seat",
    "SupervisionNote",
    "Withdrawal",
]
