"""挂点给在任的人: the database gives no firm to an officer who has left, or is leaving just now."""

from django.db import migrations

HOLDS = """
CREATE FUNCTION network_key_firm_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    left_at timestamptz;
BEGIN
    IF NEW.officer_id IS NULL THEN
        RETURN NEW;
    END IF;
    -- Whoever is leaving in another transaction is waited for: then it is known.
    SELECT until INTO left_at FROM network_officer WHERE id = NEW.officer_id FOR SHARE;
    IF left_at IS NOT NULL THEN
        RAISE '此人已经离任，请另选一位' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'key_firm_is_with_an_officer_who_serves';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER key_firm_is_with_an_officer_who_serves
    BEFORE INSERT OR UPDATE OF officer_id ON network_keyfirm
    FOR EACH ROW EXECUTE FUNCTION network_key_firm_holds()
"""


class Migration(migrations.Migration):
    """挂点给在任的人: as the actions hold to it, for whatever else may write."""

    dependencies = (("network", "0002_row_level_security"),)
    operations = (
        migrations.RunSQL(HOLDS, "DROP FUNCTION network_key_firm_holds()"),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER key_firm_is_with_an_officer_who_serves ON network_keyfirm"
        ),
    )
