"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
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
                name="DataRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                    (
                        "kind",
                        models.CharField(
                            choices=[("copy", "取得副本"), ("erasure", "删除")],
                            max_length=10,
                            verbose_name="种类",
                        ),
                    ),
                    ("reason", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("asked", "办理中"),
                                ("ready", "可以取走"),
                                ("expired", "副本已清除"),
                                ("done", "已删除"),
                                ("declined", "不予删除"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="asked",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    ("due_on", models.DateField(verbose_name="应办结日期")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="办结日期暂定"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="办结时间"),
                    ),
                    ("answer", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                    ("outcome", models.JSONField(blank=True, default=list, verbose_name="结果")),
                    (
                        "expires_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="取走期限（不含）"
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="data_requests",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="data_requests",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "数据请求",
                    "ordering": ("-asked_at", "-id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("status", "asked")),
                            fields=("asked_by", "kind", "subject"),
                            name="data_request_is_open_once",
                            nulls_distinct=False,
                            violation_error_message="同样的请求正在办理，请等它办结",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "ready"), _negated=True),
                                ("expires_at__isnull", False),
                                _connector="OR",
                            ),
                            name="copy_of_data_expires",
                            violation_error_message="副本必须有取走期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "declined"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="declined_erasure_says_why",
                            violation_error_message="不予删除必须说明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DataPackage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("content", models.BinaryField(verbose_name="内容")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    ("made_at", models.DateTimeField(verbose_name="生成时间")),
                    (
                        "request",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="package",
                            to="rights.datarequest",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "数据包",
                    "ordering": ("id",),
                },
            ),
            migrations.CreateModel(
                name="LookQuestion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("entry_id", models.BigIntegerField(verbose_name="审计记录")),
                    ("text", models.TextField(max_length=1000, verbose_name="问题")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("open", "待答复"),
                                ("answered", "已答复"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    ("due_on", models.DateField(verbose_name="应答复日期")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="答复日期暂定"),
                    ),
                    ("answer", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                    (
                        "answered_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                    ),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
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
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="look_questions",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "查看询问",
                    "ordering": ("-asked_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("status", "withdrawn"), _negated=True),
                            fields=("subject", "entry_id"),
                            name="look_is_questioned_once",
                            violation_error_message="这条查看记录已经问过，请看答复",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="look_question_asks_something",
                            violation_error_message="请写明要问什么",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "answered"), _negated=True),
                                models.Q(
                                    models.Q(("answer", ""), _negated=True),
                                    ("answered_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="look_question_is_answered_in_words",
                            violation_error_message="答复不能是空的，并要有答复时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SourceDesk",
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
                            verbose_name="来源",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="主管部门",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "来源主管",
                    "ordering": ("source",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("source",),
                            name="source_has_one_desk",
                            violation_error_message="这个来源已经有主管部门",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CorrectionFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "correction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="parties.factcorrection",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
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
                    "verbose_name": "更正依据",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("correction", "file"),
                            name="correction_has_a_file_once",
                            violation_error_message="这个文件已经附上",
                        )
                    ],
                },
            ),
        )
    ]
