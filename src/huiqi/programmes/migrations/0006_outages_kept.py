"""数据源中断只增不改: who said so and when stays; that the source is back is added once."""

import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiqi.kernel.sight import everything


def say_when_it_was_told(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Of what ended before: told when it ended, as it was then the only way."""
    with everything():
        over = apps.get_model("programmes", "SourceOutage").objects.exclude(until=None)
        over.update(ended_at=models.F("until"))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_reports")]

    operations = [
        migrations.AddField(
            model_name="sourceoutage",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="恢复登记时间"),
        ),
        migrations.AddField(
            model_name="sourceoutage",
            name="reported_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
            preserve_default=False,
        ),
        migrations.RunPython(say_when_it_was_told, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceoutage",
            trigger=pgtrigger.compiler.Trigger(
                name="source_outage_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0b2b4c1d2df37cba35ae9228cf2b0a2e57092cc0",
                    operation="DELETE",
                    pgid="pgtrigger_source_outage_is_kept_e8373",
                    table="programmes_sourceoutage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceoutage",
            trigger=pgtrigger.compiler.Trigger(
                name="source_outage_ends_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.until IS NOT NULL\n    OR (NEW.source, NEW.since, NEW.reason, NEW.reported_by_id, NEW.reported_at)\n    IS DISTINCT FROM (OLD.source, OLD.since, OLD.reason, OLD.reported_by_id, OLD.reported_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5ab25f12a3ea58a21e7f854ba5b3bd792106db9c",
                    operation="UPDATE",
                    pgid="pgtrigger_source_outage_ends_once_dbfbc",
                    table="programmes_sourceoutage",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceoutage",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__lte", models.F("reported_at"))),
                name="source_outage_is_not_foretold",
                violation_error_message="中断时间不能在将来",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceoutage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("until__isnull", True),
                    ),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("until__isnull", False),
                        ("until__lte", models.F("ended_at")),
                    ),
                    _connector="OR",
                ),
                name="source_comes_back_told_by_somebody",
                violation_error_message="恢复要写明时间和登记人，恢复时间不能在将来",
            ),
        ),
    ]
