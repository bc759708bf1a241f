"""主体的查询: who may act for whom, and what is known of a subject."""

from huiqi.parties.queries.acting import actors_of
from huiqi.parties.queries.facts import (
    KnownFacts,
    Provenance,
    facts_of,
    facts_of_many,
    history_of,
    public_facts_of,
)
from huiqi.parties.queries.scoped import (
    current_organization,
    organization_by_code,
    root_of,
    subjects_in_sight,
)
from huiqi.parties.queries.size import size_from, size_of

__all__ = [
    "KnownFacts",
    "Provenance",
    "actors_of",
    "current_organization",
    "facts_of",
    "facts_of_many",
    "history_of",
    "organization_by_code",
    "public_facts_of",
    "root_of",
    "size_from",
    "size_of",
    "subjects_in_sight",
]
