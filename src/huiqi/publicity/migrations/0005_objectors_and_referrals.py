"""异议人和移交: who objected is kept apart from the objection, so that it can be deleted.

An objection that nobody of the department may answer is answered by another one; the database
holds to it that whoever drew a notice up or published it answers nothing said against it.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
# Nobody sees the rows who has no scope; it ends with the transaction. The rules of the new table
# are looked at before anything else of it is changed.
KEEP_APART = """
SELECT set_config('huiqi.scope', 'all', true);
INSERT INTO publicity_objector (objection_id, raised_by, contact)
SELECT id, raised_by, contact FROM publicity_objection WHERE raised_by <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
PUT_BACK = """
SELECT set_config('huiqi.scope', 'all', true);
ALTER TABLE publicity_objection DISABLE TRIGGER USER;
UPDATE publicity_objection o SET raised_by = known.raised_by, contact = known.contact
FROM publicity_objector known WHERE known.objection_id = o.id;
ALTER TABLE publicity_objection ENABLE TRIGGER USER;
"""
ANSWERS = """
CREATE FUNCTION publicity_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answered_by_id IS NOT NULL AND EXISTS (
        SELECT FROM publicity_objection o JOIN publicity_publicity p ON p.id = o.publicity_id
        WHERE o.id = NEW.objection_id
          AND NEW.answered_by_id IN (p.drafted_by_id, p.published_by_id)) THEN
        RAISE 'answered by who drew it up' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'objection_is_answered_by_another';
    END IF;
    RETURN NEW;
END $$
"""
REFERS = """
CREATE FUNCTION publicity_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM publicity_objection o JOIN publicity_publicity p ON p.id = o.publicity_id
        WHERE o.id = NEW.objection_id AND p.department_id = NEW.to_id) THEN
        RAISE 'referred to itself' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'referral_is_to_another';
    END IF;
    IF EXISTS (SELECT FROM publicity_objectionanswer WHERE objection_id = NEW.objection_id) THEN
        RAISE 'answered already' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'referral_is_before_the_answer';
    END IF;
    RETURN NEW;
END $$
"""


def _rule(create: str, name: str, table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(create, f"DROP FUNCTION {name}()"),
        migrations.RunSQL(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON {table}",
        ),
    ]


def _within_scope(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {table} USING ({ALL}) WITH CHECK ({ALL})",
            f"DROP POLICY seen_within_scope ON {table}",
        ),
        migrations.RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0008_account_rules"),
        ("publicity", "0004_desk_within_scope"),
    ]

    operations = [
        *_within_scope("publicity_objector"),
        *_within_scope("publicity_referral"),
        *_rule(ANSWERS, "publicity_answers", "publicity_objectionanswer"),
        *_rule(REFERS, "publicity_refers", "publicity_referral"),
    ]
