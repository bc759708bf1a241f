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
        ("kernel", "0001_initial"),
        ("ledger", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Threshold",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("above_fen", models.BigIntegerField(verbose_name="限额（分）")),
                    ("basis", models.CharField(max_length=200, verbose_name="依据")),
                    ("set_at", models.DateTimeField(verbose_name="设定时间")),
                ],
                options={
                    "verbose_name": "双人复核限额",
                    "ordering": ("-since", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("above_fen__gte", 0)),
                            name="threshold_is_not_below_zero",
                            violation_error_message="双人复核限额不能为负",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("basis", ""), _negated=True),
                            name="threshold_says_what_it_rests_on",
                            violation_error_message="双人复核限额要写明依据",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="BankFormat",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.SlugField(max_length=40, verbose_name="代码")),
                    ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    (
                        "kind",
                        models.CharField(
                            choices=[("csv", "CSV"), ("xlsx", "Excel（.xlsx）")],
                            max_length=8,
                            verbose_name="文件种类",
                        ),
                    ),
                    (
                        "encoding",
                        models.CharField(
                            choices=[
                                ("utf-8", "UTF-8"),
                                ("utf-8-sig", "UTF-8（带标记）"),
                                ("gbk", "GBK"),
                                ("gb18030", "GB18030"),
                            ],
                            default="utf-8",
                            max_length=12,
                            verbose_name="编码",
                        ),
                    ),
                    (
                        "separator",
                        models.CharField(
                            choices=[(",", "逗号"), (";", "分号"), ("|", "竖线"), ("\t", "制表符")],
                            default=",",
                            max_length=1,
                            verbose_name="分隔符",
                        ),
                    ),
                    (
                        "unit",
                        models.CharField(
                            choices=[("yuan", "元，两位小数"), ("fen", "分")],
                            default="yuan",
                            max_length=8,
                            verbose_name="金额单位",
                        ),
                    ),
                    ("columns", models.JSONField(verbose_name="付款文件的列")),
                    ("answer_columns", models.JSONField(verbose_name="回单的列")),
                    ("words", models.JSONField(verbose_name="结果的说法")),
                    (
                        "footer",
                        models.CharField(blank=True, max_length=20, verbose_name="合计行的开头"),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "银行文件格式",
                    "ordering": ("code", "-edition"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("code", "edition"),
                            name="format_has_its_own_edition",
                            violation_error_message="这个格式的这一版已经登记",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("title", ""), _negated=True), ("edition__gte", 1)
                            ),
                            name="format_has_a_title",
                            violation_error_message="银行文件格式要写明名称和版次",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="PaymentOrder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="编号")),
                    ("title", models.CharField(max_length=60, verbose_name="用途")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("drafted", "起草"),
                                ("submitted", "待复核"),
                                ("half_checked", "待第二人复核"),
                                ("checked", "已复核"),
                                ("exported", "已送银行"),
                                ("answered", "银行已答复，尚有未定"),
                                ("closed", "已办结"),
                                ("cancelled", "已作废"),
                            ],
                            default="drafted",
                            editable=False,
                            max_length=12,
                            verbose_name="进展",
                        ),
                    ),
                    (
                        "lines_count",
                        models.PositiveIntegerField(default=0, editable=False, verbose_name="笔数"),
                    ),
                    (
                        "total_fen",
                        models.BigIntegerField(
                            default=0, editable=False, verbose_name="合计（分）"
                        ),
                    ),
                    (
                        "second_above_fen",
                        models.BigIntegerField(
                            default=0, editable=False, verbose_name="双人复核限额（分）"
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="制单时间")),
                    (
                        "first_checker",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="复核人",
                        ),
                    ),
                    (
                        "format",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="orders",
                            to="payments.bankformat",
                            verbose_name="银行文件格式",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="制单人",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="经办单位",
                        ),
                    ),
                    (
                        "second_checker",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="第二复核人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "拨付单",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="order_has_its_own_number",
                            violation_error_message="这个编号已经是另一张拨付单的",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True),
                            name="order_says_what_for",
                            violation_error_message="拨付单要写明用途",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("first_checker__isnull", True),
                                models.Q(("first_checker", models.F("made_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="order_is_checked_by_another",
                            violation_error_message="制单人不能复核自己的拨付单",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("second_checker__isnull", True),
                                models.Q(
                                    ("first_checker__isnull", False),
                                    models.Q(
                                        ("second_checker", models.F("made_by")), _negated=True
                                    ),
                                    models.Q(
                                        ("second_checker", models.F("first_checker")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="order_is_checked_twice_by_two",
                            violation_error_message="第二复核人不能是制单人，也不能是第一复核人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state__in", ("checked", "exported", "answered", "closed")),
                                    _negated=True,
                                ),
                                models.Q(
                                    ("first_checker__isnull", False),
                                    models.Q(
                                        ("total_fen__lte", models.F("second_above_fen")),
                                        ("second_checker__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="order_is_let_through_by_enough_people",
                            violation_error_message="拨付单要先复核；超过限额的要两个人复核",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("drafted", "cancelled")),
                                models.Q(("lines_count__gt", 0), ("total_fen__gt", 0)),
                                _connector="OR",
                            ),
                            name="order_pays_something",
                            violation_error_message="拨付单里没有一笔付款，不能提交",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PaymentLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveIntegerField(verbose_name="序号")),
                    ("reference", models.CharField(max_length=30, verbose_name="付款序号")),
                    ("call", models.CharField(max_length=40, verbose_name="申报通知")),
                    (
                        "instalment",
                        models.PositiveSmallIntegerField(default=1, verbose_name="第几期"),
                    ),
                    ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                    ("holder", models.CharField(max_length=120, verbose_name="户名")),
                    ("bank", models.CharField(max_length=120, verbose_name="开户银行")),
                    ("number", models.CharField(max_length=40, verbose_name="账号")),
                    ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("planned", "待送银行"),
                                ("in_transit", "在途"),
                                ("unknown", "结果不明"),
                                ("paid", "已支付"),
                                ("failed", "付款未成"),
                                ("returned", "退票"),
                                ("dropped", "未送银行"),
                            ],
                            default="planned",
                            editable=False,
                            max_length=12,
                            verbose_name="进展",
                        ),
                    ),
                    (
                        "settled_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="结果时间"),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="银行说明")),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.bankaccount",
                            verbose_name="收款账户",
                        ),
                    ),
                    (
                        "budget",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.budget",
                            verbose_name="年度预算",
                        ),
                    ),
                    (
                        "retries",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="retried_by",
                            to="payments.paymentline",
                            verbose_name="重付的是",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="payments.paymentorder",
                            verbose_name="拨付单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "付款",
                    "ordering": ("order_id", "position"),
                    "indexes": [
                        models.Index(fields=["subject", "state"], name="payment_of_firm"),
                        models.Index(
                            condition=models.Q(("state", "unknown")),
                            fields=["id"],
                            name="payment_unknown",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("order", "position"),
                            name="line_has_its_own_place",
                            violation_error_message="这一行的序号已经用过",
                        ),
                        models.UniqueConstraint(
                            fields=("reference",),
                            name="line_has_its_own_reference",
                            violation_error_message="这个付款序号已经用过",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("planned", "in_transit", "unknown"))),
                            fields=("budget", "call", "subject", "instalment"),
                            name="line_is_the_only_one_alive",
                            violation_error_message="这家企业的这笔资金已经在一张拨付单里，等那一笔有了结果才能再付",
                        ),
                        models.UniqueConstraint(
                            fields=("budget", "call", "subject", "instalment", "attempt"),
                            name="line_counts_its_attempts",
                            violation_error_message="这家企业的这笔资金已经有这一次付款",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("retries__isnull", False)),
                            fields=("retries",),
                            name="line_is_retried_once",
                            violation_error_message="这一笔已经重付过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen__gt", 0)),
                            name="line_pays_something",
                            violation_error_message="付款金额必须大于零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("number__regex", "^[0-9]{8,32}$"),
                                models.Q(("holder", ""), _negated=True),
                                models.Q(("bank", ""), _negated=True),
                            ),
                            name="line_says_whom_to_pay",
                            violation_error_message="付款要写明户名、开户银行和 8 至 32 位数字的账号",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("attempt__gte", 1),
                                models.Q(
                                    ("retries__isnull", True), ("attempt__gt", 1), _connector="OR"
                                ),
                            ),
                            name="line_that_retries_is_not_the_first",
                            violation_error_message="重付的一笔不是第一次付款",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("planned", "in_transit", "dropped")),
                                ("settled_at__isnull", False),
                                _connector="OR",
                            ),
                            name="line_says_when_the_bank_answered",
                            violation_error_message="有结果的付款要写明银行答复的时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Receipt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="编号")),
                    ("text", models.TextField(verbose_name="内容")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    ("made_at", models.DateTimeField(verbose_name="出具时间")),
                    (
                        "line",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="receipt",
                            to="payments.paymentline",
                            verbose_name="付款",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "拨付回执",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="receipt_has_its_own_number",
                            violation_error_message="这个编号已经是另一张回执的",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                            name="receipt_names_its_hash",
                            violation_error_message="回执的哈希应为 SHA-256",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="BankAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                    ("digest", models.CharField(max_length=64, verbose_name="文件哈希")),
                    ("is_taken", models.BooleanField(verbose_name="已采信")),
                    (
                        "results",
                        models.JSONField(blank=True, default=list, verbose_name="逐笔结果"),
                    ),
                    ("problems", models.JSONField(blank=True, default=list, verbose_name="问题")),
                    ("made_at", models.DateTimeField(verbose_name="上传时间")),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                            verbose_name="文件",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="payments.paymentorder",
                            verbose_name="拨付单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "银行回单",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_taken", True)),
                            fields=("order", "digest"),
                            name="answer_is_taken_once",
                            violation_error_message="这份回单已经采信过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                            name="answer_names_its_hash",
                            violation_error_message="文件哈希应为 SHA-256",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="BankFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="文件名")),
                    ("content", models.BinaryField(verbose_name="内容")),
                    ("digest", models.CharField(max_length=64, verbose_name="文件哈希")),
                    ("lines_count", models.PositiveIntegerField(verbose_name="笔数")),
                    ("total_fen", models.BigIntegerField(verbose_name="合计（分）")),
                    ("made_at", models.DateTimeField(verbose_name="导出时间")),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="导出人",
                        ),
                    ),
                    (
                        "order",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bank_file",
                            to="payments.paymentorder",
                            verbose_name="拨付单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "付款文件",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                            name="bank_file_names_its_hash",
                            violation_error_message="文件哈希应为 SHA-256",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankformat",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="3ebd1730001f24b6fd59d4a1f68bfe7928d93b7d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_02827",
                        table="payments_bankformat",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankformat",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="d553b9b66f775b0da34c296ff8320b8d2a417a34",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_820e3",
                        table="payments_bankformat",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="threshold",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="cf6e0a8c48088c23af8b3722493a308a817335ee",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_9cd5b",
                        table="payments_threshold",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="threshold",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="fc5f6ac442601f1a3e5e00abda7621b8508cc0af",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_57421",
                        table="payments_threshold",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankfile",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9f74e8638cb9a253afd14d9a8045a19a461928ec",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_09315",
                        table="payments_bankfile",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankfile",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="bba084aec9bd31676687150b7af34feed0fe9f9c",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_10811",
                        table="payments_bankfile",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="254e3c6da319eb085874b38aaa65e8b4f79e13e6",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e759a",
                        table="payments_bankanswer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="791bda1f29bf5a77b444aa27be188a872f858f40",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_eda9a",
                        table="payments_bankanswer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e3601501bf4a61dfb8a1866dc6b73ff9e22d6cdf",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_425f3",
                        table="payments_receipt",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="2012e99d57f3878796c6a21ce5412a1ce42c5fca",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_729ab",
                        table="payments_receipt",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
