"""主体的查询: who may act for whom, and what is known of a subject."""

from huiqi.parties.queries.acting import actors_of

__all__ = ["actors_of"]
