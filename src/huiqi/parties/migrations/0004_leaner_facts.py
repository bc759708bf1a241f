"""事实表: two indexes go that nothing reads, for every imported row paid for them.

Only the indexes are dropped, at once. Django would drop the foreign keys as well and check all
facts again, while nobody may write.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _index(name: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON parties_fact ({column})"
    )


class Migration(migrations.Migration):
    """事实表: without indexes of their own for the subject and for who recorded a fact."""

    dependencies = (("parties", "0003_row_level_security"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[
                _index("parties_fact_subject_id_00d79255", "subject_id"),
                _index("parties_fact_recorded_by_id_1ec57e4b", "recorded_by_id"),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="fact",
                    name="recorded_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="fact",
                    name="subject",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="parties.subject",
                    ),
                ),
            ],
        ),
    )
