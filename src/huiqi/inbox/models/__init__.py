"""收件箱的记录: to-dos, messages, and how each person wants to be reached."""

from huiqi.inbox.models.messages import Message, MessageLanguage, Preference, QuietHours
from huiqi.inbox.models.pushes import Push, PushAddress, PushChoice, SimulatedDelivery
from huiqi.inbox.models.todos import CalendarFeed, Todo
from huiqi.inbox.models.views import DeskView

__all__ = [
    "CalendarFeed",
    "DeskView",
    "Message",
    "MessageLanguage",
    "Preference",
    "Push",
    "PushAddress",
    "PushChoice",
    "QuietHours",
    "SimulatedDelivery",
    "Todo",
]
