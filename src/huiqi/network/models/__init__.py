"""群服务的记录: bodies and people, whose firm is whose, visits, promises and decisions."""

from huiqi.network.models.contacts import Referral, Visit, VisitPromise, VisitWish
from huiqi.network.models.meetings import Decision, Meeting
from huiqi.network.models.organs import Officer, Organ
from huiqi.network.models.portfolios import Handover, KeyFirm, Portfolio

__all__ = [
    "Decision",
    "Handover",
    "KeyFirm",
    "Meeting",
    "Officer",
    "Organ",
    "Portfolio",
    "Referral",
    "Visit",
    "VisitPromise",
    "VisitWish",
]
