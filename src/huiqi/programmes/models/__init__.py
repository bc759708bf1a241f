"""资金申报的记录: calls, applications, what was handed in, stages, lists, decisions, papers."""

from huiqi.programmes.models.applications import AnswerChange, Application, Snapshot
from huiqi.programmes.models.automatic import AutoCase, AutoComparison
from huiqi.programmes.models.calls import (
    Call,
    CallExtension,
    ExtensionDraft,
    ProgrammeVersion,
)
from huiqi.programmes.models.decisions import Decision, Document, ReviewRequest
from huiqi.programmes.models.evidence import EvidenceFile, InvoiceLine
from huiqi.programmes.models.later import Completion, PerformanceReport, Recognition
from huiqi.programmes.models.lists import AwardApproval, AwardLine, AwardList
from huiqi.programmes.models.outages import SourceOutage
from huiqi.programmes.models.panels import PanelDraw, PanelSeat, Score
from huiqi.programmes.models.recoveries import Recovery, SpotCheck, SpotCheckItem
from huiqi.programmes.models.reviews import (
    AuditFinding,
    CheckFinding,
    CorrectionRequest,
    SiteVisitReport,
)
from huiqi.programmes.models.stages import StagePause, StageRun

__all__ = [
    "AnswerChange",
    "Application",
    "AuditFinding",
    "AutoCase",
    "AutoComparison",
    "AwardApproval",
    "AwardLine",
    "AwardList",
    "Call",
    "CallExtension",
    "CheckFinding",
    "Completion",
    "CorrectionRequest",
    "Decision",
    "Document",
    "EvidenceFile",
    "ExtensionDraft",
    "InvoiceLine",
    "PanelDraw",
    "PanelSeat",
    "PerformanceReport",
    "ProgrammeVersion",
    "Recognition",
    "Recovery",
    "ReviewRequest",
    "Score",
    "SiteVisitReport",
    "Snapshot",
    "SourceOutage",
    "SpotCheck",
    "SpotCheckItem",
    "StagePause",
    "StageRun",
]
