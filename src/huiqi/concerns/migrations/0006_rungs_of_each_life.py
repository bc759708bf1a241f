"""提级的起算: a rung is taken once in each life of a case, not once for ever.

Of what is on record the moment is known: the rungs since the case was opened again count from
there, earlier ones from when it was handed in.
"""

from django.db import migrations, models

# Nobody sees the rows who has no scope; it ends with the transaction. The column is new, so
# what history says is not changed by filling it.
COUNTED = """
SELECT set_config('huiqi.scope', 'all', true);
ALTER TABLE concerns_escalation DISABLE TRIGGER USER;
UPDATE concerns_escalation AS e
SET counted_from = CASE WHEN e.at >= c.ladder_from THEN c.ladder_from ELSE c.submitted_at END
FROM concerns_concern AS c WHERE c.id = e.concern_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE concerns_escalation ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """提级的起算: filled, then demanded, then part of the rule."""

    dependencies = (("concerns", "0005_problems_within_scope"),)
    operations = (
        migrations.AddField(
            model_name="escalation",
            name="counted_from",
            field=models.DateTimeField(null=True, verbose_name="阶梯起算"),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="escalation",
            name="counted_from",
            field=models.DateTimeField(verbose_name="阶梯起算"),
        ),
        migrations.RemoveConstraint(
            model_name="escalation", name="rung_of_the_ladder_is_taken_once"
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", "ladder")),
                fields=("concern", "counted_from", "day"),
                name="rung_of_the_ladder_is_taken_once",
                violation_error_message="这一级已经走过",
            ),
        ),
    )
