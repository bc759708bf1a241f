"""存句和不能办的人: old rows are read as they stand, and bar nobody."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0004_message_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="said",
            field=models.JSONField(blank=True, default=dict, verbose_name="存句"),
        ),
        migrations.AddField(
            model_name="todo",
            name="barred",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="不能办的人",
            ),
        ),
        migrations.AddField(
            model_name="todo",
            name="said",
            field=models.JSONField(blank=True, default=dict, verbose_name="存句"),
        ),
    ]
