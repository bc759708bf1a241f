"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
import django.db.models.expressions
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="RegisterImport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                    (
                        "format",
                        models.CharField(
                            choices=[
                                ("csv", "CSV"),
                                ("xlsx", "Excel（.xlsx）"),
                                ("parquet", "Parquet"),
                            ],
                            max_length=8,
                            verbose_name="文件格式",
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, verbose_name="文件哈希")),
                    ("size", models.BigIntegerField(verbose_name="字节数")),
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
                            verbose_name="来源",
                        ),
                    ),
                    ("as_of", models.DateField(verbose_name="截至日期")),
                    ("columns", models.JSONField(verbose_name="各列对应的事实")),
                    ("rows", models.PositiveIntegerField(verbose_name="行数")),
                    ("rows_refused", models.PositiveIntegerField(verbose_name="有问题的行数")),
                    ("firms_created", models.PositiveIntegerField(verbose_name="新建单位数")),
                    ("firms_known", models.PositiveIntegerField(verbose_name="已有单位数")),
                    ("facts_recorded", models.PositiveBigIntegerField(verbose_name="新记事实数")),
                    ("first_fact_id", models.BigIntegerField(null=True, verbose_name="首条事实")),
                    ("last_fact_id", models.BigIntegerField(null=True, verbose_name="末条事实")),
                    ("problems", models.JSONField(default=list, verbose_name="问题")),
                    ("imported_at", models.DateTimeField(verbose_name="导入时间")),
                    (
                        "imported_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="导入人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名册导入",
                    "ordering": ("-id",),
                    "indexes": [models.Index(fields=["digest", "source"], name="import_of_file")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                            name="import_names_the_hash_of_its_file",
                            violation_error_message="文件哈希应为 SHA-256",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "rows__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("rows_refused"), "+", models.F("firms_created")
                                        ),
                                        "+",
                                        models.F("firms_known"),
                                    ),
                                )
                            ),
                            name="import_counts_every_row_once",
                            violation_error_message="导入的各项行数之和不能超过总行数",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("facts_recorded", 0),
                                    ("first_fact_id", None),
                                    ("last_fact_id", None),
                                ),
                                models.Q(
                                    ("facts_recorded__gt", 0),
                                    ("last_fact_id__gte", models.F("first_fact_id")),
                                ),
                                _connector="OR",
                            ),
                            name="import_knows_where_its_facts_are",
                            violation_error_message="有新事实的导入须写明首末编号",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="RegisterCase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
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
                            verbose_name="来源",
                        ),
                    ),
                    ("as_of", models.DateField(verbose_name="截至日期")),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("reading", "正在核对"),
                                ("checked", "等你确认"),
                                ("unusable", "不能导入"),
                                ("dropped", "已放弃"),
                                ("importing", "正在导入"),
                                ("imported", "已导入"),
                                ("undoing", "正在撤销"),
                                ("undone", "已撤销"),
                            ],
                            default="reading",
                            editable=False,
                            max_length=12,
                            verbose_name="进展",
                        ),
                    ),
                    ("counts", models.JSONField(blank=True, default=dict, verbose_name="核对结果")),
                    ("problems", models.JSONField(blank=True, default=list, verbose_name="问题")),
                    ("has_errors", models.BooleanField(default=False, verbose_name="有错误表")),
                    ("opened_at", models.DateTimeField(verbose_name="上传时间")),
                    (
                        "file",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                            verbose_name="文件",
                        ),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    (
                        "register_import",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="case",
                            to="registers.registerimport",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名册办理",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("stage__in", ("imported", "undoing", "undone")), _negated=True
                                ),
                                ("register_import__isnull", False),
                                _connector="OR",
                            ),
                            name="register_case_knows_what_it_imported",
                            violation_error_message="已导入的名册须有导入编号",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ImportedOrganization",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "register_import",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="created",
                            to="registers.registerimport",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "导入的单位",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("register_import", "organization"),
                            name="organization_is_created_once_by_an_import",
                            violation_error_message="一次导入只新建一家单位一次",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="RegisterUndo",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("facts_restored", models.PositiveBigIntegerField(verbose_name="恢复事实数")),
                    ("firms_closed", models.PositiveIntegerField(verbose_name="注销单位数")),
                    ("closed_on", models.DateField(verbose_name="注销日期")),
                    ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                    ("undone_at", models.DateTimeField(verbose_name="撤销时间")),
                    (
                        "register_import",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="undo",
                            to="registers.registerimport",
                        ),
                    ),
                    (
                        "undone_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="撤销人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "撤销导入",
                    "ordering": ("-id",),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="registerimport",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="dfc8e558bc76d6a2a3b7741a4f99a47828beb824",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_16c41",
                        table="registers_registerimport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="registerimport",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="0d93e814649e12c0adc83fd8a00828e10a0ad404",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_604db",
                        table="registers_registerimport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="importedorganization",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="73832dfb77efbd7f136087d442b9e0adb942ba16",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_67b56",
                        table="registers_importedorganization",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="importedorganization",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="5d53ca8f0b08ab4d3e0295df09ae51b6c0e6cc69",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_131d8",
                        table="registers_importedorganization",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="registerundo",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d8ac8ecdf2b92b908859602438fa1664bec972af",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8b437",
                        table="registers_registerundo",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="registerundo",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="75147c830ee473a54524a3c7b7671efd05eac2ce",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_8289a",
                        table="registers_registerundo",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
