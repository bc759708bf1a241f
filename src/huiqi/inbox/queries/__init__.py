"""收件箱的查询: what an actor has to do, what a person was told, and how to reach whom."""

from huiqi.inbox.queries.calendar import deadlines_of, feed_of, person_of_token
from huiqi.inbox.queries.messages import (
    KindChoice,
    channel_of,
    choices_of,
    languages_of,
    messages_of,
    messages_to_mail,
    quiet_hours_of,
)
from huiqi.inbox.queries.todos import closed_todos_of, people_of, todos_of

__all__ = [
    "KindChoice",
    "channel_of",
    "choices_of",
    "closed_todos_of",
    "deadlines_of",
    "feed_of",
    "languages_of",
    "messages_of",
    "messages_to_mail",
    "people_of",
    "person_of_token",
    "quiet_hours_of",
    "todos_of",
]
