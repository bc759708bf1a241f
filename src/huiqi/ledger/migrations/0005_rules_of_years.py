"""两个人签字、年终结转、一次记多张: what the database holds to besides migration 0002.

Money passes between budgets only as somebody else signed it; a year that was signed closed is
locked, with every year before; what is carried into the next year is no more than was left,
and keeps its call and its firm.
"""

from importlib import import_module

from django.db import migrations

RULES = import_module("huiqi.ledger.migrations.0002_rules")

# Of another person than who drew it up. A year end locks the books alone, as the closing of a
# month does: whoever is booking is waited for, whoever comes later sees that the year is closed.
DECIDES = """
CREATE FUNCTION ledger_decides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    maker bigint;
    closes smallint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'read committed only' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'books_are_kept_read_committed';
    END IF;
    IF NEW.year_end_id IS NULL THEN
        PERFORM pg_advisory_xact_lock_shared(4037022);
        SELECT made_by_id INTO maker FROM ledger_transfer WHERE id = NEW.transfer_id;
    ELSE
        PERFORM pg_advisory_xact_lock(4037022);
        SELECT made_by_id, year INTO maker, closes FROM ledger_yearend WHERE id = NEW.year_end_id;
    END IF;
    NEW.decided_at := huiqi_now();
    IF maker = NEW.decided_by_id THEN
        RAISE 'signed by who drew it up' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'decision_is_of_another';
    END IF;
    NEW.locked_year := CASE WHEN NEW.verdict = 'signed' THEN closes END;
    IF closes IS NOT NULL AND NEW.verdict = 'signed'
       AND closes >= extract(year FROM NEW.decided_at AT TIME ZONE 'Asia/Shanghai') THEN
        RAISE 'year is not over' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'year_closes_when_it_is_over';
    END IF;
    RETURN NEW;
END $$
"""

_OF_THE_FUTURE = "    IF EXISTS (SELECT FROM ledger_periodclose"
_YEARS = """    IF NEW.deed <> 'carry' AND EXISTS (
        SELECT FROM ledger_decision WHERE locked_year >= extract(year FROM NEW.booked_on)) THEN
        RAISE 'year is closed' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'entry_is_of_an_open_year';
    END IF;
    IF NEW.deed IN ('transfer', 'carry')
       AND NEW.made_by_id IS NOT NULL AND NEW.checked_by_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledger_decision d
        LEFT JOIN ledger_transfer t ON t.id = d.transfer_id
        LEFT JOIN ledger_yearend y ON y.id = d.year_end_id
        WHERE d.verdict = 'signed' AND d.decided_by_id = NEW.checked_by_id
          AND CASE NEW.deed WHEN 'transfer' THEN t.id ELSE y.id END = NEW.origin_id
          AND CASE NEW.deed WHEN 'transfer' THEN t.made_by_id ELSE y.made_by_id END
              = NEW.made_by_id) THEN
        RAISE 'nobody signed this' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'entry_is_what_was_signed';
    END IF;
"""

_REVERSAL = "    ELSIF NEW.deed = 'reverse' AND ("
_CARRIED = """    ELSIF NEW.deed = 'carry' AND EXISTS (
        SELECT FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
        WHERE l.entry_id = NEW.id AND a.stage <> 'source'
        GROUP BY a.stage, a.call, a.subject_id, a.instalment HAVING sum(l.amount_fen) > 0) THEN
        broken := 'carried_is_no_more_than_was_left';
    ELSIF NEW.deed = 'carry' AND (
        (SELECT count(DISTINCT (b.fund_id, b.programme)) FROM ledger_leg l
         JOIN ledger_account a ON a.id = l.account_id JOIN ledger_budget b ON b.id = a.budget_id
         WHERE l.entry_id = NEW.id) > 1
        OR EXISTS (
            SELECT FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
            JOIN ledger_budget b ON b.id = a.budget_id
            JOIN ledger_yearend y ON y.id = NEW.origin_id
            WHERE l.entry_id = NEW.id AND a.stage <> 'source'
              AND b.year <> y.year + (l.amount_fen > 0)::integer)) THEN
        broken := 'carry_goes_to_the_next_year';
"""

# Told at once, not when the transaction ends: it is what people meet.
_NUMBER = "    UPDATE ledger_balance SET"
_OPEN = """    closed := (SELECT max(locked_year) FROM ledger_decision);
    IF closed IS NOT NULL AND EXISTS (
        SELECT FROM ledger_account a JOIN ledger_budget b ON b.id = a.budget_id
        WHERE a.id = NEW.account_id AND b.year <= closed)
       AND NOT EXISTS (
        SELECT FROM ledger_entry e LEFT JOIN ledger_entry r ON r.id = e.reverses_id
        WHERE e.id = NEW.entry_id
          AND (e.deed IN ('carry', 'return', 'surrender')
               OR r.deed IN ('return', 'surrender'))) THEN
        RAISE 'year is closed' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'entry_is_of_an_open_year';
    END IF;
"""

