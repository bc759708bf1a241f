"""诉求的记录: the case, who is responsible, what was said and done, and how it ended."""

from huiqi.concerns.models.calls import CallBack, CallRound
from huiqi.concerns.models.cases import Concern
from huiqi.concerns.models.counts import Counted, DayCount
from huiqi.concerns.models.endings import Confirmation, Promise, Rating, Refusal, Withdrawal
from huiqi.concerns.models.joining import Joining
from huiqi.concerns.models.knowing import KnowledgeAnswer, KnowledgeSource
from huiqi.concerns.models.places import Cover, Responsibility, Seat
from huiqi.concerns.models.posts import Attachment, DraftFile, Post
from huiqi.concerns.models.problem_papers import (
    Assessment,
    DueChange,
    Milestone,
    ProblemCase,
    ProblemTold,
    Progress,
    PublicSummary,
    Remedy,
)
from huiqi.concerns.models.problems import CommonProblem
from huiqi.concerns.models.steps import (
    CoHandling,
    Escalation,
    Extension,
    Objection,
    Pause,
    SupervisionNote,
)

__all__ = [
    "Assessment",
    "Attachment",
    "CallBack",
    "CallRound",
    "CoHandling",
    "CommonProblem",
    "Concern",
    "Confirmation",
    "Counted",
    "Cover",
    "DayCount",
    "DraftFile",
    "DueChange",
    "Escalation",
    "Extension",
    "Joining",
    "KnowledgeAnswer",
    "KnowledgeSource",
    "Milestone",
    "Objection",
    "Pause",
    "Post",
    "ProblemCase",
    "ProblemTold",
    "Progress",
    "Promise",
    "PublicSummary",
    "Rating",
    "Refusal",
    "Remedy",
    "Responsibility",
    "Seat",
    "SupervisionNote",
    "Withdrawal",
]
