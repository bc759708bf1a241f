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
        ("publicity", "0001_initial"),
    ]

    operations = [
        CreateTables(
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
                    ("reported_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="恢复登记时间"),
                    ),
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
                        models.CheckConstraint(
                            condition=models.Q(("since__lte", models.F("reported_at"))),
                            name="source_outage_is_not_foretold",
                            violation_error_message="中断时间不能在将来",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_by__isnull", True),
                                    ("until__isnull", True),
                                ),
                                models.Q(
                                    ("ended_by__isnull", False),
                                    ("until__isnull", False),
                                    ("until__lte", models.F("ended_at")),
                                ),
                                _connector="OR",
                            ),
                            name="source_comes_back_told_by_somebody",
                            violation_error_message="恢复要写明时间和登记人，恢复时间不能在将来",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProgrammeVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=100, verbose_name="扶持计划")),
                    ("version", models.CharField(max_length=20, verbose_name="版本")),
                    ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                    ("texts", models.JSONField(verbose_name="文本")),
                    ("frozen_at", models.DateTimeField(verbose_name="冻结时间")),
                ],
                options={
                    "verbose_name": "项目版本",
                    "ordering": ("programme", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "digest"),
                            name="programme_version_is_frozen_once",
                            violation_error_message="这个项目的同样文本已经冻结过",
                        ),
                        models.UniqueConstraint(
                            fields=("programme", "version"),
                            name="programme_version_says_one_thing",
                            violation_error_message="这个版本号已经有别的内容；改了项目文件，要换一个版本号",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Call",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="通知编号")),
                    ("programme", models.CharField(max_length=100, verbose_name="扶持计划")),
                    ("title", models.CharField(max_length=200, verbose_name="标题")),
                    ("batch", models.CharField(blank=True, max_length=40, verbose_name="批次")),
                    (
                        "mode",
                        models.CharField(
                            choices=[
                                ("approval", "核准制"),
                                ("review", "评审制"),
                                ("afterwards", "事后资助"),
                                ("automatic", "免申即享"),
                            ],
                            max_length=12,
                            verbose_name="办理方式",
                        ),
                    ),
                    (
                        "ceiling_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="资金总额（分）"
                        ),
                    ),
                    ("opens_at", models.DateTimeField(verbose_name="开始受理")),
                    ("closes_at", models.DateTimeField(verbose_name="截止")),
                    ("basis", models.CharField(max_length=300, verbose_name="依据")),
                    ("notes", models.TextField(blank=True, verbose_name="申报须知")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("drafted", "起草"),
                                ("submitted", "待发布"),
                                ("published", "已发布"),
                                ("finished", "已办结"),
                                ("cancelled", "已作废"),
                            ],
                            default="drafted",
                            editable=False,
                            max_length=12,
                            verbose_name="进展",
                        ),
                    ),
                    (
                        "remark",
                        models.CharField(blank=True, max_length=200, verbose_name="退回理由"),
                    ),
                    ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                    (
                        "published_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                    ),
                    (
                        "budget",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.budget",
                            verbose_name="年度预算",
                        ),
                    ),
                    (
                        "department",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="主管部门",
                        ),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="起草人",
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发布人",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="calls",
                            to="programmes.programmeversion",
                            verbose_name="项目版本",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "申报通知",
                    "ordering": ("-opens_at", "-id"),
                    "indexes": [
                        models.Index(fields=["programme", "state"], name="call_of_programme")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="call_has_its_own_number",
                            violation_error_message="这个通知编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            name="call_says_what_it_rests_on",
                            violation_error_message="申报通知要写明标题和依据",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                            name="call_closes_after_it_opens",
                            violation_error_message="截止时间要晚于开始受理的时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("budget__isnull", True), ("ceiling_fen__isnull", True)),
                                models.Q(("budget__isnull", False), ("ceiling_fen__gt", 0)),
                                _connector="OR",
                            ),
                            name="call_with_money_has_a_budget",
                            violation_error_message="给钱的申报通知要写明资金总额和从哪一笔预算出",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("published_by__isnull", True),
                                models.Q(
                                    ("drafted_by__isnull", False),
                                    models.Q(
                                        ("published_by", models.F("drafted_by")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="call_is_published_by_another",
                            violation_error_message="起草申报通知的人不能自己发布，请本部门另一个人发布",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("published", "finished")), _negated=True),
                                ("published_at__isnull", False),
                                _connector="OR",
                            ),
                            name="published_call_says_since_when",
                            violation_error_message="已发布的申报通知要有发布时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SpotCheck",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="编号")),
                    ("seed", models.CharField(max_length=32, verbose_name="种子")),
                    ("size", models.PositiveIntegerField(verbose_name="抽查家数")),
                    ("population", models.PositiveIntegerField(verbose_name="总体家数")),
                    ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                    (
                        "call",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="spot_checks",
                            to="programmes.call",
                            verbose_name="申报通知",
                        ),
                    ),
                    (
                        "drawn_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="抽取人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "抽查",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="spot_check_has_its_own_number",
                            violation_error_message="这个抽查编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("size__gte", 1),
                                ("size__lte", models.F("population")),
                                models.Q(("seed", ""), _negated=True),
                            ),
                            name="spot_check_is_drawn_from_what_there_is",
                            violation_error_message="抽查家数应在 1 和总体家数之间，并写明种子",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Application",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "number",
                        models.CharField(blank=True, max_length=20, verbose_name="申报编号"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("draft", "草稿"),
                                ("active", "办理中"),
                                ("returned", "退回补正"),
                                ("granted", "通过"),
                                ("refused", "不通过"),
                                ("withdrawn", "已撤回"),
                                ("closed", "已办结"),
                            ],
                            default="draft",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "answers",
                        models.JSONField(blank=True, default=dict, verbose_name="填写内容"),
                    ),
                    ("revision", models.PositiveIntegerField(default=0, verbose_name="第几次修改")),
                    (
                        "asked_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="申请金额（分）"
                        ),
                    ),
                    (
                        "granted_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="核定金额（分）"
                        ),
                    ),
                    (
                        "degraded",
                        models.JSONField(blank=True, default=list, verbose_name="缺数据源的事实"),
                    ),
                    ("begun_at", models.DateTimeField(verbose_name="开始填写")),
                    ("saved_at", models.DateTimeField(verbose_name="最近保存")),
                    (
                        "arrived_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="到达时间"),
                    ),
                    (
                        "begun_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="填写人",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="申报单位",
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
                        "submitted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提交人",
                        ),
                    ),
                    (
                        "call",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to="programmes.call",
                            verbose_name="申报通知",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="programmes.programmeversion",
                            verbose_name="项目版本",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "申报",
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(
                            fields=["call", "state", "arrived_at"], name="application_of_call"
                        ),
                        models.Index(fields=["subject", "-id"], name="application_of_firm"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "withdrawn"), _negated=True),
                            fields=("call", "subject"),
                            name="firm_applies_once_to_a_call",
                            violation_error_message="贵单位在这份申报通知下已经有一份申报，不能再开一份",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("number", ""), _negated=True),
                            fields=("number",),
                            name="application_has_its_own_number",
                            violation_error_message="这个申报编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("draft", "withdrawn")),
                                models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    ("arrived_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="application_handed_in_has_a_number",
                            violation_error_message="已提交的申报要有编号和到达时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("asked_fen__isnull", True),
                                    ("asked_fen__gte", 0),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("granted_fen__isnull", True),
                                    ("granted_fen__gte", 0),
                                    _connector="OR",
                                ),
                            ),
                            name="application_is_of_no_negative_money",
                            violation_error_message="申请金额和核定金额不能为负",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recovery",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "待决定"),
                                ("decided", "待企业退回"),
                                ("repaid", "已退回"),
                                ("dropped", "不追回"),
                            ],
                            default="proposed",
                            editable=False,
                            max_length=10,
                            verbose_name="进展",
                        ),
                    ),
                    ("amount_fen", models.BigIntegerField(verbose_name="追回金额（分）")),
                    ("clause", models.CharField(max_length=300, verbose_name="依据条款")),
                    ("reason", models.TextField(verbose_name="理由")),
                    ("drafted_at", models.DateTimeField(verbose_name="提出时间")),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="决定时间"),
                    ),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="退回期限")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="期限暂定"),
                    ),
                    (
                        "dropped_because",
                        models.CharField(blank=True, max_length=300, verbose_name="不追回的理由"),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recoveries",
                            to="programmes.application",
                            verbose_name="申报",
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
                            verbose_name="决定人",
                        ),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提出人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "追回",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("proposed", "decided"))),
                            fields=("application",),
                            name="application_has_one_recovery_at_a_time",
                            violation_error_message="这份申报已经有一次追回在办",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("amount_fen__gt", 0),
                                models.Q(("clause", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            name="recovery_says_how_much_and_why",
                            violation_error_message="追回要写明大于零的金额、依据的条款和理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by__isnull", True),
                                models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="recovery_is_decided_by_another",
                            violation_error_message="提出追回的人不能自己决定",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("decided", "repaid")), _negated=True),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("due_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="recovery_decided_says_by_whom_and_until_when",
                            violation_error_message="决定追回要写明决定人、时间和退回期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "dropped"), _negated=True),
                                models.Q(("dropped_because", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="recovery_dropped_says_why",
                            violation_error_message="不追回要写明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Snapshot",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "round",
                        models.PositiveSmallIntegerField(default=1, verbose_name="第几次提交"),
                    ),
                    ("content", models.JSONField(verbose_name="内容")),
                    ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                    ("arrived_at", models.DateTimeField(verbose_name="到达时间")),
                    ("key", models.CharField(max_length=80, verbose_name="提交凭据")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="snapshots",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "提交的内容",
                    "ordering": ("application_id", "round"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "round"),
                            name="snapshot_is_one_a_round",
                            violation_error_message="这一次提交已经记过",
                        ),
                        models.UniqueConstraint(
                            fields=("application", "key"),
                            name="submission_is_taken_once",
                            violation_error_message="这一次提交已经收到",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="SpotCheckItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveIntegerField(verbose_name="序号")),
                    (
                        "result",
                        models.CharField(
                            blank=True,
                            choices=[("met", "符合"), ("unmet", "不符合"), ("unclear", "不能确定")],
                            max_length=8,
                            verbose_name="结果",
                        ),
                    ),
                    ("found", models.TextField(blank=True, verbose_name="抽查情况")),
                    ("at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                    (
                        "application",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="spot_check",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "check_of",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="programmes.spotcheck",
                            verbose_name="抽查",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="抽查人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "抽查对象",
                    "ordering": ("check_of_id", "position"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("check_of", "position"),
                            name="spot_check_item_has_its_place",
                            violation_error_message="这个序号已经有一家",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("at__isnull", True),
                                    ("found", ""),
                                    ("person__isnull", True),
                                    ("result", ""),
                                ),
                                models.Q(
                                    models.Q(("result", ""), _negated=True),
                                    models.Q(("found", ""), _negated=True),
                                    ("at__isnull", False),
                                    ("person__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="spot_check_answered_says_what_was_found",
                            violation_error_message="答复抽查要写明结果和情况",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StageRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="第几个环节")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("formal_check", "形式审查"),
                                ("expert_review", "专家评审"),
                                ("audit", "专项审计"),
                                ("site_visit", "现场核查"),
                                ("publicity", "公示"),
                                ("recognition", "认定"),
                                ("funding_plan", "资金计划"),
                                ("disbursement", "拨付"),
                                ("completion_check", "验收"),
                                ("performance", "绩效评价"),
                            ],
                            max_length=20,
                            verbose_name="环节",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "未开始"),
                                ("open", "办理中"),
                                ("returned", "等企业补正"),
                                ("passed", "已通过"),
                                ("failed", "未通过"),
                                ("skipped", "不需要"),
                            ],
                            default="waiting",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("days", models.PositiveSmallIntegerField(verbose_name="时限（工作日）")),
                    (
                        "extension_days",
                        models.PositiveSmallIntegerField(default=0, verbose_name="延长（工作日）"),
                    ),
                    ("opened_on", models.DateField(blank=True, null=True, verbose_name="开始日")),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="到期日")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="到期日暂定"),
                    ),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="结束时间"),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="stages",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "handler",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="办理单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "环节",
                    "ordering": ("application_id", "position"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state__in", ("open", "returned"))),
                            fields=["office", "due_on"],
                            name="stage_in_hand",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "position"),
                            name="stage_has_its_place",
                            violation_error_message="这个位置已经有一个环节",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("open", "returned"))),
                            fields=("application",),
                            name="one_stage_is_open_at_a_time",
                            violation_error_message="同一份申报同时只能有一个环节在办理",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("waiting", "skipped")),
                                ("opened_on__isnull", False),
                                _connector="OR",
                            ),
                            name="stage_begun_says_since_when",
                            violation_error_message="开始了的环节要有开始日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("passed", "failed")), _negated=True),
                                ("finished_at__isnull", False),
                                _connector="OR",
                            ),
                            name="stage_ended_says_when",
                            violation_error_message="结束了的环节要有结束时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Recognition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("title", models.CharField(blank=True, max_length=60, verbose_name="称号")),
                    ("level", models.CharField(max_length=12, verbose_name="级别")),
                    ("number", models.CharField(max_length=40, verbose_name="证书编号")),
                    ("granted_on", models.DateField(verbose_name="认定日")),
                    (
                        "valid_until",
                        models.DateField(blank=True, null=True, verbose_name="有效至（不含）"),
                    ),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recognitions",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="认定人",
                        ),
                    ),
                    (
                        "run",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recognition",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "认定",
                    "ordering": ("-id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="recognition_has_its_own_number",
                            violation_error_message="这个证书编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_until__isnull", True),
                                ("valid_until__gt", models.F("granted_on")),
                                _connector="OR",
                            ),
                            name="recognition_ends_after_it_begins",
                            violation_error_message="有效期的最后一天不能早于认定日",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="SiteVisitReport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("visited_on", models.DateField(verbose_name="核查日期")),
                    ("visitors", models.JSONField(verbose_name="核查人员")),
                    ("place", models.CharField(max_length=200, verbose_name="地点")),
                    ("found", models.TextField(verbose_name="核查情况")),
                    (
                        "result",
                        models.CharField(
                            choices=[("met", "符合"), ("unmet", "不符合"), ("unclear", "不能确定")],
                            max_length=8,
                            verbose_name="结果",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "run",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="visit",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "现场核查记录",
                    "ordering": ("run_id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("found", ""), _negated=True),
                                models.Q(("place", ""), _negated=True),
                            ),
                            name="visit_says_what_was_found",
                            violation_error_message="现场核查要写明地点和情况",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="StagePause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    ("incomplete", models.BooleanField(default=False, verbose_name="材料不齐")),
                    ("reason", models.CharField(max_length=200, verbose_name="原因")),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pauses",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "停表",
                    "ordering": ("run_id", "since"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("run",),
                            name="clock_stands_once_at_a_time",
                            violation_error_message="这个环节的时钟已经停着",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="clock_goes_on_after_it_stood",
                            violation_error_message="恢复计时要晚于停表",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AnswerChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("revision", models.PositiveIntegerField(verbose_name="第几次修改")),
                    ("changed", models.JSONField(verbose_name="改动")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="填写人",
                        ),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changes",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "填写的经过",
                    "ordering": ("application_id", "revision"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "revision"),
                            name="answers_change_once_a_revision",
                            violation_error_message="这一次修改已经记过",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="AuditFinding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("about", models.CharField(max_length=60, verbose_name="哪个金额")),
                    ("reported_fen", models.BigIntegerField(verbose_name="申报（分）")),
                    ("allowed_fen", models.BigIntegerField(verbose_name="核定（分）")),
                    (
                        "reason",
                        models.CharField(blank=True, max_length=300, verbose_name="减少的原因"),
                    ),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "report",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                            verbose_name="审计报告",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_findings",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "审计结果",
                    "ordering": ("run_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "about"),
                            name="amount_is_audited_once",
                            violation_error_message="这个金额已经登记过审计结果",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("allowed_fen__gte", 0),
                                ("reported_fen__gte", 0),
                                ("allowed_fen__lte", models.F("reported_fen")),
                            ),
                            name="audit_allows_no_more_than_reported",
                            violation_error_message="核定金额在零和申报金额之间（就低原则）",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("allowed_fen", models.F("reported_fen")),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="disallowed_amount_says_why",
                            violation_error_message="减少了的要写明原因",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AwardList",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="标题")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("drafted", "起草"),
                                ("submitted", "待审定"),
                                ("approved", "已审定"),
                                ("published", "已公示"),
                                ("planned", "已下达"),
                                ("cancelled", "已作废"),
                            ],
                            default="drafted",
                            editable=False,
                            max_length=10,
                            verbose_name="进展",
                        ),
                    ),
                    ("revision", models.PositiveIntegerField(default=1, verbose_name="第几稿")),
                    (
                        "budget_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="可用金额（分）"
                        ),
                    ),
                    (
                        "allocation",
                        models.JSONField(blank=True, default=dict, verbose_name="分配过程"),
                    ),
                    ("risks", models.JSONField(blank=True, default=list, verbose_name="风险")),
                    ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="起草人",
                        ),
                    ),
                    (
                        "publicity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                    (
                        "call",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lists",
                            to="programmes.call",
                            verbose_name="申报通知",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "拟资助名单",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True),
                            name="award_list_has_a_title",
                            violation_error_message="名单要写明标题",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AwardLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("place", models.PositiveIntegerField(verbose_name="序号")),
                    (
                        "recommended",
                        models.CharField(
                            choices=[
                                ("funded", "拟资助"),
                                ("unfunded", "合格但不资助"),
                                ("not", "不建议"),
                            ],
                            default="funded",
                            max_length=10,
                            verbose_name="建议",
                        ),
                    ),
                    (
                        "computed_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="测算金额（分）"
                        ),
                    ),
                    (
                        "allotted_fen",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="拟资助金额（分）"
                        ),
                    ),
                    (
                        "exception",
                        models.CharField(blank=True, max_length=300, verbose_name="例外说明"),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="award_lines",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="programmes.awardlist",
                            verbose_name="名单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名单的一行",
                    "ordering": ("list_id", "place"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("list", "application"),
                            name="application_stands_once_on_a_list",
                            violation_error_message="同一份名单里一份申报只能列一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("allotted_fen__isnull", True),
                                models.Q(
                                    ("allotted_fen__gte", 0),
                                    models.Q(
                                        ("computed_fen__isnull", True),
                                        ("allotted_fen__lte", models.F("computed_fen")),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="line_is_allotted_no_more_than_computed",
                            violation_error_message="拟资助金额不能为负，也不能超过测算金额",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("recommended", "funded"),
                                models.Q(("exception", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="line_that_is_not_funded_says_why",
                            violation_error_message="不资助的要写明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AwardApproval",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("revision", models.PositiveIntegerField(verbose_name="第几稿")),
                    ("is_approved", models.BooleanField(verbose_name="同意")),
                    ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="approvals",
                            to="programmes.awardlist",
                            verbose_name="名单",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "审定",
                    "ordering": ("list_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("list", "revision", "person"),
                            name="person_approves_a_revision_once",
                            violation_error_message="这一稿你已经审过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_approved", True),
                                models.Q(("opinion", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="returned_list_says_why",
                            violation_error_message="退回名单要写明意见",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="AutoCase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("candidate", "比对入选"),
                                ("to_confirm", "待企业确认"),
                                ("confirmed", "已确认"),
                                ("declined", "企业放弃"),
                                ("lapsed", "逾期未确认"),
                                ("account_problem", "账户待核验"),
                                ("in_hand", "办理中"),
                                ("removed", "人工移出"),
                            ],
                            default="candidate",
                            editable=False,
                            max_length=16,
                            verbose_name="进展",
                        ),
                    ),
                    ("amount_fen", models.BigIntegerField(verbose_name="比对金额上限（分）")),
                    ("result", models.JSONField(verbose_name="比对结果")),
                    ("compared_on", models.DateField(verbose_name="比对日")),
                    (
                        "confirm_until",
                        models.DateField(blank=True, null=True, verbose_name="确认期限"),
                    ),
                    (
                        "confirm_is_provisional",
                        models.BooleanField(default=False, verbose_name="期限暂定"),
                    ),
                    (
                        "settled_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                    ),
                    ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                    (
                        "application",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="auto_case",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="确认人",
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
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                    (
                        "call",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="auto_cases",
                            to="programmes.call",
                            verbose_name="申报通知",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "免申即享个案",
                    "ordering": ("call_id", "id"),
                    "indexes": [
                        models.Index(fields=["subject", "state"], name="auto_case_of_firm")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("call", "subject"),
                            name="firm_is_named_once_a_call",
                            violation_error_message="这家企业已经在这次比对的名单里",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen__gt", 0)),
                            name="auto_case_is_of_some_money",
                            violation_error_message="比对金额必须大于零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "in_hand"), _negated=True),
                                ("application__isnull", False),
                                _connector="OR",
                            ),
                            name="auto_case_in_hand_has_an_application",
                            violation_error_message="办理中的个案要有申报",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "removed"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="auto_case_removed_says_why",
                            violation_error_message="移出名单要写明原因",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CallExtension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("until", models.DateTimeField(verbose_name="延至（不含）")),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("document", models.CharField(blank=True, max_length=120, verbose_name="文件")),
                    (
                        "down_minutes",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="故障分钟数"
                        ),
                    ),
                    ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                    (
                        "call",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="extensions",
                            to="programmes.call",
                            verbose_name="申报通知",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="决定人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "延期",
                    "ordering": ("call_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(
                                    models.Q(("document", ""), _negated=True),
                                    models.Q(
                                        ("down_minutes__gt", 0), ("down_minutes__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            name="extension_of_a_call_says_why",
                            violation_error_message="延期要写明理由和文件，或者有测得的故障时间",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="CheckFinding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("check_id", models.CharField(max_length=60, verbose_name="核查项")),
                    (
                        "result",
                        models.CharField(
                            choices=[("met", "符合"), ("unmet", "不符合"), ("unclear", "不能确定")],
                            max_length=8,
                            verbose_name="结果",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核查人",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="findings",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "人工核查",
                    "ordering": ("run_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "check_id"),
                            name="check_is_judged_once_a_stage",
                            violation_error_message="这一项已经核查过，请改原来的结果",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("result", "met"),
                                models.Q(("note", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="finding_that_is_not_met_says_why",
                            violation_error_message="不符合或不能确定的，要写明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Completion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("checked_on", models.DateField(verbose_name="验收日")),
                    (
                        "result",
                        models.CharField(
                            choices=[("met", "符合"), ("unmet", "不符合"), ("unclear", "不能确定")],
                            max_length=8,
                            verbose_name="结果",
                        ),
                    ),
                    ("found", models.TextField(verbose_name="验收情况")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="验收人",
                        ),
                    ),
                    (
                        "run",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="completion",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "验收",
                    "ordering": ("run_id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("found", ""), _negated=True),
                            name="completion_says_what_was_found",
                            violation_error_message="验收要写明情况",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="CorrectionRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("items", models.JSONField(verbose_name="要补正的")),
                    ("asked_at", models.DateTimeField(verbose_name="告知时间")),
                    ("due_on", models.DateField(verbose_name="最后一天")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="日期暂定"),
                    ),
                    (
                        "answered_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="告知人",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "补正告知",
                    "ordering": ("run_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("answered_at__isnull", True)),
                            fields=("run",),
                            name="correction_is_asked_once_at_a_time",
                            violation_error_message="这份申报已经在等企业补正",
                        )
                    ],
                },
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
                            choices=[
                                ("accepted", "受理"),
                                ("not_accepted", "不受理"),
                                ("granted", "同意"),
                                ("refused", "不同意"),
                            ],
                            max_length=12,
                            verbose_name="决定",
                        ),
                    ),
                    ("clause", models.CharField(max_length=300, verbose_name="依据条款")),
                    ("reason", models.TextField(blank=True, verbose_name="理由")),
                    ("used", models.JSONField(blank=True, default=list, verbose_name="所用数据")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="决定人",
                        ),
                    ),
                    (
                        "snapshot",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="programmes.snapshot",
                            verbose_name="提交的内容",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "决定",
                    "ordering": ("application_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("clause", ""), _negated=True),
                            name="decision_rests_on_a_clause",
                            violation_error_message="决定要写明依据的条款",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("verdict__in", ("accepted", "granted")),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="decision_against_a_firm_says_why",
                            violation_error_message="不受理、不同意要写明理由",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="ReviewRequest",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField(verbose_name="理由")),
                    ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                    ("due_on", models.DateField(verbose_name="答复期限")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="期限暂定"),
                    ),
                    ("is_upheld", models.BooleanField(blank=True, null=True, verbose_name="维持")),
                    ("answer", models.TextField(blank=True, verbose_name="答复")),
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
                            verbose_name="答复人",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申请人",
                        ),
                    ),
                    (
                        "decision",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="review",
                            to="programmes.decision",
                            verbose_name="决定",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "复核申请",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="review_is_asked_with_a_reason",
                            violation_error_message="申请复核要写明理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("answered_at__isnull", True), ("is_upheld__isnull", True)
                                ),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    ("is_upheld__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="review_answered_says_what",
                            violation_error_message="答复复核要写明结果和理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("receipt", "申报回执"),
                                ("acceptance", "受理通知书"),
                                ("correction", "一次性补正告知书"),
                                ("non_acceptance", "不受理决定书"),
                                ("refusal", "不予资助决定书"),
                                ("grant", "资助通知书"),
                                ("certificate", "认定证书"),
                                ("recovery", "追回决定书"),
                            ],
                            max_length=16,
                            verbose_name="种类",
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="文书编号")),
                    ("content", models.JSONField(verbose_name="内容")),
                    ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                    ("seal", models.CharField(max_length=120, verbose_name="落款")),
                    ("verify_code", models.CharField(max_length=32, verbose_name="核验码")),
                    ("issued_at", models.DateTimeField(verbose_name="出具时间")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                    (
                        "issued_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="出具人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "文书",
                    "ordering": ("application_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="document_has_its_own_number",
                            violation_error_message="这个文书编号已经用过",
                        ),
                        models.UniqueConstraint(
                            fields=("verify_code",),
                            name="document_has_its_own_code",
                            violation_error_message="这个核验码已经用过",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="EvidenceFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("material", models.CharField(max_length=60, verbose_name="哪种材料")),
                    ("added_at", models.DateTimeField(verbose_name="上传时间")),
                    (
                        "removed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="移除时间"),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
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
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    (
                        "reused_from",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="programmes.evidencefile",
                            verbose_name="沿用自",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "材料",
                    "ordering": ("application_id", "material", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("removed_at__isnull", True)),
                            fields=("application", "material", "file"),
                            name="evidence_is_handed_in_once",
                            violation_error_message="这个文件已经交在这一项下",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="InvoiceLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("place", models.PositiveIntegerField(verbose_name="序号")),
                    ("code", models.CharField(blank=True, max_length=12, verbose_name="发票代码")),
                    ("number", models.CharField(max_length=20, verbose_name="发票号码")),
                    ("amount_fen", models.BigIntegerField(verbose_name="价税合计（分）")),
                    ("buyer", models.CharField(max_length=120, verbose_name="购买方")),
                    ("seller", models.CharField(max_length=120, verbose_name="销售方")),
                    ("issued_on", models.DateField(verbose_name="开票日期")),
                    ("held", models.BooleanField(default=True, verbose_name="占用中")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invoices",
                            to="programmes.application",
                            verbose_name="申报",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "发票",
                    "ordering": ("application_id", "place"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("held", True)),
                            fields=("code", "number"),
                            name="invoice_is_claimed_once_in_the_city",
                            violation_error_message="这张发票已经在一份申报里用过，同一张发票不能申报两次",
                        ),
                        models.UniqueConstraint(
                            fields=("application", "place"),
                            name="invoice_has_its_place",
                            violation_error_message="这个序号已经有一张发票",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen__gt", 0)),
                            name="invoice_is_of_some_money",
                            violation_error_message="发票金额必须大于零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("code__regex", "^([0-9]{10}|[0-9]{12})?$"),
                                ("number__regex", "^([0-9]{8}|[0-9]{20})$"),
                            ),
                            name="invoice_has_its_digits",
                            violation_error_message="发票号码是 8 位或 20 位数字；代码是 10 位或 12 位数字，数电票没有代码",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PanelDraw",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("ordinal", models.PositiveSmallIntegerField(verbose_name="第几次抽取")),
                    (
                        "sitting",
                        models.CharField(
                            choices=[("first", "初评"), ("second", "复评")],
                            default="first",
                            max_length=10,
                            verbose_name="初评或复评",
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(blank=True, max_length=200, verbose_name="为什么再抽"),
                    ),
                    ("pool", models.JSONField(verbose_name="候选名册")),
                    ("pool_digest", models.CharField(max_length=64, verbose_name="名册的指纹")),
                    ("commitment", models.CharField(max_length=64, verbose_name="密数的指纹")),
                    (
                        "secret",
                        models.CharField(editable=False, max_length=64, verbose_name="密数"),
                    ),
                    ("frozen_at", models.DateTimeField(verbose_name="冻结时间")),
                    (
                        "drawn_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="抽取时间"),
                    ),
                    (
                        "drawn_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="抽取人",
                        ),
                    ),
                    (
                        "frozen_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="冻结人",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="draws",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "抽取",
                    "ordering": ("run_id", "ordinal"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "ordinal"),
                            name="draw_has_its_place",
                            violation_error_message="这一次抽取已经有记录，请刷新页面",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ordinal", 1), ("sitting", "first")),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="draw_again_says_why",
                            violation_error_message="再次冻结名册要写明理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("drawn_at__isnull", True),
                                ("drawn_at__gte", models.F("frozen_at")),
                                _connector="OR",
                            ),
                            name="draw_comes_after_its_pool",
                            violation_error_message="名册冻结以后才能抽取",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PanelSeat",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("ordinal", models.PositiveSmallIntegerField(verbose_name="抽取次序")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("drawn", "已抽取"),
                                ("recused", "回避"),
                                ("submitted", "已提交评分"),
                            ],
                            default="drawn",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "recused_because",
                        models.CharField(blank=True, max_length=200, verbose_name="回避原因"),
                    ),
                    ("comment", models.TextField(blank=True, verbose_name="总评")),
                    ("draft", models.JSONField(blank=True, default=dict, verbose_name="草稿")),
                    (
                        "draft_revision",
                        models.PositiveIntegerField(default=0, verbose_name="草稿存过几次"),
                    ),
                    ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                    (
                        "submitted_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                    ),
                    (
                        "draw",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="programmes.paneldraw",
                            verbose_name="抽取",
                        ),
                    ),
                    (
                        "expert",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="专家",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "评审席位",
                    "ordering": ("run_id", "draw_id", "ordinal"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "expert"),
                            name="expert_sits_once",
                            violation_error_message="这位专家已经在这份申报的评审里",
                        ),
                        models.UniqueConstraint(
                            fields=("draw", "ordinal"),
                            name="seat_has_its_place_in_the_draw",
                            violation_error_message="这个抽取次序已经有人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "recused"), _negated=True),
                                models.Q(("recused_because", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="recusal_says_why",
                            violation_error_message="回避要写明原因",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("submitted_at__isnull", False),
                                _connector="OR",
                            ),
                            name="score_sheet_says_when",
                            violation_error_message="提交的评分要有时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Score",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("criterion", models.CharField(max_length=60, verbose_name="评分项")),
                    ("points", models.PositiveSmallIntegerField(verbose_name="得分")),
                    ("why", models.CharField(max_length=500, verbose_name="理由")),
                    (
                        "seat",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="scores",
                            to="programmes.panelseat",
                            verbose_name="评审席位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "评分",
                    "ordering": ("seat_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("seat", "criterion"),
                            name="criterion_is_scored_once",
                            violation_error_message="这一项已经评过分",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("why", ""), _negated=True),
                            name="score_says_why",
                            violation_error_message="每一项得分都要写理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("points__lte", 100)),
                            name="score_is_at_most_hundred",
                            violation_error_message="得分不能超过 100",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PerformanceReport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("figures", models.JSONField(blank=True, default=dict, verbose_name="指标")),
                    ("told", models.TextField(verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="报告人",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="programmes.stagerun",
                            verbose_name="环节",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "绩效报告",
                    "ordering": ("run_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("told", ""), _negated=True),
                            name="performance_report_says_something",
                            violation_error_message="绩效报告要写明说明",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="programmeversion",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bb06cec43c199036fdb0b3ade6339e88d1a79190",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_3c131",
                        table="programmes_programmeversion",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="programmeversion",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="c90435e9cd25fede96371a95c1fc47e714d213b6",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_1a69c",
                        table="programmes_programmeversion",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answerchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="ad7e90426733c742f069b054aeba93bb91ea35b5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5ceae",
                        table="programmes_answerchange",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answerchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="4432fef94d5be16c36347495e10e30cf82f2d660",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_2bf6a",
                        table="programmes_answerchange",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardapproval",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="da6c15644ad899418d99b61ea388cde7ddfead38",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_898e1",
                        table="programmes_awardapproval",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardapproval",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="df0bdff02ebf172e57cbf0997ab35fa19b689807",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_19998",
                        table="programmes_awardapproval",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="callextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="06833e35f3b0be3502d9d48c40d4f88a3aabb588",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b8908",
                        table="programmes_callextension",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="callextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="9e71770e344ffe8b64d83c1aa65c0ea3b462cbcf",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_a00de",
                        table="programmes_callextension",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7afe778d9ad9e005c36bbf819187f8c2f9da6e04",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_28429",
                        table="programmes_document",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="d5a7301cb77ed2df7f77dc648ef43dec2f97adfb",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_80c63",
                        table="programmes_document",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="snapshot",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="dcc28f74112fb97e35feea3f54c2703216dc2ff5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c614b",
                        table="programmes_snapshot",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="snapshot",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="4d3b3e7afba440c30422306a93a72a1176f42ea8",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_54476",
                        table="programmes_snapshot",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sourceoutage",
                trigger=pgtrigger.compiler.Trigger(
                    name="source_outage_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="0b2b4c1d2df37cba35ae9228cf2b0a2e57092cc0",
                        operation="DELETE",
                        pgid="pgtrigger_source_outage_is_kept_e8373",
                        table="programmes_sourceoutage",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sourceoutage",
                trigger=pgtrigger.compiler.Trigger(
                    name="source_outage_ends_once",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.until IS NOT NULL\n    OR (NEW.source, NEW.since, NEW.reason, NEW.reported_by_id, NEW.reported_at)\n    IS DISTINCT FROM (OLD.source, OLD.since, OLD.reason, OLD.reported_by_id, OLD.reported_at))",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="5ab25f12a3ea58a21e7f854ba5b3bd792106db9c",
                        operation="UPDATE",
                        pgid="pgtrigger_source_outage_ends_once_dbfbc",
                        table="programmes_sourceoutage",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="spotcheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="41f686238d66f99aa45a5164cce7cfb9406cc7ef",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e6087",
                        table="programmes_spotcheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="spotcheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="40d70f573146964ac4ece858243ebf85fefea969",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_00a51",
                        table="programmes_spotcheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sitevisitreport",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7f9524b9b511f801f10e0be801c9501b77602d41",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_dfe7a",
                        table="programmes_sitevisitreport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sitevisitreport",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="0b70986a66945b9e8b4eaa82fd8518a7ac2636e0",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_99cf1",
                        table="programmes_sitevisitreport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="recognition",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="1d9d2047073e9cc4d2d3c634289dc4a71ae3c199",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a6dba",
                        table="programmes_recognition",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="recognition",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="66f2ea7d9816e53e9415bb98e496322ee3b0ea50",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_e8584",
                        table="programmes_recognition",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="performancereport",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7292b9e1af99826b5f4906edb51df5cf63577e2c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b6818",
                        table="programmes_performancereport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="performancereport",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="f341cf9479c1f243548c3dd86528297a4b6c18d4",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_25473",
                        table="programmes_performancereport",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="paneldraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="draw_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="58dff936f81638cfe372673f0feaab1e1c1fd3ae",
                        operation="DELETE",
                        pgid="pgtrigger_draw_stays_5c98c",
                        table="programmes_paneldraw",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="paneldraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="draw_is_committed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."frozen_by_id" IS DISTINCT FROM (NEW."frozen_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ordinal" IS DISTINCT FROM (NEW."ordinal") OR OLD."pool" IS DISTINCT FROM (NEW."pool") OR OLD."pool_digest" IS DISTINCT FROM (NEW."pool_digest") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."sitting" IS DISTINCT FROM (NEW."sitting"))',
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="af4f34984ea4e9f3e9636d999a40977931220f66",
                        operation="UPDATE",
                        pgid="pgtrigger_draw_is_committed_8186f",
                        table="programmes_paneldraw",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="paneldraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="draw_happens_once",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."drawn_at" IS NOT NULL)',
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="972904367074b4134ee3aa53a1bd754cdad93a5a",
                        operation="UPDATE",
                        pgid="pgtrigger_draw_happens_once_fb990",
                        table="programmes_paneldraw",
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
                        hash="25d27281de6d4f838b06bb43753bc81dcb02e2ca",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_f8022",
                        table="programmes_decision",
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
                        hash="00f2fda0e7699ddb27fcc160ba22ec752cdc9fa0",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_d0fef",
                        table="programmes_decision",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="completion",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="dc0831cb089785f47a5838d7b5aad9014d5438d3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_57be8",
                        table="programmes_completion",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="completion",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="8e8cc90576a6c19058bd21e7a89a48273888f39a",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_96c8c",
                        table="programmes_completion",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
