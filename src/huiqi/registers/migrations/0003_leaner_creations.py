"""导入的单位: an index goes that the unique pair of the same table already is."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "registers_importedorganization_register_import_id_f0ab4838"


class Migration(migrations.Migration):
    """导入的单位: without an index of its own for the import; dropped at once."""

    dependencies = (("registers", "0002_row_level_security"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {NAME}",
                    f"CREATE INDEX {NAME} ON registers_importedorganization (register_import_id)",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="importedorganization",
                    name="register_import",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="created",
                        to="registers.registerimport",
                    ),
                ),
            ],
        ),
    )
