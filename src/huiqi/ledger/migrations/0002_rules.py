"""账本的规则: what the database itself holds to, whoever writes and however.

Each rule that is broken raises under the name of a constraint; ``huiqi.ledger.saying`` has the
sentence. Functions that must see every row run as the owner of the tables, with the scope of
everything; nobody but the triggers can use them.

The locks: who books holds the one of the books with others until the end of the transaction;
who closes a month, and the sealer for a moment, takes it alone.
"""

from django.db import migrations

# As the owner, in our own schema whatever the session has set.
AS_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# The scope is set and given back by hand: only a superuser may write a setting of our own into
# the head of a function, and an ordinary server gives us none. What fails in between takes its
# transaction, and with it the setting, back.
WITH_ALL = """seen text := coalesce(current_setting('huiqi.scope', true), '');
BEGIN
    PERFORM set_config('huiqi.scope', 'all', true);"""
AS_BEFORE = "PERFORM set_config('huiqi.scope', seen, true);"

# Which stages a deed moves money out of and into; the same as FLOWS in enums.
FLOWS = """
CREATE FUNCTION ledger_flows(deed text, stage text, comes boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE deed
        WHEN 'opening' THEN CASE WHEN comes
            THEN stage IN ('available', 'committed', 'approved', 'paid') ELSE stage = 'source' END
        WHEN 'appropriate' THEN stage = CASE WHEN comes THEN 'available' ELSE 'source' END
        WHEN 'withdraw' THEN stage = CASE WHEN comes THEN 'source' ELSE 'available' END
        WHEN 'transfer' THEN stage IN ('source', 'available')
        WHEN 'commit' THEN stage = CASE WHEN comes THEN 'committed' ELSE 'available' END
        WHEN 'release' THEN stage = CASE WHEN comes THEN 'available' ELSE 'committed' END
        WHEN 'approve' THEN stage = CASE WHEN comes THEN 'approved' ELSE 'committed' END
        WHEN 'revoke' THEN stage = CASE WHEN comes THEN 'committed' ELSE 'approved' END
        WHEN 'order' THEN stage = CASE WHEN comes THEN 'ordered' ELSE 'approved' END
        WHEN 'fail' THEN stage = CASE WHEN comes THEN 'approved' ELSE 'ordered' END
        WHEN 'pay' THEN stage = CASE WHEN comes THEN 'paid' ELSE 'ordered' END
        WHEN 'return' THEN stage = CASE WHEN comes THEN 'returned' ELSE 'paid' END
        WHEN 'restore' THEN stage = CASE WHEN comes THEN 'available' ELSE 'returned' END
        WHEN 'surrender' THEN stage = CASE WHEN comes THEN 'source' ELSE 'returned' END
        WHEN 'reverse' THEN true
        ELSE false
    END
$$
"""

# Before any row of the books is added. An isolation that looks at an old picture of the books
# would not see a month that was closed meanwhile.
HOLD = """
CREATE FUNCTION ledger_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'read committed only' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'books_are_kept_read_committed';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(4037022);
    RETURN NULL;
END $$
"""

ACCOUNT = f"""
CREATE FUNCTION ledger_account_opens() RETURNS trigger LANGUAGE plpgsql {AS_OWNER} AS $$
DECLARE
    {WITH_ALL}
    INSERT INTO ledger_balance (account_id, is_source, amount_fen, legs)
    VALUES (NEW.id, NEW.stage = 'source', 0, 0);
    {AS_BEFORE}
    RETURN NULL;
END $$
"""  # nosec B608 -- our own words only

# A balance is written by the triggers of accounts and legs, and by nobody's hand.
BALANCE = """
CREATE FUNCTION ledger_balance_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE 'balances follow from legs' USING ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'balance_follows_from_legs';
END $$
"""

ENTRY = """
CREATE FUNCTION ledger_entry_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_at := huiqi_now();
    IF NEW.booked_on > (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE 'booked in the future' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'entry_is_not_of_the_future';
    END IF;
    IF EXISTS (SELECT FROM ledger_periodclose
               WHERE month >= date_trunc('month', NEW.booked_on)::date) THEN
        RAISE 'period is closed' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'entry_is_of_an_open_period';
    END IF;
    RETURN NEW;
END $$
"""

