import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_row_level_security"),
        ("parties", "0006_history_within_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("query", models.CharField(max_length=300, verbose_name="筛选")),
                ("made_at", models.DateTimeField(verbose_name="存于")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_views",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "常用筛选",
                "ordering": ("made_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "name"),
                        name="desk_view_has_a_name_of_its_own",
                        violation_error_message="已经有这个名称的常用筛选",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("query", ""), _negated=True),
                        ),
                        name="desk_view_has_a_name_and_filters",
                        violation_error_message="常用筛选要有名称和筛选",
                    ),
                ],
            },
        ),
    ]
