"""异议的裁定: one that ended with its case was not left undecided by the desk.

What is on record stays as it was written down: of an old one nobody can tell any more which.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """异议的裁定: one more outcome."""

    dependencies = (("concerns", "0006_rungs_of_each_life"),)
    operations = (
        migrations.AlterField(
            model_name="objection",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "改派"),
                    ("insisted", "维持，不再改派"),
                    ("lapsed", "逾期未裁定，维持"),
                    ("settled", "诉求已了结，不再裁定"),
                ],
                max_length=10,
                verbose_name="裁定",
            ),
        ),
    )