# When the transaction ends. All the legs that an entry says it has must be there, so none can
# be added later; that is why this looks at entries only, once each.
WHOLE = f"""
CREATE FUNCTION ledger_entry_is_whole() RETURNS trigger LANGUAGE plpgsql {AS_OWNER} AS $$
DECLARE
    there bigint;
    accounts bigint;
    astray bigint;
    of_call boolean := NEW.deed IN ('approve', 'revoke', 'order', 'fail', 'pay', 'return');
    of_firm boolean := NEW.deed IN ('order', 'fail', 'pay', 'return');
    broken text;
    {WITH_ALL}
    SELECT count(*), count(DISTINCT l.account_id), count(*) FILTER (
               WHERE NOT ledger_flows(NEW.deed, a.stage, l.amount_fen > 0)
                  OR a.stage = 'paid' AND a.subject_id IS NULL
                     AND NEW.deed NOT IN ('opening', 'reverse'))
    INTO there, accounts, astray
    FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = NEW.id;
    IF there <> NEW.lines OR accounts <> there THEN
        broken := 'entry_has_all_its_legs';
    ELSIF EXISTS (
        SELECT FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
        WHERE l.entry_id = NEW.id
        GROUP BY a.budget_id, CASE WHEN of_call THEN a.call END,
            CASE WHEN of_firm THEN a.subject_id END, CASE WHEN of_firm THEN a.instalment END
        HAVING sum(l.amount_fen) <> 0
    ) THEN
        broken := 'legs_sum_to_zero';
    ELSIF astray > 0 THEN
        broken := 'entry_moves_as_its_deed_does';
    ELSIF NEW.deed = 'transfer' AND (
        SELECT sum(l.amount_fen) FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id
        WHERE l.entry_id = NEW.id AND a.stage = 'available') <> 0 THEN
        broken := 'transfer_takes_what_it_gives';
    ELSIF NEW.deed = 'reverse' AND (
        EXISTS (SELECT FROM ledger_entry WHERE id = NEW.reverses_id AND deed = 'reverse')
        OR EXISTS (SELECT account_id, -amount_fen FROM ledger_leg WHERE entry_id = NEW.id
                   EXCEPT
                   SELECT account_id, amount_fen FROM ledger_leg WHERE entry_id = NEW.reverses_id)
        OR there <> (SELECT lines FROM ledger_entry WHERE id = NEW.reverses_id)) THEN
        broken := 'reversal_is_the_opposite';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE 'entry % breaks %', NEW.id, broken USING ERRCODE = 'check_violation',
            CONSTRAINT = broken;
    END IF;
    {AS_BEFORE}
    RETURN NULL;
END $$
"""  # nosec B608 -- our own words only

LEG = f"""
CREATE FUNCTION ledger_leg_counts() RETURNS trigger LANGUAGE plpgsql {AS_OWNER} AS $$
DECLARE
    {WITH_ALL}
    IF NEW.line < 1 OR NEW.line > (SELECT lines FROM ledger_entry WHERE id = NEW.entry_id) THEN
        RAISE 'no such line' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'leg_is_among_those_of_its_entry';
    END IF;
    UPDATE ledger_balance SET amount_fen = amount_fen + NEW.amount_fen, legs = legs + 1
    WHERE account_id = NEW.account_id
    RETURNING legs, amount_fen INTO NEW.position, NEW.balance_fen;
    {AS_BEFORE}
    RETURN NEW;
END $$
"""  # nosec B608 -- our own words only

PERIOD = """
CREATE FUNCTION ledger_period_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever is booking now is waited for; whoever comes later sees that the month is closed.
    PERFORM pg_advisory_xact_lock(4037022);
    NEW.closed_at := huiqi_now();
    IF EXISTS (SELECT FROM ledger_periodclose WHERE month > NEW.month) THEN
        RAISE 'a later month is closed' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'periods_close_in_order';
    END IF;
    IF NEW.month + interval '1 month' > (NEW.closed_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE 'month is not over' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'period_closes_when_it_is_over';
    END IF;
    RETURN NEW;
END $$
"""

# One call books one thing: the entry, its accounts and its legs, or tells the entry that was
# booked under the same key. Accounts are locked in the order of their numbers, so that two who
# book on the same ones wait for each other and never both.
POST = """
CREATE FUNCTION ledger_post(said jsonb, maker bigint, checker bigint)
RETURNS SETOF ledger_entry LANGUAGE plpgsql AS $$
DECLARE
    print text := encode(sha256(convert_to(said::text, 'UTF8')), 'hex');
    entry ledger_entry;
    leg jsonb;
    accounts bigint[] := '{}';
    amounts bigint[] := '{}';
BEGIN
    INSERT INTO ledger_entry (deed, booked_on, memo, key, fingerprint, lines, reverses_id,
        origin_kind, origin_id, source, grants, is_rounded, made_by_id, checked_by_id, made_at)
    VALUES (said->>'deed', (said->>'booked_on')::date, said->>'memo', said->>'key', print,
        jsonb_array_length(said->'legs'), (said->>'reverses')::bigint,
        said->>'origin_kind', (said->>'origin_id')::bigint, said->>'source',
        (said->>'grants')::integer, (said->>'is_rounded')::boolean, maker, checker,
        statement_timestamp())
    ON CONFLICT (key) DO NOTHING RETURNING * INTO entry;
    IF entry.id IS NULL THEN
        SELECT * INTO entry FROM ledger_entry
        WHERE key = said->>'key' AND fingerprint = print;
        IF entry.id IS NULL THEN
            RAISE 'another business has this key' USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'entry_is_booked_in_the_same_words';
        END IF;
        RETURN NEXT entry;
        RETURN;
    END IF;
    FOR leg IN SELECT jsonb_array_elements(said->'legs') LOOP
        accounts := accounts || ledger_account_of(
            (leg->>'budget')::bigint, leg->>'stage', leg->>'call',
            (leg->>'subject')::bigint, (leg->>'instalment')::smallint);
        amounts := amounts || (leg->>'amount')::bigint;
    END LOOP;
    INSERT INTO ledger_leg (entry_id, line, account_id, amount_fen, position, balance_fen)
    SELECT entry.id, row_number() OVER (ORDER BY account), account, amount, 0, 0
    FROM unnest(accounts, amounts) AS one (account, amount) ORDER BY account;
    RETURN NEXT entry;
END $$
"""