# Several things at once, or none of them. Whoever books locks in one order, whatever they book:
# first the keys by their letters, then accounts that are new by what they are, then balances by
# the number of the account. So two who book wait for each other one after the other, and never
# both at once.
POST_ALL = """
CREATE FUNCTION ledger_post_all(slips jsonb, maker bigint, checker bigint)
RETURNS SETOF ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    slip record;
    leg record;
    print text;
    entry ledger_entry;
    fresh jsonb := '[]';
    owners bigint[] := '{}';
    places bigint[] := '{}';
    accounts bigint[] := '{}';
    amounts bigint[] := '{}';
BEGIN
    FOR slip IN SELECT told FROM jsonb_array_elements(slips) AS one (told)
                ORDER BY told->>'key' COLLATE "C" LOOP
        print := encode(sha256(convert_to(slip.told::text, 'UTF8')), 'hex');
        entry := NULL;
        INSERT INTO ledger_entry (deed, booked_on, memo, key, fingerprint, lines, reverses_id,
            origin_kind, origin_id, source, grants, is_rounded, made_by_id, checked_by_id, made_at)
        VALUES (slip.told->>'deed', (slip.told->>'booked_on')::date, slip.told->>'memo',
            slip.told->>'key', print, jsonb_array_length(slip.told->'legs'),
            (slip.told->>'reverses')::bigint, slip.told->>'origin_kind',
            (slip.told->>'origin_id')::bigint, slip.told->>'source',
            (slip.told->>'grants')::integer, (slip.told->>'is_rounded')::boolean, maker, checker,
            statement_timestamp())
        ON CONFLICT (key) DO NOTHING RETURNING * INTO entry;
        IF entry.id IS NULL THEN
            SELECT * INTO entry FROM ledger_entry
            WHERE key = slip.told->>'key' AND fingerprint = print;
            IF entry.id IS NULL THEN
                RAISE 'another business has this key' USING ERRCODE = 'unique_violation',
                    CONSTRAINT = 'entry_is_booked_in_the_same_words';
            END IF;
        ELSE
            fresh := fresh || jsonb_build_object('entry', entry.id, 'legs', slip.told->'legs');
        END IF;
        RETURN NEXT entry;
    END LOOP;
    FOR leg IN
        SELECT (of.told->>'entry')::bigint AS entry, of.place,
            (one->>'budget')::bigint AS budget, one->>'stage' AS stage, one->>'call' AS call,
            (one->>'subject')::bigint AS subject, (one->>'instalment')::smallint AS instalment,
            (one->>'amount')::bigint AS amount
        FROM jsonb_array_elements(fresh) WITH ORDINALITY AS of (told, place),
            jsonb_array_elements(of.told->'legs') AS one
        ORDER BY budget, stage, (one->>'call') COLLATE "C", subject, instalment, place
    LOOP
        owners := owners || leg.entry;
        places := places || leg.place;
        amounts := amounts || leg.amount;
        accounts := accounts || ledger_account_of(
            leg.budget, leg.stage, leg.call, leg.subject, leg.instalment);
    END LOOP;
    INSERT INTO ledger_leg (entry_id, line, account_id, amount_fen, position, balance_fen)
    SELECT owner, row_number() OVER (PARTITION BY owner ORDER BY account), account, amount, 0, 0
    FROM unnest(owners, accounts, amounts, places) AS one (owner, account, amount, place)
    ORDER BY account, place;
END $$
"""


def _replaced(head: str, before: str, after: str) -> migrations.RunSQL:
    """A function in other words; back again when the migration is taken back."""
    now = after.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    then = before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    assert now != then, head
    return migrations.RunSQL(now, then)


def _held(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER ledger_hold BEFORE INSERT ON ledger_{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_hold()",
        f"DROP TRIGGER ledger_hold ON ledger_{table}",
    )


FLOWS = RULES.FLOWS.replace(
    "        WHEN 'reverse' THEN true",
    "        WHEN 'carry' THEN stage IN ('source', 'available', 'committed', 'approved')\n"
    "            OR stage = 'returned' AND NOT comes\n"
    "        WHEN 'reverse' THEN true",
)
ENTRY = RULES.ENTRY.replace(_OF_THE_FUTURE, _YEARS + _OF_THE_FUTURE)
WHOLE = RULES.WHOLE.replace(_REVERSAL, _CARRIED + _REVERSAL)
LEG = RULES.LEG.replace("DECLARE", "DECLARE\n    closed smallint;").replace(
    _NUMBER, _OPEN + _NUMBER
)


class Migration(migrations.Migration):
    """年度的规则: functions, and the triggers that use them."""

    dependencies = (("ledger", "0003_row_level_security"),)
    operations = (
        _replaced("flows", RULES.FLOWS, FLOWS),
        _replaced("entry", RULES.ENTRY, ENTRY),
        _replaced("whole", RULES.WHOLE, WHOLE),
        _replaced("leg", RULES.LEG, LEG),
        migrations.RunSQL(DECIDES, "DROP FUNCTION ledger_decides()"),
        migrations.RunSQL(POST_ALL, "DROP FUNCTION ledger_post_all(jsonb, bigint, bigint)"),
        *(_held(table) for table in ("yearend", "yearendline", "sample", "sampleitem")),
        migrations.RunSQL(
            "CREATE TRIGGER ledger_decides BEFORE INSERT ON ledger_decision"
            " FOR EACH ROW EXECUTE FUNCTION ledger_decides()",
            "DROP TRIGGER ledger_decides ON ledger_decision",
        ),
    )
