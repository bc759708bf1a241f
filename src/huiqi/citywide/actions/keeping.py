"""写进匹配表: what some firms match of some programmes replaces what stood there, with history.

One statement compares, writes and remembers, so that no change is without its line and no line
without its change. A row that would be written the same again is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from huiqi.citywide.enums import Verdict, Why
from huiqi.citywide.judging import Rows

KEEP: Final = """
WITH told AS MATERIALIZED (
    SELECT subject_id, programme, version, verdict, sure_fen, possible_fen,
    CASE missing WHEN '' THEN '{}'::text[] ELSE string_to_array(missing, ',') END AS missing
    FROM unnest(%(subject)s::bigint[], %(programme)s::text[], %(version)s::text[],
    %(verdict)s::text[], %(sure)s::bigint[], %(possible)s::bigint[], %(missing)s::text[])
    AS t (subject_id, programme, version, verdict, sure_fen, possible_fen, missing)
), asked AS MATERIALIZED (
    SELECT * FROM unnest(%(programmes)s::text[], %(rules)s::text[], %(why)s::text[])
    AS a (programme, rules, why)
), stood AS MATERIALIZED (
    SELECT id, subject_id, programme, verdict FROM citywide_match
    WHERE subject_id = ANY(%(firms)s::bigint[]) AND programme = ANY(%(programmes)s::text[])
), removed AS (
    DELETE FROM citywide_match AS m USING stood AS s WHERE m.id = s.id AND NOT EXISTS (
        SELECT FROM told AS t WHERE (t.subject_id, t.programme) = (s.subject_id, s.programme))
), kept AS (
    INSERT INTO citywide_match AS m (subject_id, programme, version, verdict, sure_fen,
    possible_fen, missing, since, "on", rules, known_at)
    SELECT subject_id, programme, version, verdict, sure_fen, possible_fen, missing,
    %(now)s, %(on)s, rules, %(known_at)s FROM told JOIN asked USING (programme)
    ON CONFLICT (subject_id, programme) DO UPDATE SET version = excluded.version,
    verdict = excluded.verdict, sure_fen = excluded.sure_fen,
    possible_fen = excluded.possible_fen, missing = excluded.missing, rules = excluded.rules,
    known_at = excluded.known_at,
    since = CASE WHEN m.verdict = excluded.verdict THEN m.since ELSE excluded.since END,
    "on" = CASE WHEN m.verdict = excluded.verdict THEN m."on" ELSE excluded."on" END
    WHERE (m.version, m.verdict, m.sure_fen, m.possible_fen, m.missing) IS DISTINCT FROM
    (excluded.version, excluded.verdict, excluded.sure_fen, excluded.possible_fen,
    excluded.missing)
), changed AS (
    INSERT INTO citywide_matchchange (subject_id, programme, before, after, why, "on", at)
    SELECT subject_id, programme, coalesce(s.verdict, 'no'), coalesce(t.verdict, 'no'), a.why,
    %(on)s, %(now)s FROM told AS t FULL JOIN stood AS s USING (subject_id, programme)
    JOIN asked AS a USING (programme)
    WHERE t.verdict IS DISTINCT FROM s.verdict AND a.why <> 'first' AND EXISTS (
        SELECT FROM citywide_firmstanding AS f WHERE f.subject_id = coalesce(
            t.subject_id, s.subject_id))
    ORDER BY subject_id, programme RETURNING id
) SELECT count(*) FROM changed
"""
STAND: Final = """
INSERT INTO citywide_firmstanding AS f (subject_id, "on", known_at, district, section, size)
SELECT subject_id, %(on)s, %(known_at)s, district, section, size FROM unnest(
%(firms)s::bigint[], %(district)s::text[], %(industry)s::text[], %(size)s::text[])
AS t (subject_id, district, section, size)
ON CONFLICT (subject_id) DO UPDATE SET "on" = excluded."on", known_at = excluded.known_at,
district = excluded.district, section = excluded.section, size = excluded.size
"""
REGROUP: Final = """
UPDATE citywide_firmstanding AS f SET district = t.district, section = t.section, size = t.size
FROM unnest(%(firms)s::bigint[], %(district)s::text[], %(industry)s::text[], %(size)s::text[])
AS t (subject_id, district, section, size) WHERE t.subject_id = f.subject_id
AND (f.district, f.section, f.size) IS DISTINCT FROM (t.district, t.section, t.size)
"""
LEAVE: Final = """
WITH gone AS (
    DELETE FROM citywide_match WHERE subject_id = ANY(%(firms)s::bigint[])
    RETURNING subject_id, programme, verdict
), firms AS (
    DELETE FROM citywide_firmstanding WHERE subject_id = ANY(%(firms)s::bigint[])
), changed AS (
    INSERT INTO citywide_matchchange (subject_id, programme, before, after, why, "on", at)
    SELECT subject_id, programme, verdict, %(after)s, %(why)s, %(on)s, %(now)s FROM gone
    ORDER BY subject_id, programme RETURNING id
) SELECT count(*) FROM changed
"""


@dataclass(frozen=True)
class Found:
    """所据: of which day, by which rules (programme -> fingerprint), why they are looked at now
    (programme -> reason), up to when facts were known, and the moment it is written."""

    on: date
    rules: Mapping[str, str]
    why: Mapping[str, str]
    known_at: datetime
    now: datetime


def keep(rows: Rows, found: Found) -> int:
    """写进表: what the firms of ``rows`` match of the programmes of ``found``; how many verdicts
    became others. What they matched before and no longer do goes."""
    programmes = sorted(found.why)
    return _counted(
        KEEP,
        {
            **_columns(rows),
            "programmes": programmes,
            "rules": [found.rules.get(name, "") for name in programmes],
            "why": [found.why[name] for name in programmes],
            **_moments(found),
        },
    )


def stand(rows: Rows, found: Found) -> None:
    """记下企业已判断: with the groups in which it counts."""
    _run(STAND, {"firms": rows.firms, **_groups(rows), **_moments(found)})


def regroup(rows: Rows) -> None:
    """改记分组: of firms that were judged before, where they are in other groups now."""
    _run(REGROUP, {"firms": rows.firms, **_groups(rows)})


def leave(firms: Sequence[int], on: date, now: datetime) -> int:
    """移出: firms that are no longer on file; how many matches ended by it."""
    told = {"after": Verdict.GONE.value, "why": Why.FILED.value, "on": on, "now": now}
    return _counted(LEAVE, {"firms": list(firms), **told})


def _columns(rows: Rows) -> dict[str, Any]:
    return {
        "firms": rows.firms,
        "subject": rows.subject,
        "programme": rows.programme,
        "version": rows.version,
        "verdict": rows.verdict,
        "sure": rows.sure,
        "possible": rows.possible,
        "missing": rows.missing,
    }


def _groups(rows: Rows) -> dict[str, list[str]]:
    """Where nothing was asked of anybody, nobody said in which groups they are."""
    unknown = ["unknown"] * len(rows.firms)
    return {key: rows.groups.get(key, unknown) for key in ("district", "industry", "size")}


def _moments(found: Found) -> dict[str, Any]:
    return {"on": found.on, "now": found.now, "known_at": found.known_at}


def _run(statement: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def _counted(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.fetchone()[0])
