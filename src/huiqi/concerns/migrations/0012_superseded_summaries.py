"""A public summary that still waits is replaced by a newer one; one at most waits."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0011_joinings_within_scope"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="publicsummary",
            name="public_summary_is_not_rewritten",
        ),
        migrations.AddField(
            model_name="publicsummary",
            name="replaced_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="被新版取代的时间"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicsummary",
            trigger=pgtrigger.compiler.Trigger(
                name="public_summary_is_not_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.problem_id, OLD.version, OLD.title, OLD.text, OLD.written_by_id, OLD.written_at) IS DISTINCT FROM (NEW.problem_id, NEW.version, NEW.title, NEW.text, NEW.written_by_id, NEW.written_at) OR OLD.published_at IS NOT NULL AND (OLD.published_at, OLD.published_by_id) IS DISTINCT FROM (NEW.published_at, NEW.published_by_id) OR OLD.replaced_at IS NOT NULL AND OLD.replaced_at IS DISTINCT FROM NEW.replaced_at)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="aab622e49483dc13625acbeb8c8ea1e0863809f2",
                    operation="UPDATE",
                    pgid="pgtrigger_public_summary_is_not_rewritten_b44b0",
                    table="concerns_publicsummary",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("replaced_at__isnull", True), _connector="OR"
                ),
                name="replaced_summary_was_never_published",
                violation_error_message="等着发布的才会被新版取代",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True), ("replaced_at__isnull", True)),
                fields=("problem",),
                name="public_summary_waits_in_one_version",
                violation_error_message="已有一版公开摘要等着发布",
            ),
        ),
    ]
