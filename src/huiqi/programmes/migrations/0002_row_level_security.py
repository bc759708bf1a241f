"""行级安全: a firm sees its own applications and what became of them; never who judges them.

Experts, findings under way and award lists are for those who handle them. A call is for
everybody once it is published.
"""

from django.db import migrations

ALL = "(SELECT huiqi_sees_all())"
OWN = ALL + " OR subject_id = ANY ((SELECT huiqi_sees())::bigint[])"
# The application, or the stage, is under its own rule within these.
THROUGH = "%s OR EXISTS (SELECT FROM programmes_%s AS a WHERE a.id = %s)"
OF_APPLICATION = THROUGH % (ALL, "application", "application_id")
OF_RUN = THROUGH % (ALL, "stagerun", "run_id")
OF_CALL = THROUGH % (ALL, "call", "call_id")
OF_DECISION = THROUGH % (ALL, "decision", "decision_id")
CALLED = ALL + " OR state IN ('published', 'finished')"

# Table, who sees a row, who may write one.
RULES = (
    ("call", CALLED, ALL),
    ("callextension", OF_CALL, ALL),
    ("application", OWN, OWN),
    ("answerchange", OF_APPLICATION, OF_APPLICATION),
    ("snapshot", OF_APPLICATION, OF_APPLICATION),
    ("evidencefile", OF_APPLICATION, OF_APPLICATION),
    ("invoiceline", OF_APPLICATION, OF_APPLICATION),
    ("stagerun", OF_APPLICATION, OF_APPLICATION),
    ("stagepause", OF_RUN, OF_RUN),
    ("correctionrequest", OF_RUN, OF_RUN),
    ("performancereport", OF_RUN, OF_RUN),
    ("document", OF_APPLICATION, OF_APPLICATION),
    ("decision", OF_APPLICATION, ALL),
    ("reviewrequest", OF_DECISION, OF_DECISION),
    ("auditfinding", OF_RUN, ALL),
    ("sitevisitreport", OF_RUN, ALL),
    ("completion", OF_RUN, ALL),
    ("recognition", OF_APPLICATION, ALL),
    ("autocase", OWN, OWN),
    ("checkfinding", ALL, ALL),
    ("panelseat", ALL, ALL),
    ("score", ALL, ALL),
    ("awardlist", ALL, ALL),
    ("awardline", ALL, ALL),
    ("awardapproval", ALL, ALL),
)


def _ruled(table: str, seen: str, written: str) -> migrations.RunSQL:
    name = f"programmes_{table}"
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {name} USING ({seen}) WITH CHECK ({written});"
        f" ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f" DROP POLICY seen_within_scope ON {name}",
    )


class Migration(migrations.Migration):
    """行级安全: for the tables of programmes."""

    dependencies = (("programmes", "0001_initial"), ("parties", "0003_row_level_security"))
    operations = tuple(_ruled(*rule) for rule in RULES)
