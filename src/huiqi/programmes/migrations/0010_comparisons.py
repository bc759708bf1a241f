"""免申即享比对: how far a comparison has come; for officers, as the list is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


RULE = """
CREATE POLICY seen_within_scope ON programmes_autocomparison
    USING ((SELECT huiqi_sees_all())) WITH CHECK ((SELECT huiqi_sees_all()));
ALTER TABLE programmes_autocomparison ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
"""
UNRULE = """
ALTER TABLE programmes_autocomparison NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY seen_within_scope ON programmes_autocomparison
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_two_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AutoComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="开始时间")),
                ("total", models.PositiveIntegerField(verbose_name="企业数")),
                ("compared", models.PositiveIntegerField(default=0, verbose_name="已比对")),
                ("named", models.PositiveIntegerField(default=0, verbose_name="新增")),
                ("last_subject", models.BigIntegerField(default=0, verbose_name="比对到")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="完成时间"),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="比对人",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to="programmes.call",
                        verbose_name="申报通知",
                    ),
                ),
            ],
            options={
                "verbose_name": "免申即享比对",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("call",),
                        name="call_is_compared_once_at_a_time",
                        violation_error_message="这份申报通知正在比对，请等它做完",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("named__lte", models.F("compared"))),
                        name="comparison_names_no_more_than_it_judged",
                        violation_error_message="新增的企业不能多于比对过的",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULE, UNRULE),
    ]