# Two plain conditions rather than IS NOT DISTINCT FROM, which no index answers.
ACCOUNT_OF = """
CREATE FUNCTION ledger_account_of(
    of_budget bigint, of_stage text, of_call text, of_subject bigint, of_instalment smallint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found_id bigint;
BEGIN
    FOR attempt IN 1..2 LOOP
        IF of_subject IS NULL THEN
            SELECT id INTO found_id FROM ledger_account WHERE budget_id = of_budget
            AND stage = of_stage AND call = of_call AND subject_id IS NULL
            AND instalment = of_instalment;
        ELSE
            SELECT id INTO found_id FROM ledger_account WHERE budget_id = of_budget
            AND stage = of_stage AND call = of_call AND subject_id = of_subject
            AND instalment = of_instalment;
        END IF;
        IF found_id IS NULL AND attempt = 1 THEN
            INSERT INTO ledger_account (budget_id, stage, call, subject_id, instalment)
            VALUES (of_budget, of_stage, of_call, of_subject, of_instalment)
            ON CONFLICT DO NOTHING RETURNING id INTO found_id;
        END IF;
        EXIT WHEN found_id IS NOT NULL;
    END LOOP;
    RETURN found_id;
END $$
"""

FUNCTIONS = (
    (FLOWS, "ledger_flows(text, text, boolean)"),
    (HOLD, "ledger_hold()"),
    (ACCOUNT, "ledger_account_opens()"),
    (BALANCE, "ledger_balance_follows()"),
    (ENTRY, "ledger_entry_begins()"),
    (WHOLE, "ledger_entry_is_whole()"),
    (LEG, "ledger_leg_counts()"),
    (PERIOD, "ledger_period_closes()"),
    (ACCOUNT_OF, "ledger_account_of(bigint, text, text, bigint, smallint)"),
    (POST, "ledger_post(jsonb, bigint, bigint)"),
)

HELD = ("fund", "budget", "transfer", "account", "entry", "leg")
TRIGGERS = (
    *(
        (
            f"TRIGGER ledger_hold BEFORE INSERT ON ledger_{table}",
            "STATEMENT EXECUTE FUNCTION ledger_hold()",
        )
        for table in HELD
    ),
    (
        "TRIGGER ledger_opens AFTER INSERT ON ledger_account",
        "ROW EXECUTE FUNCTION ledger_account_opens()",
    ),
    (
        "TRIGGER ledger_follows BEFORE INSERT OR UPDATE OR DELETE ON ledger_balance",
        "ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_balance_follows()",
    ),
    (
        "TRIGGER ledger_follows_whole BEFORE TRUNCATE ON ledger_balance",
        "STATEMENT EXECUTE FUNCTION ledger_balance_follows()",
    ),
    (
        "TRIGGER ledger_begins BEFORE INSERT ON ledger_entry",
        "ROW EXECUTE FUNCTION ledger_entry_begins()",
    ),
    (
        "CONSTRAINT TRIGGER ledger_is_whole AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED",
        "ROW EXECUTE FUNCTION ledger_entry_is_whole()",
    ),
    (
        "TRIGGER ledger_counts BEFORE INSERT ON ledger_leg",
        "ROW EXECUTE FUNCTION ledger_leg_counts()",
    ),
    (
        "TRIGGER ledger_closes BEFORE INSERT ON ledger_periodclose",
        "ROW EXECUTE FUNCTION ledger_period_closes()",
    ),
)


def _function(create: str, signature: str) -> migrations.RunSQL:
    return migrations.RunSQL(create, f"DROP FUNCTION {signature}")


def _trigger(head: str, rest: str) -> migrations.RunSQL:
    named = head.split("TRIGGER ", 1)[1].split()
    name, table = named[0], named[named.index("ON") + 1]
    return migrations.RunSQL(f"CREATE {head} FOR EACH {rest}", f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    """账本的规则: functions, and the triggers that use them."""

    dependencies = (("ledger", "0001_initial"), ("kernel", "0002_now"))
    operations = (
        *(_function(*one) for one in FUNCTIONS),
        *(_trigger(*one) for one in TRIGGERS),
        # A balance is changed again and again: room beside it keeps its index as it is.
        migrations.RunSQL(
            "ALTER TABLE ledger_balance SET (fillfactor = 50)",
            "ALTER TABLE ledger_balance RESET (fillfactor)",
        ),
    )
