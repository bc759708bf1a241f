"""诉求的查询: what an actor may see, who is responsible, and what the clocks have to know."""

from huiqi.concerns.queries.places import desk_on, duty_of, seat_on, seat_or_desk
from huiqi.concerns.queries.scoped import cases_in_sight, cases_of_asker, cases_of_desk
from huiqi.concerns.queries.timelines import timeline_of

__all__ = [
    "cases_in_sight",
    "cases_of_asker",
    "cases_of_desk",
    "desk_on",
    "duty_of",
    "seat_on",
    "seat_or_desk",
    "timeline_of",
]
