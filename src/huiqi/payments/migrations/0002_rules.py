"""拨付的规则: what the database itself holds to, whoever writes and however.

Orders and lines go only the ways that the machines know; what a checker has seen does not
change afterwards; who made an order never checks it, and nobody checks it twice. A line goes to
a verified account of its firm, and says that money moved only when the ledger says so too.
"""

from django.db import migrations

# The ways of an order, and who may have signed when. The database counts and sums the lines and
# looks up the threshold itself when the maker submits: nobody tells it how many must check.
ORDER = """
CREATE FUNCTION payments_order_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'drafted' THEN
            RAISE '拨付单从起草开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'order_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'drafted>submitted', 'submitted>drafted', 'drafted>cancelled', 'submitted>checked',
        'submitted>half_checked', 'half_checked>checked', 'half_checked>drafted',
        'checked>drafted', 'checked>exported', 'exported>answered', 'exported>closed',
        'answered>closed') THEN
        RAISE '拨付单不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'order_goes_its_way';
    END IF;
    IF OLD.state = 'drafted' AND NEW.state = 'submitted' THEN
        SELECT count(*), coalesce(sum(amount_fen), 0) INTO NEW.lines_count, NEW.total_fen
        FROM payments_paymentline WHERE order_id = NEW.id;
        NEW.second_above_fen := coalesce((
            SELECT above_fen FROM payments_threshold
            WHERE since <= (huiqi_now() AT TIME ZONE 'Asia/Shanghai')::date
            ORDER BY since DESC, id DESC LIMIT 1), 0);
    END IF;
    IF (NEW.number, NEW.made_by_id, NEW.made_at, NEW.organization_id)
        IS DISTINCT FROM (OLD.number, OLD.made_by_id, OLD.made_at, OLD.organization_id)
        OR OLD.state <> 'drafted' AND (NEW.title, NEW.format_id, NEW.lines_count, NEW.total_fen,
            NEW.second_above_fen) IS DISTINCT FROM (OLD.title, OLD.format_id, OLD.lines_count,
            OLD.total_fen, OLD.second_above_fen) THEN
        RAISE '提交以后的拨付单不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'order_stays_as_it_was_submitted';
    END IF;
    IF NEW.state IN ('drafted', 'submitted', 'cancelled')
        AND (NEW.first_checker_id IS NOT NULL OR NEW.second_checker_id IS NOT NULL)
        OR NEW.state NOT IN ('drafted', 'submitted', 'cancelled') AND (
            OLD.state <> 'submitted' AND NEW.first_checker_id IS DISTINCT FROM OLD.first_checker_id
            OR OLD.state <> 'half_checked'
                AND NEW.second_checker_id IS DISTINCT FROM OLD.second_checker_id) THEN
        RAISE '复核签字不能事后改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'order_keeps_its_signatures';
    END IF;
    RETURN NEW;
END $$
"""

KEPT = """
CREATE FUNCTION payments_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE '拨付单不能删除，只能作废' USING ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'order_is_never_deleted';
END $$
"""

# An account belongs to the firm, or to whoever took it over.
LINE = """
CREATE FUNCTION payments_line_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_order text;
BEGIN
    SELECT state INTO its_order FROM payments_paymentorder
    WHERE id = coalesce(NEW.order_id, OLD.order_id) FOR SHARE;
    IF TG_OP <> 'UPDATE' AND its_order IS DISTINCT FROM 'drafted' THEN
        RAISE '提交以后的拨付单不能增删付款' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'line_comes_and_goes_in_a_draft';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - '{state,settled_at,note}'::text[]
            <> to_jsonb(OLD) - '{state,settled_at,note}'::text[] THEN
            RAISE '付款的内容不能改' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'line_stays_as_it_was_made';
        END IF;
        IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'planned>in_transit', 'planned>dropped', 'in_transit>unknown', 'in_transit>paid',
            'in_transit>failed', 'in_transit>returned', 'unknown>paid', 'unknown>failed',
            'unknown>returned', 'paid>returned') THEN
            RAISE '付款不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
                CONSTRAINT = 'line_goes_its_way';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'planned' OR NOT EXISTS (
        WITH RECURSIVE firm AS (
            SELECT id, merged_into_id FROM parties_subject WHERE id = NEW.subject_id
            UNION SELECT s.id, s.merged_into_id
            FROM parties_subject s JOIN firm ON s.id = firm.merged_into_id
        )
        SELECT FROM parties_bankaccount a JOIN parties_organization o ON o.id = a.organization_id
        WHERE a.id = NEW.account_id AND a.verified_at IS NOT NULL AND a.closed_at IS NULL
          AND (a.holder, a.bank, a.number) = (NEW.holder, NEW.bank, NEW.number)
          AND o.subject_id IN (SELECT id FROM firm)) THEN
        RAISE '付款只能付到这家企业已核验的账户' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'line_goes_to_a_verified_account';
    END IF;
    RETURN NEW;
END $$
"""

