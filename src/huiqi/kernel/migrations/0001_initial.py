"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="AuditSeal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("first_id", models.BigIntegerField(verbose_name="首条")),
                    ("last_id", models.BigIntegerField(verbose_name="末条")),
                    ("count", models.PositiveIntegerField(verbose_name="条数")),
                    ("previous", models.CharField(max_length=64, verbose_name="前一封存")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    ("at", models.DateTimeField(verbose_name="封存时间")),
                ],
                options={
                    "verbose_name": "审计封存",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("previous",),
                            name="audit_seals_form_one_chain",
                            violation_error_message="审计封存只能接在最后一个之后",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("count__gt", 0), ("last_id__gte", models.F("first_id"))
                            ),
                            name="audit_seal_covers_something",
                            violation_error_message="审计封存至少包含一条记录",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Blob",
                fields=[
                    (
                        "digest",
                        models.CharField(
                            max_length=64, primary_key=True, serialize=False, verbose_name="哈希"
                        ),
                    ),
                    ("size", models.BigIntegerField(verbose_name="字节数")),
                    ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("quarantined", "待查杀"),
                                ("clean", "可以使用"),
                                ("rejected", "已拦截"),
                                ("discarded", "已删除"),
                            ],
                            max_length=12,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "finding",
                        models.CharField(blank=True, max_length=200, verbose_name="查杀结果"),
                    ),
                    (
                        "scanned_by",
                        models.CharField(
                            blank=True, db_default="", max_length=200, verbose_name="由谁查杀"
                        ),
                    ),
                    ("stored_at", models.DateTimeField(verbose_name="存入时间")),
                ],
                options={
                    "verbose_name": "内容",
                    "ordering": ("digest",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                            name="blob_is_named_by_its_hash",
                            violation_error_message="内容以 SHA-256 命名",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("size__gt", 0)),
                            name="blob_is_not_empty",
                            violation_error_message="文件是空的",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ClockOffset",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("offset", models.DurationField(verbose_name="偏移")),
                ],
                options={
                    "verbose_name": "时钟偏移",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("pk", 1)),
                            name="clock_offset_is_one_row",
                            violation_error_message="时钟偏移只有一行",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="IdempotencyKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("scope", models.CharField(max_length=80, verbose_name="调用方")),
                    ("key", models.CharField(max_length=200, verbose_name="凭据")),
                    ("fingerprint", models.CharField(max_length=64, verbose_name="请求指纹")),
                    ("status", models.PositiveSmallIntegerField(null=True, verbose_name="状态码")),
                    ("answer", models.JSONField(null=True, verbose_name="答复")),
                    ("created_at", models.DateTimeField(verbose_name="时间")),
                ],
                options={
                    "verbose_name": "重复提交的凭据",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("scope", "key"),
                            name="idempotency_key_is_one_request",
                            violation_error_message="这个凭据已经用过",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MoveLog",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=100, verbose_name="对象种类")),
                    ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                    ("move", models.CharField(max_length=60, verbose_name="动作")),
                    ("source", models.CharField(max_length=40, verbose_name="原状态")),
                    ("target", models.CharField(max_length=40, verbose_name="新状态")),
                    ("person_id", models.BigIntegerField(null=True, verbose_name="办理人")),
                    ("organization_id", models.BigIntegerField(null=True, verbose_name="代表单位")),
                    ("note", models.TextField(blank=True, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                ],
                options={
                    "verbose_name": "流转记录",
                    "ordering": ("id",),
                    "indexes": [
                        models.Index(fields=["kind", "object_id", "id"], name="move_log_of_object")
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="OutboxMessage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=60, verbose_name="种类")),
                    ("key", models.CharField(max_length=200, unique=True, verbose_name="唯一键")),
                    ("payload", models.JSONField(default=dict, verbose_name="内容")),
                    ("created_at", models.DateTimeField(verbose_name="产生时间")),
                    (
                        "sent_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="发出时间"),
                    ),
                    (
                        "attempts",
                        models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数"),
                    ),
                    ("last_error", models.TextField(blank=True, verbose_name="最近的错误")),
                ],
                options={
                    "verbose_name": "待发消息",
                    "ordering": ("id",),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("sent_at__isnull", True)),
                            fields=["id"],
                            name="outbox_waiting",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RateCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("bucket", models.CharField(max_length=120, verbose_name="计数对象")),
                    ("window", models.DateTimeField(verbose_name="窗口")),
                    ("hits", models.PositiveIntegerField(default=0, verbose_name="次数")),
                ],
                options={
                    "verbose_name": "访问计数",
                    "ordering": ("bucket", "window"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("bucket", "window"),
                            name="rate_count_is_one_a_window",
                            violation_error_message="每个窗口只有一个计数",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Sequence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("prefix", models.CharField(max_length=10, verbose_name="前缀")),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("last", models.BigIntegerField(default=0, verbose_name="最后一号")),
                ],
                options={
                    "verbose_name": "编号序列",
                    "ordering": ("prefix", "year"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("prefix", "year"),
                            name="sequence_is_one_a_year",
                            violation_error_message="每个前缀每年只有一个序列",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("last__gte", 0)),
                            name="sequence_never_goes_below_zero",
                            violation_error_message="编号不能为负",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ServiceMinute",
                fields=[
                    (
                        "at",
                        models.DateTimeField(
                            primary_key=True, serialize=False, verbose_name="分钟"
                        ),
                    ),
                    ("answered", models.PositiveIntegerField(verbose_name="应答数")),
                    ("failed", models.PositiveIntegerField(verbose_name="失败数")),
                ],
                options={
                    "verbose_name": "服务的一分钟",
                    "ordering": ("at",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("failed__lte", models.F("answered"))),
                            name="service_minute_fails_no_more_than_it_answers",
                            violation_error_message="失败数不能多于应答数",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SharedValue",
                fields=[
                    (
                        "key",
                        models.CharField(
                            max_length=250, primary_key=True, serialize=False, verbose_name="键"
                        ),
                    ),
                    ("value", models.JSONField(verbose_name="值")),
                    (
                        "expires_at",
                        models.DateTimeField(db_index=True, null=True, verbose_name="到期时间"),
                    ),
                ],
                options={
                    "verbose_name": "共享值",
                    "ordering": ("key",),
                },
            ),
            migrations.CreateModel(
                name="StoredFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="文件名")),
                    ("subject_id", models.BigIntegerField(null=True, verbose_name="数据主体")),
                    ("person_id", models.BigIntegerField(null=True, verbose_name="上传人")),
                    ("at", models.DateTimeField(verbose_name="上传时间")),
                    (
                        "gone_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="删除时间"),
                    ),
                    (
                        "blob",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="kernel.blob",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "文件",
                    "ordering": ("id",),
                    "indexes": [models.Index(fields=["subject_id", "id"], name="file_of_subject")],
                },
            ),
            migrations.CreateModel(
                name="AuditEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[("read", "查看"), ("write", "办理")],
                            max_length=5,
                            verbose_name="行为",
                        ),
                    ),
                    ("verb", models.CharField(max_length=80, verbose_name="动作")),
                    ("kind", models.CharField(blank=True, max_length=100, verbose_name="对象种类")),
                    ("object_id", models.BigIntegerField(null=True, verbose_name="对象编号")),
                    ("subject_id", models.BigIntegerField(null=True, verbose_name="数据主体")),
                    ("person_id", models.BigIntegerField(null=True, verbose_name="办理人")),
                    ("organization_id", models.BigIntegerField(null=True, verbose_name="代表单位")),
                    ("purpose", models.CharField(blank=True, max_length=200, verbose_name="目的")),
                    ("detail", models.JSONField(default=dict, verbose_name="详情")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                ],
                options={
                    "verbose_name": "审计记录",
                    "ordering": ("id",),
                    "indexes": [
                        models.Index(fields=["subject_id", "-id"], name="audit_of_subject"),
                        models.Index(fields=["person_id", "-id"], name="audit_of_person"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "read"), _negated=True),
                                models.Q(("purpose", ""), _negated=True),
                                ("person_id__isnull", True),
                                _connector="OR",
                            ),
                            name="audit_read_says_why",
                            violation_error_message="查看非公开数据必须写明目的",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="auditentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="2f03bd5a441dbd353bcbd274575dfc2a8977a430",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5efc5",
                        table="kernel_auditentry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="auditentry",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="2add05afa9311c917628bb098393bbb4e6925cd1",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_f8aee",
                        table="kernel_auditentry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="auditseal",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c12391bb4ff1e779cf844ac03263f10785acd7b2",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_106ef",
                        table="kernel_auditseal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="auditseal",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="65bd92cb5a61c8da3e32237643156d3648c39dc0",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ce8ca",
                        table="kernel_auditseal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="movelog",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="610e7596a0cabf96669daf94955deebc5f4cff35",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_ba3bd",
                        table="kernel_movelog",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="movelog",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="61defacbd0815e253887778dc3aa2a160fd77ed4",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_79c8f",
                        table="kernel_movelog",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
