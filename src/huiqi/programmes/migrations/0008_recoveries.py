"""抽查和追回: spot checks after payment, and what is to come back; ruled like the rest."""

from django.db import migrations


ALL = "(SELECT huiqi_sees_all())"
# A firm sees what was decided about it, not what is only proposed.
OWN = (
    "(SELECT huiqi_sees_all()) OR state IN ('decided', 'repaid') AND EXISTS"
    " (SELECT FROM programmes_application AS a WHERE a.id = application_id)"
)
RULES = (
    ("spotcheck", ALL, ALL),
    ("spotcheckitem", ALL, ALL),
    ("recovery", OWN, ALL),
)

RECOVERY = """
CREATE FUNCTION programmes_recovery_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE '追回从提出开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'recovery_begins_as_a_proposal';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'proposed>decided', 'proposed>dropped', 'decided>repaid') THEN
        RAISE '追回不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'recovery_goes_its_way';
    END IF;
    IF (NEW.application_id, NEW.amount_fen, NEW.clause, NEW.reason, NEW.drafted_by_id)
        IS DISTINCT FROM
        (OLD.application_id, OLD.amount_fen, OLD.clause, OLD.reason, OLD.drafted_by_id) THEN
        RAISE '提出以后的追回不能改；不对就不追回，另提一次' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'recovery_stays_as_it_was_proposed';
    END IF;
    RETURN NEW;
END $$
"""

FOUND = """
CREATE FUNCTION programmes_spot_check_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.result <> '' OR (NEW.check_of_id, NEW.application_id, NEW.position)
        IS DISTINCT FROM (OLD.check_of_id, OLD.application_id, OLD.position) THEN
        RAISE '抽查答复以后不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'spot_check_is_answered_once';
    END IF;
    RETURN NEW;
END $$
"""


def _ruled(table: str, seen: str, written: str) -> migrations.RunSQL:
    name = f"programmes_{table}"
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {name} USING ({seen}) WITH CHECK ({written});"
        f" ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f" DROP POLICY seen_within_scope ON {name}",
    )


def _trigger(name: str, when: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON programmes_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON programmes_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0007_panels"),
    ]

    operations = [
        *(_ruled(*rule) for rule in RULES),
        migrations.RunSQL(RECOVERY, "DROP FUNCTION programmes_recovery_holds()"),
        migrations.RunSQL(FOUND, "DROP FUNCTION programmes_spot_check_holds()"),
        _trigger("recovery_holds", "INSERT OR UPDATE", "recovery", "programmes_recovery_holds"),
        _trigger("spot_check_holds", "UPDATE", "spotcheckitem", "programmes_spot_check_holds"),
        _trigger("recovery_stays", "DELETE", "recovery", "programmes_stays"),
        _trigger("spot_check_stays", "DELETE", "spotcheckitem", "programmes_stays"),
    ]
