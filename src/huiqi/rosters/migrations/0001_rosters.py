"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citywide", "0001_registers"),
        ("parties", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Roster",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("eligible", "符合"),
                                ("possible", "可能符合"),
                                ("near", "差一步"),
                            ],
                            max_length=8,
                            verbose_name="种类",
                        ),
                    ),
                    ("title", models.CharField(max_length=60, verbose_name="名称")),
                    ("purpose", models.CharField(max_length=100, verbose_name="用途")),
                    ("on", models.DateField(verbose_name="按哪一天判断")),
                    ("rules", models.CharField(max_length=64, verbose_name="规则的哈希")),
                    ("versions", models.CharField(max_length=200, verbose_name="版本")),
                    ("asked_at", models.DateTimeField(verbose_name="请求时间")),
                    ("total", models.PositiveIntegerField(verbose_name="名册户数")),
                    (
                        "found",
                        models.PositiveIntegerField(
                            blank=True, null=True, verbose_name="查到的户数"
                        ),
                    ),
                    ("done", models.PositiveIntegerField(default=0, verbose_name="已写的户数")),
                    ("listed", models.PositiveIntegerField(default=0, verbose_name="列入的户数")),
                    (
                        "stuck",
                        models.PositiveIntegerField(default=0, verbose_name="没有可走的一步的户数"),
                    ),
                    (
                        "gone",
                        models.PositiveIntegerField(default=0, verbose_name="事实已删改的户数"),
                    ),
                    (
                        "sure_fen",
                        models.BigIntegerField(default=0, verbose_name="已定的上限合计（分）"),
                    ),
                    (
                        "possible_fen",
                        models.BigIntegerField(default=0, verbose_name="至多的上限合计（分）"),
                    ),
                    (
                        "open_ends",
                        models.PositiveIntegerField(default=0, verbose_name="上限不详的户数"),
                    ),
                    ("told_at", models.DateTimeField(verbose_name="最近进展")),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="完成时间"),
                    ),
                    (
                        "stopped",
                        models.CharField(blank=True, max_length=200, verbose_name="中止的原因"),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="单位",
                        ),
                    ),
                    (
                        "register",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="citywide.cityregister",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名单",
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(fields=["programme", "kind"], name="roster_of_a_programme")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("finished_at", None), ("stopped", "")),
                            fields=("programme", "kind", "register"),
                            name="roster_of_a_kind_is_made_once_at_a_time",
                            violation_error_message="同样的名单正在做，等它做完",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["eligible", "possible", "near"])),
                            name="roster_is_of_a_kind",
                            violation_error_message="名单是符合、可能符合或差一步",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("purpose", ""), _negated=True),
                                models.Q(("title", ""), _negated=True),
                            ),
                            name="roster_says_what_it_is_for",
                            violation_error_message="写明名单的名称和用途",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("done__lte", models.F("found")),
                                models.Q(("done", 0), ("found", None)),
                                _connector="OR",
                            ),
                            name="roster_writes_down_no_more_than_was_found",
                            violation_error_message="已写的企业不能多于查到的",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("finished_at", None), ("done", models.F("found")), _connector="OR"
                            ),
                            name="roster_is_finished_when_all_is_written",
                            violation_error_message="全部写完才算完成",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("possible_fen__gte", 0), ("sure_fen__gte", 0)),
                            name="roster_sums_are_not_negative",
                            violation_error_message="上限合计不能是负数",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RosterFirm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="企业名称")),
                    (
                        "credit_code",
                        models.CharField(max_length=18, verbose_name="统一社会信用代码"),
                    ),
                    ("version", models.CharField(max_length=10, verbose_name="版本")),
                    ("district", models.CharField(blank=True, max_length=6, verbose_name="区")),
                    (
                        "industry",
                        models.CharField(blank=True, max_length=1, verbose_name="行业门类"),
                    ),
                    ("size", models.CharField(blank=True, max_length=12, verbose_name="规模")),
                    (
                        "low_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="已定的上限（分）"
                        ),
                    ),
                    (
                        "high_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="至多的上限（分）"
                        ),
                    ),
                    ("reasons", models.JSONField(verbose_name="理由")),
                    (
                        "missing",
                        models.JSONField(blank=True, default=list, verbose_name="缺少的事实"),
                    ),
                    ("lacks", models.TextField(blank=True, verbose_name="所差的条件")),
                    (
                        "is_rest_sure",
                        models.BooleanField(default=True, verbose_name="其余条件都已满足"),
                    ),
                    ("step", models.JSONField(blank=True, default=list, verbose_name="差的一步")),
                    (
                        "roster",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="firms",
                            to="rosters.roster",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名单里的企业",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("roster", "subject"),
                            name="roster_names_a_firm_once",
                            violation_error_message="一份名单里每家企业只列一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("low_fen", None),
                                ("high_fen", None),
                                ("high_fen__gte", models.F("low_fen")),
                                _connector="OR",
                            ),
                            name="roster_ceiling_has_its_ends_in_order",
                            violation_error_message="至多的上限不能小于已定的上限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("lacks", ""), ("step", [])),
                                models.Q(
                                    models.Q(("lacks", ""), _negated=True),
                                    models.Q(("step", []), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="roster_names_what_is_lacking_with_the_step",
                            violation_error_message="差一步的企业要写明差什么、差多少",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="roster",
                trigger=pgtrigger.compiler.Trigger(
                    name="roster_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="bc23b74c0754d86ffe56b0b0e35c9b502c5800dc",
                        operation="DELETE",
                        pgid="pgtrigger_roster_is_kept_c00b0",
                        table="rosters_roster",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="roster",
                trigger=pgtrigger.compiler.Trigger(
                    name="finished_roster_is_not_rewritten",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.finished_at IS NOT NULL OR OLD.stopped <> '')",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="eb9bfbbc16c5540f81e8ccc8d6b68da62477f8af",
                        operation="UPDATE",
                        pgid="pgtrigger_finished_roster_is_not_rewritten_76419",
                        table="rosters_roster",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rosterfirm",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="dd2e769c152f32a08e4e1dbaa0a9d442e09927c1",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_f6483",
                        table="rosters_rosterfirm",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rosterfirm",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="acdff3a2bb63f154ee96997a61642386e66e52d2",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_cb78a",
                        table="rosters_rosterfirm",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
