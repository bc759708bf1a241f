"""数据源中断: which sources could not be read; told by officers, read by everybody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RULE = """
CREATE POLICY seen_within_scope ON programmes_sourceoutage
    USING (true) WITH CHECK ((SELECT huiqi_sees_all()));
ALTER TABLE programmes_sourceoutage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
"""
UNRULE = """
ALTER TABLE programmes_sourceoutage NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY seen_within_scope ON programmes_sourceoutage
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceOutage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("registry", "市场监管登记"),
                            ("tax", "税务"),
                            ("social_insurance", "社保"),
                            ("statistics", "统计"),
                            ("bank", "银行"),
                            ("guarantor", "担保机构"),
                            ("department", "主管部门认定"),
                            ("audit", "专项审计"),
                            ("ledger", "资金拨付台账"),
                            ("self_declared", "企业自报"),
                        ],
                        max_length=20,
                        verbose_name="数据源",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="中断时间")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="恢复时间")),
                ("reason", models.CharField(max_length=200, verbose_name="情况")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="恢复登记人",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据源中断",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("source",),
                        name="source_is_away_once_at_a_time",
                        violation_error_message="这个数据源已经登记为中断",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="source_comes_back_after_it_went",
                        violation_error_message="恢复时间不能早于中断时间",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("source", "self_declared"), _negated=True),
                        ),
                        name="source_outage_says_why",
                        violation_error_message="登记中断要写明情况；企业自报不是数据源",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULE, UNRULE),
    ]
