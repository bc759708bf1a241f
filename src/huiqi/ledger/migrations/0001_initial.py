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
        ("parties", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Entry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "deed",
                        models.CharField(
                            choices=[
                                ("opening", "期初"),
                                ("appropriate", "下达预算"),
                                ("withdraw", "收回预算"),
                                ("transfer", "预算调剂"),
                                ("commit", "承诺"),
                                ("release", "释放承诺"),
                                ("approve", "核定"),
                                ("revoke", "撤销核定"),
                                ("order", "送付"),
                                ("fail", "付款未成"),
                                ("pay", "支付"),
                                ("return", "退回"),
                                ("restore", "退回款恢复指标"),
                                ("surrender", "退回款上缴"),
                                ("carry", "年终结转"),
                                ("reverse", "冲正"),
                            ],
                            max_length=12,
                            verbose_name="业务种类",
                        ),
                    ),
                    ("booked_on", models.DateField(verbose_name="记账日期")),
                    ("memo", models.CharField(max_length=200, verbose_name="摘要")),
                    ("key", models.CharField(max_length=120, verbose_name="业务凭据")),
                    ("fingerprint", models.CharField(max_length=64, verbose_name="指纹")),
                    ("lines", models.PositiveSmallIntegerField(verbose_name="分录数")),
                    (
                        "origin_kind",
                        models.CharField(blank=True, max_length=100, verbose_name="来自何种事项"),
                    ),
                    ("origin_id", models.BigIntegerField(null=True, verbose_name="来自事项编号")),
                    ("source", models.CharField(blank=True, max_length=300, verbose_name="来源")),
                    ("grants", models.PositiveIntegerField(default=0, verbose_name="家次")),
                    ("is_rounded", models.BooleanField(default=False, verbose_name="约数")),
                    ("made_at", models.DateTimeField(verbose_name="制单时间")),
                    (
                        "checked_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="复核人",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="制单人",
                        ),
                    ),
                    (
                        "reverses",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reversals",
                            to="ledger.entry",
                            verbose_name="冲正",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "凭证",
                    "ordering": ("id",),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("origin_kind", ""), _negated=True),
                            fields=["origin_kind", "origin_id"],
                            name="entry_of_origin",
                        ),
                        models.Index(fields=["booked_on"], name="entry_of_day"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("key",),
                            name="entry_is_booked_once",
                            violation_error_message="这笔业务已经记过账",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("reverses__isnull", False)),
                            fields=("reverses",),
                            name="entry_is_reversed_once",
                            violation_error_message="这张凭证已经冲正过，不能再冲",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("deed", "reverse"), ("reverses__isnull", False)),
                                models.Q(
                                    models.Q(("deed", "reverse"), _negated=True),
                                    ("reverses__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="entry_reverses_another_or_none",
                            violation_error_message="冲正凭证要写明冲的是哪一张，其他凭证不能写",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("deed", "opening"), _negated=True),
                                models.Q(("source", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="entry_of_opening_names_its_source",
                            violation_error_message="期初凭证要写明数字的来源",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("memo", ""), _negated=True),
                                models.Q(("key", ""), _negated=True),
                                ("lines__gte", 2),
                            ),
                            name="entry_says_what_it_is",
                            violation_error_message="凭证要写明摘要和业务凭据，至少有两笔分录",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("deed__in", ("transfer", "carry")), _negated=True),
                                models.Q(("checked_by__isnull", False), ("made_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="entry_of_transfer_bears_two_signatures",
                            violation_error_message="预算调剂和年终结转要有制单、复核两个人签字",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("checked_by__isnull", True),
                                ("made_by__isnull", True),
                                models.Q(("checked_by", models.F("made_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="entry_is_checked_by_another",
                            violation_error_message="制单人不能复核自己的单据",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Fund",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.SlugField(max_length=40, verbose_name="代码")),
                    ("title", models.CharField(max_length=120, verbose_name="名称")),
                    ("basis", models.CharField(max_length=200, verbose_name="依据")),
                    (
                        "department",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="主管部门",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "专项资金",
                    "ordering": ("code",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("code",),
                            name="fund_has_its_own_code",
                            violation_error_message="这个代码已经是另一项专项资金的",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("basis", ""), _negated=True),
                                models.Q(("title", ""), _negated=True),
                            ),
                            name="fund_says_what_it_rests_on",
                            violation_error_message="专项资金要写明名称和依据",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="NewBudget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.SlugField(blank=True, max_length=40, verbose_name="资金代码")),
                    (
                        "title",
                        models.CharField(blank=True, max_length=120, verbose_name="资金名称"),
                    ),
                    (
                        "basis",
                        models.CharField(blank=True, max_length=200, verbose_name="资金依据"),
                    ),
                    (
                        "programme",
                        models.CharField(blank=True, max_length=100, verbose_name="扶持计划"),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    (
                        "department",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="主管部门",
                        ),
                    ),
                    (
                        "fund",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.fund",
                            verbose_name="专项资金",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "拟设预算",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("basis", ""),
                                    ("code", ""),
                                    ("fund__isnull", False),
                                    ("title", ""),
                                    ("department__isnull", True),
                                ),
                                models.Q(
                                    ("department__isnull", False),
                                    ("fund__isnull", True),
                                    models.Q(("code", ""), _negated=True),
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("basis", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="new_budget_is_of_a_fund_or_a_new_one",
                            violation_error_message="新设的资金要写明代码、名称、主管部门和依据",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                            name="new_budget_year_is_a_year",
                            violation_error_message="年度应在 2000 至 2100 之间",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Budget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "programme",
                        models.CharField(blank=True, max_length=100, verbose_name="扶持计划"),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    (
                        "fund",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="budgets",
                            to="ledger.fund",
                            verbose_name="专项资金",
                        ),
                    ),
                    (
                        "planned",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="budget",
                            to="ledger.newbudget",
                            verbose_name="拟设预算",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "年度预算",
                    "ordering": ("-year", "fund__code", "programme"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("fund", "programme", "year"),
                            name="budget_of_a_programme_once_a_year",
                            violation_error_message="这项资金对这个扶持计划在这一年已有预算",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                            name="budget_year_is_a_year",
                            violation_error_message="年度应在 2000 至 2100 之间",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Account",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("source", "财政来源"),
                                ("available", "可用指标"),
                                ("committed", "已承诺"),
                                ("approved", "已核定"),
                                ("ordered", "支付在途"),
                                ("paid", "已支付"),
                                ("returned", "已退回"),
                            ],
                            max_length=10,
                            verbose_name="资金阶段",
                        ),
                    ),
                    ("call", models.CharField(blank=True, max_length=40, verbose_name="申报通知")),
                    (
                        "instalment",
                        models.PositiveSmallIntegerField(default=0, verbose_name="第几期"),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                    (
                        "budget",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="accounts",
                            to="ledger.budget",
                            verbose_name="年度预算",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "账户",
                    "ordering": ("budget_id", "stage", "call", "subject_id", "instalment"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("budget", "stage", "call", "subject", "instalment"),
                            name="account_is_there_once",
                            nulls_distinct=False,
                            violation_error_message="这个账户已经有了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("stage__in", ("source", "available", "committed")),
                                    _negated=True,
                                ),
                                models.Q(("instalment", 0), ("subject__isnull", True)),
                                _connector="OR",
                            ),
                            name="account_before_approval_is_of_no_firm",
                            violation_error_message="核定之前的资金不属于任何企业，也不分期",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage__in", ("source", "available")), _negated=True),
                                ("call", ""),
                                _connector="OR",
                            ),
                            name="account_before_commitment_is_of_no_call",
                            violation_error_message="承诺之前的资金不属于任何一次申报",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("stage__in", ("approved", "ordered", "returned")),
                                    _negated=True,
                                ),
                                ("subject__isnull", False),
                                _connector="OR",
                            ),
                            name="account_after_approval_is_of_a_firm",
                            violation_error_message="核定之后的资金要写明企业",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "committed"), _negated=True),
                                models.Q(("call", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="account_of_a_commitment_names_its_call",
                            violation_error_message="承诺的资金要写明是哪一次申报",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Leg",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("line", models.PositiveSmallIntegerField(verbose_name="行号")),
                    ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                    (
                        "position",
                        models.PositiveBigIntegerField(
                            default=0, editable=False, verbose_name="账户内序号"
                        ),
                    ),
                    (
                        "balance_fen",
                        models.BigIntegerField(
                            default=0, editable=False, verbose_name="记账后余额（分）"
                        ),
                    ),
                    (
                        "account",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="legs",
                            to="ledger.account",
                            verbose_name="账户",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="legs",
                            to="ledger.entry",
                            verbose_name="凭证",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "分录",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen", 0), _negated=True),
                            name="leg_moves_something",
                            violation_error_message="分录的金额不能为零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("amount_fen__gte", -1000000000000000),
                                ("amount_fen__lte", 1000000000000000),
                            ),
                            name="leg_is_of_this_world",
                            violation_error_message="一笔金额不能超过十万亿元",
                        ),
                        models.UniqueConstraint(
                            fields=("account", "position"),
                            name="leg_has_its_place",
                            violation_error_message="账户里的这个序号已经有分录",
                        ),
                        models.UniqueConstraint(
                            fields=("entry", "line"),
                            name="leg_has_its_line",
                            violation_error_message="凭证的这一行已经有分录",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="PeriodClose",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("month", models.DateField(verbose_name="月份（首日）")),
                    ("closed_at", models.DateTimeField(verbose_name="结账时间")),
                    (
                        "closed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="结账人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "月结",
                    "ordering": ("-month",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("month",),
                            name="period_is_closed_once",
                            violation_error_message="这个月已经结账",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("month__day", 1)),
                            name="period_begins_on_the_first",
                            violation_error_message="月份应写这个月的第一天",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Place",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("call", models.CharField(max_length=40, verbose_name="申报通知")),
                    ("asked_fen", models.BigIntegerField(verbose_name="申请金额（分）")),
                    ("joined_at", models.DateTimeField(verbose_name="排队时间")),
                    (
                        "left_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="离队时间"),
                    ),
                    (
                        "budget",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="places",
                            to="ledger.budget",
                            verbose_name="年度预算",
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
                    "verbose_name": "排队",
                    "ordering": ("joined_at", "id"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("left_at__isnull", True)),
                            fields=["budget", "joined_at", "id"],
                            name="queue_of_budget",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("left_at__isnull", True)),
                            fields=("budget", "call", "subject"),
                            name="place_in_a_queue_once",
                            violation_error_message="这家企业已经在这次申报的队伍里",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asked_fen__gt", 0)),
                            name="place_asks_for_something",
                            violation_error_message="申请金额必须大于零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left_at__isnull", True),
                                ("left_at__gte", models.F("joined_at")),
                                _connector="OR",
                            ),
                            name="place_is_left_after_it_was_taken",
                            violation_error_message="离队不能早于排队",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Sample",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="编号")),
                    (
                        "method",
                        models.CharField(
                            choices=[
                                ("random", "随机"),
                                ("monetary", "货币单元"),
                                ("stratified", "按计划分层"),
                                ("above", "一定金额以上全部"),
                            ],
                            max_length=10,
                            verbose_name="抽样方法",
                        ),
                    ),
                    ("seed", models.CharField(max_length=40, verbose_name="种子")),
                    (
                        "size",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="样本量"
                        ),
                    ),
                    (
                        "threshold_fen",
                        models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）"),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(verbose_name="至")),
                    (
                        "programme",
                        models.CharField(blank=True, max_length=100, verbose_name="扶持计划"),
                    ),
                    ("reason", models.CharField(max_length=120, verbose_name="目的")),
                    ("population", models.PositiveIntegerField(verbose_name="总体笔数")),
                    ("population_fen", models.BigIntegerField(verbose_name="总体金额（分）")),
                    ("through_leg", models.BigIntegerField(verbose_name="截至分录")),
                    ("digest", models.CharField(max_length=64, verbose_name="总体的哈希")),
                    ("drawn_at", models.DateTimeField(verbose_name="抽样时间")),
                    (
                        "drawn_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="抽样人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "抽样",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="sample_has_its_own_number",
                            violation_error_message="这个编号已经是另一次抽样的",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("seed", ""), _negated=True),
                            ),
                            name="sample_says_what_for_and_by_which_seed",
                            violation_error_message="抽样要写明目的和种子",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("method", "above"),
                                    ("size__isnull", True),
                                    ("threshold_fen__isnull", False),
                                ),
                                models.Q(
                                    models.Q(("method", "above"), _negated=True),
                                    ("size__gte", 1),
                                    ("threshold_fen__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="sample_has_a_size_or_an_amount",
                            violation_error_message="请写明样本量；全部抽取的写明金额",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("threshold_fen__isnull", True),
                                models.Q(
                                    ("threshold_fen__gt", 0),
                                    ("threshold_fen__lte", 1000000000000000),
                                ),
                                _connector="OR",
                            ),
                            name="sample_amount_is_of_this_world",
                            violation_error_message="金额必须大于零，不超过十万亿元",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("until__gte", models.F("since"))),
                            name="sample_ends_after_it_begins",
                            violation_error_message="结束日期不能早于开始日期",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="SampleItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                    ("hits", models.PositiveSmallIntegerField(default=1, verbose_name="命中次数")),
                    (
                        "leg",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.leg",
                            verbose_name="支付的分录",
                        ),
                    ),
                    (
                        "sample",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="ledger.sample",
                            verbose_name="抽样",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "样本",
                    "ordering": ("sample_id", "position"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("sample", "position"),
                            name="sample_item_has_its_place",
                            violation_error_message="抽样的这个序号已经有样本",
                        ),
                        models.UniqueConstraint(
                            fields=("sample", "leg"),
                            name="payment_is_in_a_sample_once",
                            violation_error_message="一次抽样里每笔支付只列一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("hits__gte", 1)),
                            name="sample_item_was_hit",
                            violation_error_message="样本至少命中一次",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Transfer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("document", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                    ("made_at", models.DateTimeField(verbose_name="制单时间")),
                    (
                        "giver",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfers_out",
                            to="ledger.budget",
                            verbose_name="调出预算",
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
                        "opens",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="paper",
                            to="ledger.newbudget",
                            verbose_name="拟设预算",
                        ),
                    ),
                    (
                        "taker",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfers_in",
                            to="ledger.budget",
                            verbose_name="调入预算",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "预算单",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("giver", models.F("taker")), _negated=True),
                            name="transfer_goes_elsewhere",
                            violation_error_message="调出和调入不能是同一笔预算",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("giver__isnull", False),
                                ("taker__isnull", False),
                                ("opens__isnull", False),
                                _connector="OR",
                            ),
                            name="transfer_names_a_budget",
                            violation_error_message="预算单要写明是哪一笔预算",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("opens__isnull", True),
                                models.Q(("giver__isnull", True), ("taker__isnull", True)),
                                _connector="OR",
                            ),
                            name="transfer_opens_a_budget_or_names_one",
                            violation_error_message="设立预算的单据只由财政下达，不写别的预算",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("giver__isnull", False), ("taker__isnull", False)),
                                models.Q(("document", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="transfer_of_the_treasury_names_its_document",
                            violation_error_message="下达和收回预算要写明文号",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("amount_fen__gt", 0), ("amount_fen__lte", 1000000000000000)
                            ),
                            name="transfer_moves_something",
                            violation_error_message="调剂金额必须大于零，不超过十万亿元",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="transfer_says_why",
                            violation_error_message="预算调剂要写明理由",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="YearEnd",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("made_at", models.DateTimeField(verbose_name="制单时间")),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="制单人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "年终结转单",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("year__gte", 2000), ("year__lte", 2099)),
                            name="year_end_is_of_a_year",
                            violation_error_message="年度应在 2000 至 2099 之间",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "verdict",
                        models.CharField(
                            choices=[("signed", "已签字"), ("refused", "已退回")],
                            max_length=8,
                            verbose_name="结论",
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(blank=True, max_length=200, verbose_name="退回的理由"),
                    ),
                    (
                        "locked_year",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="结转的年度"
                        ),
                    ),
                    ("decided_at", models.DateTimeField(verbose_name="复核时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="复核人",
                        ),
                    ),
                    (
                        "transfer",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decision",
                            to="ledger.transfer",
                            verbose_name="预算单",
                        ),
                    ),
                    (
                        "year_end",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decision",
                            to="ledger.yearend",
                            verbose_name="年终结转单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "复核",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("locked_year",),
                            name="year_is_locked_once",
                            violation_error_message="这一年已经结转",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("transfer__isnull", False), ("year_end__isnull", True)),
                                models.Q(("transfer__isnull", True), ("year_end__isnull", False)),
                                _connector="OR",
                            ),
                            name="decision_is_on_one_paper",
                            violation_error_message="一次复核只对一张单据",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("verdict", "refused"), models.Q(("reason", ""), _negated=True)
                                ),
                                models.Q(("reason", ""), ("verdict", "signed")),
                                _connector="OR",
                            ),
                            name="refusal_says_why",
                            violation_error_message="退回要写明理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("locked_year__isnull", True),
                                models.Q(("verdict", "signed"), ("year_end__isnull", False)),
                                _connector="OR",
                            ),
                            name="only_a_signed_year_end_locks",
                            violation_error_message="只有签了字的年终结转才锁定年度",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="YearEndLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_carried", models.BooleanField(verbose_name="可用指标结转下年")),
                    ("free_fen", models.BigIntegerField(verbose_name="可用指标（分）")),
                    ("bound_fen", models.BigIntegerField(verbose_name="已承诺、已核定未付（分）")),
                    ("back_fen", models.BigIntegerField(verbose_name="退回款（分）")),
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
                        "year_end",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="ledger.yearend",
                            verbose_name="年终结转单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "年终结转单的一行",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("year_end", "budget"),
                            name="budget_stands_once_in_a_year_end",
                            violation_error_message="一张结转单里每笔预算只有一行",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("back_fen__gte", 0), ("bound_fen__gte", 0), ("free_fen__gte", 0)
                            ),
                            name="year_end_line_leaves_nothing_below_zero",
                            violation_error_message="结余不能小于零",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Balance",
                fields=[
                    (
                        "account",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="balance",
                            serialize=False,
                            to="ledger.account",
                            verbose_name="账户",
                        ),
                    ),
                    ("is_source", models.BooleanField(verbose_name="财政来源")),
                    ("amount_fen", models.BigIntegerField(default=0, verbose_name="余额（分）")),
                    ("legs", models.PositiveBigIntegerField(default=0, verbose_name="分录数")),
                ],
                options={
                    "verbose_name": "余额",
                    "ordering": ("account_id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("amount_fen__lte", 0), ("is_source", True)),
                                models.Q(("amount_fen__gte", 0), ("is_source", False)),
                                _connector="OR",
                            ),
                            name="balance_never_below_zero",
                            violation_error_message="余额不足，这笔钱不能从这里支出",
                        )
                    ],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="account",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="75cfe6b5a74981bf5224d03fa25b0a848c5f00d2",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_73812",
                        table="ledger_account",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="account",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="bfab6a3c35584d4731a66d81c625cb531d13baaf",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ede68",
                        table="ledger_account",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="entry",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bd80cdea55986d8dc4a873a0796f1dd071e72f1d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_af900",
                        table="ledger_entry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="entry",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="5147b6be66f4917b5b0f6d1e65a21b79cbbcde66",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_43bbd",
                        table="ledger_entry",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="fund",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f340ac9c97527e05d89fb3d56f5c125bde3524a8",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_69fab",
                        table="ledger_fund",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="fund",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="970c32b4755e9d3b46488fae6c84800d04a2032b",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_93a43",
                        table="ledger_fund",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="leg",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="38c060dea6d0c2ff6cb30bf3850e31aa5307cbf9",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_832c4",
                        table="ledger_leg",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="leg",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="7407a10b77d6855b8f3ae65373d79ee12f5bb9b9",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_38b7a",
                        table="ledger_leg",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="newbudget",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="07bd1c187c6807fea8be27adcb893a9aea71a2e1",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_4a33d",
                        table="ledger_newbudget",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="newbudget",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="fbe5161228d2595eb6a1b9af9fbf54241e098e4e",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_f0caa",
                        table="ledger_newbudget",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="budget",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c0b4436709e8c3dc3e4208239bb3c660234f82bd",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_75873",
                        table="ledger_budget",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="budget",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="681f7aadd7eaae1648f1e89946d5a1044baa2a98",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_c6c17",
                        table="ledger_budget",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="periodclose",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="889f5d33430520b2ff6d8d39ec3f4edb9cc5326c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6ec38",
                        table="ledger_periodclose",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="periodclose",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="900850ff7b83acd790ee3fc0b6948622475cb554",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_4e916",
                        table="ledger_periodclose",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sample",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f7888188bf2c97c807a3a779fbd3a63c4338603b",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b898d",
                        table="ledger_sample",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sample",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="7e83b8d501f43a5f4e762029eb46023d047fa35e",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_3922f",
                        table="ledger_sample",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sampleitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="563c6b6ac84c5d7bd6d98be81be61a5ccae2a065",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_0b301",
                        table="ledger_sampleitem",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sampleitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="b0fa720a472823a780f03f13a8f0180d4de735c7",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_27c9c",
                        table="ledger_sampleitem",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="transfer",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="70325547308161dd6ef915ba966493a8d5c54836",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8b6f8",
                        table="ledger_transfer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="transfer",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="b9c76efba216ebef246aa0d3aafe6b2abc7d806c",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_8ae86",
                        table="ledger_transfer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="yearend",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="79c26e708d11c8643ce88d130bc8b63f20e3e1fb",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_4a439",
                        table="ledger_yearend",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="yearend",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="ca23d41be82c198a6d9726de55d3cf11f6291c0d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_4e327",
                        table="ledger_yearend",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8ec57852e1d73b25e5a9efa211af6ba33b5abdbb",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_527cb",
                        table="ledger_decision",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="13c6e0f3bdc54065b8bb54df14c18b97e0094131",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_0932e",
                        table="ledger_decision",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="yearendline",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f22f94de701dad7bc0a476c65526f8953d927b94",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_34b68",
                        table="ledger_yearendline",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="yearendline",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="fb6d7145e37512a8a1064ea6b0e32dc223c57562",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_7d5df",
                        table="ledger_yearendline",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
