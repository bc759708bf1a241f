"""收款账户的规则: what was entered never changes, and each thing is done with an account once.

What was done with an account is seen by whoever sees the account. The former edition of the
software, which serves until the new one does, knows no reason why an account ends: it is told
as stopped.
"""

from django.db import migrations

HOLDS = """
CREATE FUNCTION parties_account_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed_at IS NOT NULL AND NEW.closed_why = '' THEN
        NEW.closed_why := 'stopped';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;
    IF (NEW.organization_id, NEW.holder, NEW.bank, NEW.branch_code, NEW.number, NEW.replaces_id,
        NEW.entered_by_id, NEW.entered_at)
        IS DISTINCT FROM (OLD.organization_id, OLD.holder, OLD.bank, OLD.branch_code, OLD.number,
        OLD.replaces_id, OLD.entered_by_id, OLD.entered_at) THEN
        RAISE '录入的账户不能改，请另录一个接替它' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'bank_account_stays_as_it_was_entered';
    END IF;
    IF OLD.verified_at IS NOT NULL
        AND (NEW.verified_at, NEW.verified_by_id)
            IS DISTINCT FROM (OLD.verified_at, OLD.verified_by_id)
        OR OLD.closed_at IS NOT NULL
        AND (NEW.verified_at, NEW.closed_at, NEW.closed_why)
            IS DISTINCT FROM (OLD.verified_at, OLD.closed_at, OLD.closed_why) THEN
        RAISE '账户只核验一次、停用一次，停用以后不能再用' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'bank_account_is_verified_and_closed_once';
    END IF;
    RETURN NEW;
END $$
"""
# The account itself is under its own rule within this one.
OF_ACCOUNT = "EXISTS (SELECT FROM parties_bankaccount AS a WHERE a.id = account_id)"
STEPS = "parties_bankaccountstep"


class Migration(migrations.Migration):
    """收款账户的规则: a function, its trigger, and who sees what was done."""

    dependencies = (("parties", "0006_history_within_scope"),)
    operations = (
        migrations.RunSQL(HOLDS, "DROP FUNCTION parties_account_holds()"),
        migrations.RunSQL(
            "CREATE TRIGGER parties_account BEFORE INSERT OR UPDATE ON parties_bankaccount"
            " FOR EACH ROW EXECUTE FUNCTION parties_account_holds()",
            "DROP TRIGGER parties_account ON parties_bankaccount",
        ),
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {STEPS} FOR ALL USING ({OF_ACCOUNT})",
            f"DROP POLICY seen_within_scope ON {STEPS}",
        ),
        migrations.RunSQL(
            f"ALTER TABLE {STEPS} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {STEPS} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    )