# When the transaction ends, whoever may see what: as the owner, with the scope of everything.
BOOKED = """
CREATE FUNCTION payments_line_is_booked() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    seen text := coalesce(current_setting('huiqi.scope', true), '');
    line payments_paymentline;
    its_order text;
    deeds text[];
BEGIN
    PERFORM set_config('huiqi.scope', 'all', true);
    SELECT * INTO line FROM payments_paymentline WHERE id = NEW.id;
    SELECT state INTO its_order FROM payments_paymentorder WHERE id = line.order_id;
    deeds := CASE line.state
        WHEN 'in_transit' THEN ARRAY['order'] WHEN 'unknown' THEN ARRAY['order']
        WHEN 'paid' THEN ARRAY['pay'] WHEN 'failed' THEN ARRAY['fail']
        WHEN 'returned' THEN ARRAY['fail', 'return'] END;
    IF deeds IS NOT NULL AND (its_order NOT IN ('exported', 'answered', 'closed') OR NOT EXISTS (
        SELECT FROM unnest(deeds) AS did
        JOIN ledger_entry e ON e.key = 'payment:' || line.id || ':' || did AND e.deed = did
        JOIN ledger_leg g ON g.entry_id = e.id AND g.amount_fen = line.amount_fen
        JOIN ledger_account a ON a.id = g.account_id AND a.budget_id = line.budget_id
            AND a.call = line.call AND a.subject_id = line.subject_id
            AND a.instalment = line.instalment)) THEN
        RAISE '付款 % 的进展与账本不符', line.reference USING ERRCODE = 'check_violation',
            CONSTRAINT = 'line_says_what_the_ledger_says';
    END IF;
    PERFORM set_config('huiqi.scope', seen, true);
    RETURN NULL;
END $$
"""

FUNCTIONS = (
    (ORDER, "payments_order_holds()"),
    (KEPT, "payments_order_stays()"),
    (LINE, "payments_line_holds()"),
    (BOOKED, "payments_line_is_booked()"),
)
TRIGGERS = (
    (
        "TRIGGER payments_holds BEFORE INSERT OR UPDATE ON payments_paymentorder",
        "ROW EXECUTE FUNCTION payments_order_holds()",
    ),
    (
        "TRIGGER payments_stays BEFORE DELETE ON payments_paymentorder",
        "ROW EXECUTE FUNCTION payments_order_stays()",
    ),
    (
        "TRIGGER payments_line BEFORE INSERT OR UPDATE OR DELETE ON payments_paymentline",
        "ROW EXECUTE FUNCTION payments_line_holds()",
    ),
    (
        (
            "CONSTRAINT TRIGGER payments_booked AFTER INSERT OR UPDATE ON payments_paymentline"
            " DEFERRABLE INITIALLY DEFERRED"
        ),
        "ROW EXECUTE FUNCTION payments_line_is_booked()",
    ),
)


def _function(create: str, signature: str) -> migrations.RunSQL:
    return migrations.RunSQL(create, f"DROP FUNCTION {signature}")


def _trigger(head: str, rest: str) -> migrations.RunSQL:
    named = head.split("TRIGGER ", 1)[1].split()
    name, table = named[0], named[named.index("ON") + 1]
    return migrations.RunSQL(f"CREATE {head} FOR EACH {rest}", f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    """拨付的规则: functions, and the triggers that use them."""

    dependencies = (
        ("payments", "0001_initial"),
        ("ledger", "0003_row_level_security"),
        ("parties", "0003_row_level_security"),
    )
    operations = (
        *(_function(*one) for one in FUNCTIONS),
        *(_trigger(*one) for one in TRIGGERS),
    )
