"""PostgreSQL 全文检索: the same entries, cut by the same segmenter, ranked by PostgreSQL itself.

It gets what its manual offers: weights by field, the words that tell nothing left out, and an
index. A connection's cursor is lent; the table is temporary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg

from huiqi.config.postgres import NAME, OWNER, Embedded
from huiqi.policies.search.entry import Entry
from huiqi.policies.search.question import fillers
from huiqi.policies.search.vocabulary import indexed, words

ANY: Final = " | "
ALL: Final = " & "
TABLE: Final = "CREATE TEMPORARY TABLE found (at integer, id text, told tsvector)"
FILL: Final = """
INSERT INTO found SELECT %s, %s,
    setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
    || setweight(to_tsvector('simple', %s), 'C') || to_tsvector('simple', %s)
"""
ASK: Final = """
SELECT id FROM found, to_tsquery('simple', %s) AS asked
WHERE told @@ asked ORDER BY ts_rank(told, asked, %s) DESC, at LIMIT %s
"""


class FullText:
    """全文检索: over ``entries``; ``joined`` says whether any word suffices or all are needed."""

    def __init__(self, cursor: Any, entries: Sequence[Entry]) -> None:
        self.cursor = cursor
        cursor.execute("DROP TABLE IF EXISTS found")
        cursor.execute(TABLE)
        cursor.executemany(FILL, [_row(at, entry) for at, entry in enumerate(entries)])
        cursor.execute("CREATE INDEX ON found USING gin (told)")
        cursor.execute("ANALYZE found")

    def ask(self, text: str, joined: str = ANY, *, limit: int = 10, norm: int = 0) -> list[str]:
        """查找: ids, best first; ``norm`` is ts_rank's normalization."""
        kept = asked_words(text)
        if not kept:
            return []
        query = joined.join("'" + word.replace("'", "''") + "'" for word in kept)
        self.cursor.execute(ASK, (query, norm, limit))
        return [row[0] for row in self.cursor.fetchall()]


def asked_words(text: str) -> list[str]:
    """所问的词: as our segmenter cuts them; fillers only when there is nothing else."""
    every = [word for word in words(text.replace("\x00", " ")) if "\\" not in word]
    return [word for word in every if word not in fillers()] or every


def _row(at: int, entry: Entry) -> tuple[Any, ...]:
    place = f"{entry.district} {entry.department}"
    texts = (entry.title, entry.summary, place, entry.body)
    return (at, entry.id, *(" ".join(indexed(text)) for text in texts))


@contextmanager
def server() -> Iterator[Any]:
    """临时数据库: a cursor on an embedded PostgreSQL that is gone afterwards."""
    with TemporaryDirectory() as folder:
        place = Embedded.at(Path(folder) / "postgres")
        place.start()
        try:
            where = place.database(OWNER)
            with (
                psycopg.connect(host=where.host, dbname=NAME, user=where.user) as connection,
                connection.cursor() as cursor,
            ):
                yield cursor
        finally:
            place.stop()
