"""代班: what would come to one body comes to another for a while."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0013_draft_files"),
        ("parties", "0008_account_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(verbose_name="至（不含）")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organization",
                        verbose_name="代班的单位",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organization",
                        verbose_name="暂时不能办的单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "代班",
                "ordering": ("-since", "-id"),
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=(
                            (
                                models.Func(
                                    "organization",
                                    "organization",
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (models.Func("since", "until", function="daterange"), "&&"),
                        ),
                        name="body_is_covered_by_one_at_a_time",
                        violation_error_message="这个单位在这段时间已经有代班的单位",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="cover_ends_after_it_begins",
                        violation_error_message="代班的止日必须晚于起日",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("organization")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="cover_is_by_another_and_says_why",
                        violation_error_message="选另一个单位代班，并写明原因",
                    ),
                ],
            },
        ),
    ]
