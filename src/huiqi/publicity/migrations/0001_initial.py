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
                name="Publicity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="公示编号")),
                    ("programme", models.CharField(max_length=100, verbose_name="扶持计划")),
                    ("call", models.CharField(max_length=40, verbose_name="申报通知")),
                    ("title", models.CharField(max_length=200, verbose_name="标题")),
                    ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                    ("begins_on", models.DateField(verbose_name="公示首日")),
                    ("until", models.DateField(verbose_name="公示至（不含）")),
                    ("published_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "department",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="公示单位",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发布人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "公示",
                    "ordering": ("id",),
                    "indexes": [
                        models.Index(fields=["call", "programme"], name="publicity_of_call")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="publicity_has_its_own_number",
                            violation_error_message="这个公示编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("until__gt", models.F("begins_on"))),
                            name="publicity_ends_after_it_begins",
                            violation_error_message="公示的最后一天不能早于首日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("call", ""), _negated=True),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("programme", ""), _negated=True),
                            ),
                            name="publicity_says_what_it_is_of",
                            violation_error_message="公示要写明标题、扶持计划和是哪一次申报",
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
                            name="publicity_is_published_by_another",
                            violation_error_message="起草公示的人不能自己发布，请本部门另一个人发布",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="PublicAward",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("place", models.PositiveIntegerField(verbose_name="序号")),
                    ("name", models.CharField(max_length=120, verbose_name="名称")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("enterprise", "企业"),
                                ("sole_trader", "个体工商户"),
                                ("maker_team", "创客团队"),
                                ("institute", "科研机构"),
                                ("university", "高等院校"),
                                ("association", "行业协会"),
                                ("department", "主管部门"),
                                ("district_office", "区级部门"),
                                ("other", "其他"),
                            ],
                            max_length=20,
                            verbose_name="性质",
                        ),
                    ),
                    (
                        "credit_code",
                        models.CharField(
                            blank=True, max_length=18, verbose_name="统一社会信用代码"
                        ),
                    ),
                    ("district", models.CharField(blank=True, max_length=6, verbose_name="行政区")),
                    ("amount_fen", models.BigIntegerField(verbose_name="拟资助金额（分）")),
                    (
                        "withheld",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("person", "自然人，个人隐私"),
                                ("sole_trader", "个体工商户，名称可能含经营者姓名"),
                                ("state_secret", "国家秘密"),
                                ("trade_secret", "商业秘密"),
                            ],
                            max_length=12,
                            verbose_name="不公开的原因",
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
                        "publicity",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="awards",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "拟资助",
                    "ordering": ("publicity_id", "place"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("publicity", "subject"),
                            name="award_of_a_subject_once_a_notice",
                            violation_error_message="同一份公示里一家单位只能列一次",
                        ),
                        models.UniqueConstraint(
                            fields=("publicity", "place"),
                            name="award_has_its_place",
                            violation_error_message="这个序号已经有一家单位",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen__gte", 0)),
                            name="award_is_of_no_negative_money",
                            violation_error_message="拟资助金额不能为负",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "sole_trader"), _negated=True),
                                models.Q(("withheld", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="sole_trader_is_not_named",
                            violation_error_message="个体工商户的名称可能含经营者姓名，不对外公开",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Objection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="回执编号")),
                    (
                        "code_hash",
                        models.CharField(blank=True, max_length=64, verbose_name="查询码的哈希"),
                    ),
                    ("text", models.TextField(max_length=600, verbose_name="异议内容")),
                    ("received_at", models.DateTimeField(verbose_name="收到时间")),
                    (
                        "received_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "award",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="publicity.publicaward",
                            verbose_name="拟资助",
                        ),
                    ),
                    (
                        "publicity",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "异议",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("number",),
                            name="objection_has_its_own_number",
                            violation_error_message="这个回执编号已经用过",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="objection_says_what_is_wrong",
                            violation_error_message="请写明异议的内容",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="ObjectionAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_upheld", models.BooleanField(verbose_name="异议成立")),
                    ("text", models.TextField(max_length=600, verbose_name="答复")),
                    ("answered_at", models.DateTimeField(verbose_name="答复时间")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="答复人",
                        ),
                    ),
                    (
                        "objection",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answer",
                            to="publicity.objection",
                            verbose_name="异议",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "异议答复",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="objection_is_answered_in_words",
                            violation_error_message="答复异议要写明理由",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Referral",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "tie",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("superior", "上级主管部门"),
                                ("finance", "财政部门"),
                                ("peer", "同级部门"),
                            ],
                            max_length=10,
                            verbose_name="关系",
                        ),
                    ),
                    (
                        "ground",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("nobody", "本部门没有第三个人可以答复"),
                                ("recusal", "本部门其他人应当回避"),
                            ],
                            max_length=10,
                            verbose_name="事由",
                        ),
                    ),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("at", models.DateTimeField(verbose_name="移交时间")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="移交人",
                        ),
                    ),
                    (
                        "objection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="referrals",
                            to="publicity.objection",
                            verbose_name="异议",
                        ),
                    ),
                    (
                        "to",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="移交给",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "异议移交",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="referral_says_why",
                            violation_error_message="移交或退回异议要写明理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ground", ""), ("tie", ""), ("to__isnull", True)),
                                models.Q(
                                    ("to__isnull", False),
                                    models.Q(("tie", ""), _negated=True),
                                    models.Q(("ground", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="referral_names_whom_and_on_what_ground",
                            violation_error_message="移交异议要写明移交给谁、什么关系和事由；退回的不写",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Withdrawal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("withdrawn_at", models.DateTimeField(verbose_name="撤回时间")),
                    (
                        "publicity",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="withdrawal",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="撤回人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "撤回公示",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="withdrawal_says_why",
                            violation_error_message="撤回公示要写明理由",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="AwardWithdrawal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("withdrawn_at", models.DateTimeField(verbose_name="撤下时间")),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="撤下人",
                        ),
                    ),
                    (
                        "award",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="withdrawal",
                            to="publicity.publicaward",
                            verbose_name="拟资助",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "撤下一行",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="award_withdrawal_says_why",
                            violation_error_message="撤下一家要写明理由",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Extension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("until", models.DateField(verbose_name="延长至（不含）")),
                    ("reason", models.CharField(max_length=200, verbose_name="理由")),
                    ("extended_at", models.DateTimeField(verbose_name="延长时间")),
                    (
                        "extended_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="延长人",
                        ),
                    ),
                    (
                        "publicity",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="extensions",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "延长公示",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("publicity", "until"),
                            name="extension_is_to_another_day",
                            violation_error_message="这份公示已经延长到这一天",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="extension_says_why",
                            violation_error_message="延长公示要写明理由",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="NoticeDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=100, verbose_name="扶持计划")),
                    ("call", models.CharField(max_length=40, verbose_name="申报通知")),
                    ("title", models.CharField(max_length=200, verbose_name="标题")),
                    ("basis", models.CharField(max_length=300, verbose_name="依据")),
                    ("begins_on", models.DateField(verbose_name="公示首日")),
                    (
                        "until",
                        models.DateField(blank=True, null=True, verbose_name="公示至（不含）"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("drafted", "起草"),
                                ("submitted", "待发布"),
                                ("published", "已发布"),
                                ("cancelled", "已作废"),
                            ],
                            default="drafted",
                            max_length=10,
                            verbose_name="进展",
                        ),
                    ),
                    (
                        "remark",
                        models.CharField(blank=True, max_length=200, verbose_name="退回理由"),
                    ),
                    ("drafted_at", models.DateTimeField(verbose_name="起草时间")),
                    (
                        "checked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发布人",
                        ),
                    ),
                    (
                        "department",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="公示单位",
                        ),
                    ),
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
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="draft",
                            to="publicity.publicity",
                            verbose_name="公示",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "公示草稿",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("basis", ""), _negated=True),
                                models.Q(("programme", ""), _negated=True),
                                models.Q(("call", ""), _negated=True),
                            ),
                            name="notice_draft_says_what_it_is_of",
                            violation_error_message="公示草稿要写明标题、依据、扶持计划和是哪一次申报",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("begins_on")),
                                _connector="OR",
                            ),
                            name="notice_draft_ends_after_it_begins",
                            violation_error_message="公示的最后一天不能早于首日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("checked_by__isnull", True),
                                models.Q(("checked_by", models.F("drafted_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="notice_draft_is_published_by_another",
                            violation_error_message="起草公示的人不能自己发布，请本部门另一个人发布",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("checked_by__isnull", False),
                                    ("publicity__isnull", False),
                                    ("state", "published"),
                                ),
                                models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("publicity__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="notice_draft_is_published_as_a_notice",
                            violation_error_message="已发布的草稿要有公示和发布人，没有发布的不能有公示",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DraftAward",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("place", models.PositiveIntegerField(verbose_name="序号")),
                    ("amount_fen", models.BigIntegerField(verbose_name="拟资助金额（分）")),
                    (
                        "withheld",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("person", "自然人，个人隐私"),
                                ("sole_trader", "个体工商户，名称可能含经营者姓名"),
                                ("state_secret", "国家秘密"),
                                ("trade_secret", "商业秘密"),
                            ],
                            max_length=12,
                            verbose_name="不公开的原因",
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
                        "draft",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="awards",
                            to="publicity.noticedraft",
                            verbose_name="公示草稿",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "草稿的一行",
                    "ordering": ("draft_id", "place"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("draft", "subject"),
                            name="draft_names_a_subject_once",
                            violation_error_message="同一份草稿里一家单位只能列一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount_fen__gt", 0)),
                            name="draft_award_is_of_some_money",
                            violation_error_message="拟资助金额必须大于零",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="NoticePeriod",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("working_days", models.PositiveSmallIntegerField(verbose_name="工作日数")),
                    ("basis", models.CharField(max_length=200, verbose_name="依据")),
                    ("set_at", models.DateTimeField(verbose_name="设定时间")),
                ],
                options={
                    "verbose_name": "公示期",
                    "ordering": ("-since", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("working_days__gte", 1), ("working_days__lte", 60)),
                            name="notice_period_is_of_some_days",
                            violation_error_message="公示期应是 1 至 60 个工作日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("basis", ""), _negated=True),
                            name="notice_period_says_what_it_rests_on",
                            violation_error_message="公示期要写明依据",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Objector",
                fields=[
                    (
                        "objection",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="objector",
                            serialize=False,
                            to="publicity.objection",
                            verbose_name="异议",
                        ),
                    ),
                    (
                        "raised_by",
                        models.CharField(blank=True, max_length=120, verbose_name="异议人"),
                    ),
                    (
                        "contact",
                        models.CharField(blank=True, max_length=120, verbose_name="联系方式"),
                    ),
                    (
                        "forgotten_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="删除时间"),
                    ),
                ],
                options={
                    "verbose_name": "异议人",
                    "ordering": ("objection_id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    models.Q(("raised_by", ""), _negated=True),
                                    models.Q(("contact", ""), _negated=True),
                                    ("forgotten_at__isnull", True),
                                ),
                                models.Q(
                                    ("contact", ""),
                                    ("forgotten_at__isnull", False),
                                    ("raised_by", ""),
                                ),
                                _connector="OR",
                            ),
                            name="objector_is_known_or_forgotten",
                            violation_error_message="实名异议要写姓名（或单位）和联系方式；匿名的两样都不写",
                        )
                    ],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="noticeperiod",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a492ac851536fa3a1b1cf5d9789234da2795fc97",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_9650e",
                        table="publicity_noticeperiod",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="noticeperiod",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="4cf1979bfd42dafa7c2205b40e03e9c0ad5800d9",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_0b4ad",
                        table="publicity_noticeperiod",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="objectionanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9d194b1d529527262a9bc8a070949a2543fb8639",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_570b9",
                        table="publicity_objectionanswer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="objectionanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="f5e7b942d888d6f57566bee576a4fc7ba5cca9ca",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_87fdf",
                        table="publicity_objectionanswer",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardwithdrawal",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="51d6e617bac9bb95d238d20fc4550a6ba6ed2939",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_4cc12",
                        table="publicity_awardwithdrawal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardwithdrawal",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="e52fcd3c0f787199fd7f2cbb838eab0572def35d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ccb86",
                        table="publicity_awardwithdrawal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publicity",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="2cc75a2d004fdeeb2968f18a8195adfa0ca551c2",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_cf3a7",
                        table="publicity_publicity",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publicity",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="5e4f7eea5a8dc6c067b60e7cb0f8dce8a88f5dd1",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_bff7c",
                        table="publicity_publicity",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publicaward",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="06f0a842a874aac4234f5bc2a02a4f2fc33ed65f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5d774",
                        table="publicity_publicaward",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publicaward",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="279bffcd46d2fb599832717acfe23680c8989b89",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_a1c4e",
                        table="publicity_publicaward",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="objection",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9d9ca7798c3db45abcaa59c4fc893af2dd18fdf5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6df8a",
                        table="publicity_objection",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="objection",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="d4b1b4c5db04fa4b9a278f1ea6f06d284eeba681",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_c4e6e",
                        table="publicity_objection",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="extension",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f801f2e900cf06d407189374d30bade2c1070192",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_074a9",
                        table="publicity_extension",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="extension",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="0b25e03feaf7c2d15b3bbfbaade2e46bd1b7b1ef",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_c2492",
                        table="publicity_extension",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="referral",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="eecfd99270901370f12efadf535fcdadc3a93048",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c8ad8",
                        table="publicity_referral",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="referral",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="3cd8466daeec9c3edf4973293cb63207658011ee",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_880d4",
                        table="publicity_referral",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="withdrawal",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="4a0e85ec6d50ae80c1d31d3cbcbcd57f16452f96",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_10e91",
                        table="publicity_withdrawal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="withdrawal",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="d824ee57e8e7d2ee545a3593e8cca42664551c4d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_56d30",
                        table="publicity_withdrawal",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
