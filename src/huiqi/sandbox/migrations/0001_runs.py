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
                name="SandboxRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=100, verbose_name="项目")),
                    (
                        "identity",
                        models.CharField(max_length=64, unique=True, verbose_name="问题的哈希"),
                    ),
                    ("settings", models.JSONField(verbose_name="改了什么")),
                    ("on", models.DateField(verbose_name="按哪一天推演")),
                    ("against", models.CharField(max_length=64, verbose_name="现行规则的指纹")),
                    ("made_with", models.CharField(max_length=40, verbose_name="软件版本")),
                    ("title", models.CharField(blank=True, max_length=100, verbose_name="名称")),
                    ("asked_at", models.DateTimeField(verbose_name="推演时间")),
                    ("done", models.PositiveIntegerField(default=0, verbose_name="已读户数")),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="算完时间"),
                    ),
                    (
                        "stopped",
                        models.CharField(blank=True, max_length=200, verbose_name="中止的原因"),
                    ),
                    ("result", models.JSONField(blank=True, null=True, verbose_name="结果")),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "register",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="runs",
                            to="citywide.cityregister",
                            verbose_name="名册",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "推演",
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(fields=["programme", "-id"], name="sandbox_run_by_programme")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("identity__regex", "^[0-9a-f]{64}$")),
                            name="sandbox_run_is_named_by_its_question",
                            violation_error_message="问题的哈希是六十四位十六进制数",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("finished_at", None), ("result", None)),
                                models.Q(
                                    ("finished_at__isnull", False),
                                    ("result__isnull", False),
                                    ("stopped", ""),
                                ),
                                _connector="OR",
                            ),
                            name="sandbox_run_is_finished_with_its_result",
                            violation_error_message="推演算完才有结果，有结果就是算完",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("finished_at", None),
                                ("finished_at__gte", models.F("asked_at")),
                                _connector="OR",
                            ),
                            name="sandbox_run_is_finished_after_it_was_asked",
                            violation_error_message="算完的时间不能早于推演的时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SandboxFirms",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("rows", models.JSONField(verbose_name="名单")),
                    ("is_whole", models.BooleanField(verbose_name="是否全部")),
                    (
                        "run",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="firms",
                            to="sandbox.sandboxrun",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "受影响名单",
                    "ordering": ("id",),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sandboxrun",
                trigger=pgtrigger.compiler.Trigger(
                    name="sandbox_run_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="c24bc73e44440a71e17c5d2d6e9763125995b8e2",
                        operation="DELETE",
                        pgid="pgtrigger_sandbox_run_is_kept_22c13",
                        table="sandbox_sandboxrun",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sandboxrun",
                trigger=pgtrigger.compiler.Trigger(
                    name="sandbox_run_is_not_rewritten",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.finished_at IS NOT NULL OR (OLD.identity, OLD.programme, OLD.settings, OLD.on, OLD.register_id, OLD.against, OLD.title, OLD.made_with, OLD.asked_by_id, OLD.asked_at) IS DISTINCT FROM (NEW.identity, NEW.programme, NEW.settings, NEW.on, NEW.register_id, NEW.against, NEW.title, NEW.made_with, NEW.asked_by_id, NEW.asked_at))",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="ea9f7728e49bf82547d500a4c148b33d589ed1ba",
                        operation="UPDATE",
                        pgid="pgtrigger_sandbox_run_is_not_rewritten_e6254",
                        table="sandbox_sandboxrun",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sandboxfirms",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="5670708d7fc74aa498db4eb02882f96452644228",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_2f2c8",
                        table="sandbox_sandboxfirms",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sandboxfirms",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="5d11d640e04ba012e09b514e6d62fc01baef5b7b",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_34ffa",
                        table="sandbox_sandboxfirms",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
