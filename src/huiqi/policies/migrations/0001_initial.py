"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.contrib.postgres.fields
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
                name="FirmCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("fits", models.PositiveIntegerField(verbose_name="符合")),
                    ("near", models.PositiveIntegerField(verbose_name="差一点")),
                    ("unknown", models.PositiveIntegerField(verbose_name="待补充")),
                    ("unfit", models.PositiveIntegerField(verbose_name="不符合")),
                    (
                        "rules_version",
                        models.CharField(max_length=64, verbose_name="规则文件的版本"),
                    ),
                    ("at", models.DateTimeField(verbose_name="计数时间")),
                ],
                options={
                    "verbose_name": "企业计数",
                    "ordering": ("programme", "-id"),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Keeper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("since", models.DateField(verbose_name="自")),
                    ("named_at", models.DateTimeField(verbose_name="指定时间")),
                    (
                        "named_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "维护单位",
                    "ordering": ("programme", "since", "id"),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="LinkCheck",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("url", models.URLField(max_length=500, verbose_name="网址")),
                    ("is_alive", models.BooleanField(verbose_name="能打开")),
                    ("status", models.PositiveSmallIntegerField(default=0, verbose_name="状态码")),
                    ("why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                    ("at", models.DateTimeField(verbose_name="检查时间")),
                ],
                options={
                    "verbose_name": "链接检查",
                    "ordering": ("-id",),
                    "indexes": [models.Index(fields=["url", "-id"], name="link_checks_of_url")],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="PolicyDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="文件名称")),
                    (
                        "document_no",
                        models.CharField(blank=True, max_length=60, verbose_name="文号"),
                    ),
                    (
                        "issuer",
                        models.CharField(blank=True, max_length=200, verbose_name="发文机关"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("regulation", "条例"),
                                ("measures", "办法、规定、标准"),
                                ("detailed_rules", "实施细则"),
                                ("operating_rules", "操作规程"),
                                ("policy_measures", "若干措施"),
                                ("opinion", "意见"),
                                ("plan", "方案"),
                                ("guide", "指南、指引"),
                                ("notice", "通知、通告"),
                                ("reply", "答复、问答"),
                                ("other", "其他或不详"),
                            ],
                            max_length=20,
                            verbose_name="文种",
                        ),
                    ),
                    (
                        "level",
                        models.CharField(
                            choices=[
                                ("national", "国家"),
                                ("province", "广东省"),
                                ("city", "深圳市"),
                                ("district", "区"),
                                ("unknown", "不详"),
                            ],
                            max_length=10,
                            verbose_name="层级",
                        ),
                    ),
                    ("issued_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                    (
                        "in_force_on",
                        models.DateField(blank=True, null=True, verbose_name="施行日期"),
                    ),
                    (
                        "until_on",
                        models.DateField(
                            blank=True, null=True, verbose_name="失效日期（当天起不再有效）"
                        ),
                    ),
                    ("has_no_end", models.BooleanField(default=False, verbose_name="没有写止期")),
                    (
                        "source_url",
                        models.URLField(blank=True, max_length=500, verbose_name="原文链接"),
                    ),
                ],
                options={
                    "verbose_name": "政策文件",
                    "ordering": (
                        models.OrderBy(models.F("issued_on"), descending=True, nulls_last=True),
                        "title",
                        "id",
                    ),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("title", "document_no", "issuer", "issued_on"),
                            name="document_is_on_file_once",
                            nulls_distinct=False,
                            violation_error_message="名称、文号、机关、日期都相同的文件已经有了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True),
                            name="document_has_a_title",
                            violation_error_message="文件要有名称",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("issued_on__isnull", True),
                                ("in_force_on__isnull", True),
                                ("in_force_on__gte", models.F("issued_on")),
                                _connector="OR",
                            ),
                            name="document_is_issued_before_it_is_in_force",
                            violation_error_message="施行日期不能早于成文日期",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on__isnull", True),
                                models.Q(
                                    models.Q(
                                        ("in_force_on__isnull", True),
                                        ("until_on__gt", models.F("in_force_on")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("issued_on__isnull", True),
                                        ("until_on__gt", models.F("issued_on")),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="document_ends_after_it_begins",
                            violation_error_message="失效日期要晚于成文日期和施行日期",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("has_no_end", True), _negated=True),
                                ("until_on__isnull", True),
                                _connector="OR",
                            ),
                            name="document_without_end_has_no_last_day",
                            violation_error_message="没有写止期的文件不能有失效日期",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Basis",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("source", models.CharField(max_length=60, verbose_name="来源名")),
                    ("unverified", models.BooleanField(default=False, verbose_name="待核")),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    (
                        "withdrawn_on",
                        models.DateField(blank=True, null=True, verbose_name="自何日起撤下"),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bases",
                            to="policies.policydocument",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "依据",
                    "ordering": ("programme", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "source"),
                            name="source_of_a_programme_is_one_document",
                            violation_error_message="项目的一个来源只对应一份文件",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="DocumentRelation",
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
                                ("repeals", "废止"),
                                ("amends", "修改"),
                                ("implements", "依据并落实"),
                            ],
                            max_length=12,
                            verbose_name="关系",
                        ),
                    ),
                    ("on", models.DateField(blank=True, null=True, verbose_name="自何日起")),
                    (
                        "is_from_library",
                        models.BooleanField(default=False, verbose_name="出自政策库"),
                    ),
                    (
                        "withdrawn_on",
                        models.DateField(blank=True, null=True, verbose_name="自何日起撤下"),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="relations",
                            to="policies.policydocument",
                        ),
                    ),
                    (
                        "other",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="relations_to_it",
                            to="policies.policydocument",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "文件关系",
                    "ordering": ("document_id", "kind", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("document", "other", "kind"),
                            name="documents_are_related_once_in_a_way",
                            violation_error_message="这两份文件的这种关系已经有了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("document", models.F("other")), _negated=True),
                            name="document_is_not_related_to_itself",
                            violation_error_message="文件不能和自己有关系",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LibraryChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "what",
                        models.CharField(
                            choices=[
                                ("basis", "依据"),
                                ("clause", "条款"),
                                ("relation", "文件关系"),
                                ("charge", "主管"),
                            ],
                            max_length=10,
                            verbose_name="变更对象",
                        ),
                    ),
                    (
                        "change",
                        models.CharField(
                            choices=[
                                ("withdrawn", "撤下"),
                                ("changed", "改写"),
                                ("returned", "恢复"),
                            ],
                            max_length=10,
                            verbose_name="变更",
                        ),
                    ),
                    (
                        "programme",
                        models.CharField(blank=True, max_length=80, verbose_name="项目编号"),
                    ),
                    ("before", models.CharField(blank=True, max_length=700, verbose_name="变更前")),
                    ("after", models.CharField(blank=True, max_length=700, verbose_name="变更后")),
                    ("on", models.DateField(verbose_name="自何日起")),
                    (
                        "document",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changes",
                            to="policies.policydocument",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "政策库变更",
                    "ordering": ("-id",),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Proposal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("clause", models.CharField(blank=True, max_length=200, verbose_name="哪一条")),
                    (
                        "wrong",
                        models.TextField(blank=True, max_length=1000, verbose_name="哪里不对"),
                    ),
                    (
                        "evidence",
                        models.TextField(blank=True, max_length=1000, verbose_name="依据"),
                    ),
                    (
                        "rules_version",
                        models.CharField(max_length=64, verbose_name="规则文件的版本"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "待答复"),
                                ("accepted", "已采纳"),
                                ("declined", "不采纳"),
                                ("withdrawn", "已收回"),
                            ],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="提出时间")),
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
                        "made_by",
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
                        ),
                    ),
                ],
                options={
                    "verbose_name": "规则修改建议",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("clause", ""), _negated=True),
                                models.Q(("wrong", ""), _negated=True),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            name="proposal_is_whole",
                            violation_error_message="建议要写明哪一条、哪里不对、有什么依据",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("accepted", "declined")), _negated=True),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    ("answered_by__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="proposal_is_answered_in_words",
                            violation_error_message="答复建议要写明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="QuestionCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("month", models.DateField(verbose_name="月份")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    ("text", models.CharField(blank=True, max_length=60, verbose_name="问的话")),
                    ("times", models.PositiveIntegerField(default=1, verbose_name="次数")),
                    ("found", models.PositiveIntegerField(verbose_name="找到几项")),
                ],
                options={
                    "verbose_name": "没搜到的问题",
                    "ordering": ("-month", "-times", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("month", "digest"),
                            name="question_is_counted_in_one_row_a_month",
                            violation_error_message="一个问题一个月只记一行",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), ("times__gte", 3), _connector="OR"),
                            name="question_is_told_only_when_many_ask",
                            violation_error_message="同一问题至少有三次才记下文字",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Responsibility",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("department", models.CharField(max_length=200, verbose_name="主管部门")),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    ("clause", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                    (
                        "withdrawn_on",
                        models.DateField(blank=True, null=True, verbose_name="自何日起撤下"),
                    ),
                ],
                options={
                    "verbose_name": "主管",
                    "ordering": ("programme", "-since", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "since", "department"),
                            name="department_takes_charge_once_a_day",
                            violation_error_message="这个部门自这一天起的主管已经有了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="charge_ends_after_it_begins",
                            violation_error_message="主管的止日要晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RuleDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("version", models.PositiveIntegerField(verbose_name="版次")),
                    ("why", models.CharField(blank=True, max_length=200, verbose_name="改动说明")),
                    ("revision", models.PositiveIntegerField(default=1, verbose_name="保存次数")),
                    (
                        "writers",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            default=list,
                            size=None,
                            verbose_name="写过的人",
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="起草时间")),
                    ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                    (
                        "submitted_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                    ),
                    (
                        "reviewed_office",
                        models.CharField(blank=True, max_length=200, verbose_name="复核部门"),
                    ),
                    (
                        "reviewed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="复核时间"),
                    ),
                    (
                        "published_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                    ),
                    (
                        "remark",
                        models.CharField(blank=True, max_length=300, verbose_name="退回意见"),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("draft", "草稿"),
                                ("submitted", "待复核"),
                                ("returned", "已退回"),
                                ("published", "已发布"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="draft",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("rules", models.TextField(verbose_name="规则文件")),
                    ("cases", models.TextField(verbose_name="案例文件")),
                    (
                        "from_on",
                        models.DateField(blank=True, null=True, verbose_name="自何日起施行"),
                    ),
                    ("based_on", models.CharField(max_length=64, verbose_name="起草时的规则版本")),
                    ("shipped", models.CharField(max_length=64, verbose_name="随附文件的哈希")),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="drafts",
                            to="policies.proposal",
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "saved_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "规则草稿",
                    "ordering": ("programme", "-version"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "version"),
                            name="rule_draft_has_each_version_once",
                            violation_error_message="这个项目的这一版规则已经有了",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("stage__in", ("draft", "submitted", "returned"))),
                            fields=("programme",),
                            name="rule_draft_is_written_in_one_version",
                            violation_error_message="这个项目已有一版规则草稿在办，请先办完那一版",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("made_by__isnull", False),
                                ("writers__contains", [models.F("made_by")]),
                            ),
                            name="rule_draft_has_an_author_among_its_writers",
                            violation_error_message="规则草稿要记下起草人，起草人也是写过的人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reviewed_by__isnull", True),
                                models.Q(
                                    ("writers__contains", [models.F("reviewed_by")]), _negated=True
                                ),
                                _connector="OR",
                            ),
                            name="rule_draft_is_reviewed_by_somebody_else",
                            violation_error_message="写过这一稿的人不能复核它，须由另一个人复核",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "published"), _negated=True),
                                models.Q(
                                    ("from_on__isnull", False),
                                    ("published_at__isnull", False),
                                    ("reviewed_at__isnull", False),
                                    ("reviewed_by__isnull", False),
                                    models.Q(("reviewed_office", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="rule_draft_is_reviewed_before_it_is_published",
                            violation_error_message="规则要经复核、写明施行日期才能发布",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("stage", "submitted"), _negated=True),
                                ("from_on__isnull", False),
                                _connector="OR",
                            ),
                            name="rule_draft_handed_in_has_a_first_day",
                            violation_error_message="提交复核的规则要写明自何日起施行",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Summary",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("version", models.PositiveIntegerField(verbose_name="版次")),
                    ("why", models.CharField(blank=True, max_length=200, verbose_name="改动说明")),
                    ("revision", models.PositiveIntegerField(default=1, verbose_name="保存次数")),
                    (
                        "writers",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            default=list,
                            size=None,
                            verbose_name="写过的人",
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="起草时间")),
                    ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                    (
                        "submitted_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                    ),
                    (
                        "reviewed_office",
                        models.CharField(blank=True, max_length=200, verbose_name="复核部门"),
                    ),
                    (
                        "reviewed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="复核时间"),
                    ),
                    (
                        "published_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                    ),
                    (
                        "remark",
                        models.CharField(blank=True, max_length=300, verbose_name="退回意见"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("draft", "草稿"),
                                ("submitted", "待复核"),
                                ("returned", "已退回"),
                                ("published", "已发布"),
                                ("replaced", "已被新版取代"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="draft",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("gist", models.TextField(blank=True, max_length=600, verbose_name="一句话")),
                    ("who", models.TextField(blank=True, max_length=600, verbose_name="谁能拿")),
                    (
                        "how_much",
                        models.TextField(blank=True, max_length=600, verbose_name="拿多少"),
                    ),
                    ("how", models.TextField(blank=True, max_length=600, verbose_name="怎么办")),
                    ("when", models.TextField(blank=True, max_length=600, verbose_name="什么时候")),
                    ("basis", models.TextField(blank=True, max_length=600, verbose_name="依据")),
                    (
                        "rules_version",
                        models.CharField(blank=True, max_length=64, verbose_name="规则文件的版本"),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "restored_from",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="restored",
                            to="policies.summary",
                        ),
                    ),
                    (
                        "reviewed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "saved_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "政策说明",
                    "ordering": ("programme", "-version"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "version"),
                            name="summary_has_each_version_once",
                            violation_error_message="这个项目的这一版说明已经有了",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "published")),
                            fields=("programme",),
                            name="summary_is_published_in_one_version",
                            violation_error_message="一个项目同时只发布一版说明",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                            fields=("programme",),
                            name="summary_is_written_in_one_version",
                            violation_error_message="这个项目已有一版说明在办，请先办完那一版",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("draft", "returned", "withdrawn")),
                                models.Q(("gist", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="summary_has_a_gist",
                            violation_error_message="提交复核的说明至少要写「一句话」",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reviewed_by__isnull", True),
                                models.Q(
                                    ("writers__contains", [models.F("reviewed_by")]), _negated=True
                                ),
                                _connector="OR",
                            ),
                            name="summary_is_reviewed_by_somebody_else",
                            violation_error_message="写过这一稿的人不能复核它，须由另一个人复核",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("made_by__isnull", True),
                                ("state__in", ("draft", "submitted", "returned", "withdrawn")),
                                models.Q(
                                    ("reviewed_at__isnull", False),
                                    ("reviewed_by__isnull", False),
                                    models.Q(("reviewed_office", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="summary_is_reviewed_before_it_is_published",
                            violation_error_message="说明要经复核才能发布",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("published", "replaced")), _negated=True),
                                ("published_at__isnull", False),
                                _connector="OR",
                            ),
                            name="summary_published_has_a_moment",
                            violation_error_message="已发布的说明要有发布时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Clause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(blank=True, max_length=120, verbose_name="条款号")),
                    ("item", models.CharField(max_length=120, verbose_name="条目")),
                    ("text", models.CharField(max_length=500, verbose_name="内容")),
                    ("place", models.PositiveIntegerField(verbose_name="次序")),
                    (
                        "withdrawn_on",
                        models.DateField(blank=True, null=True, verbose_name="自何日起撤下"),
                    ),
                    (
                        "basis",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clauses",
                            to="policies.basis",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "条款",
                    "ordering": ("basis_id", "place", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("basis", "item"),
                            name="item_rests_on_a_document_once",
                            violation_error_message="同一条目在一份文件里只记一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="clause_says_something",
                            violation_error_message="条款要写明内容",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Contact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("department", models.CharField(max_length=200, verbose_name="部门名称")),
                    (
                        "programme",
                        models.CharField(blank=True, max_length=80, verbose_name="项目编号"),
                    ),
                    ("office", models.CharField(blank=True, max_length=100, verbose_name="处室")),
                    ("telephone", models.CharField(blank=True, max_length=60, verbose_name="电话")),
                    ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                    (
                        "hours",
                        models.CharField(blank=True, max_length=100, verbose_name="办公时间"),
                    ),
                    ("window", models.CharField(blank=True, max_length=100, verbose_name="窗口")),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    ("source", models.CharField(max_length=300, verbose_name="出处")),
                    ("is_gone", models.BooleanField(default=False, verbose_name="撤下")),
                    ("made_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "replaces",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="policies.contact",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "联系方式",
                    "ordering": ("department", "programme", "office", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="contact_ends_after_it_begins",
                            violation_error_message="联系方式的止日要晚于起日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("telephone", ""), _negated=True),
                                models.Q(("address", ""), _negated=True),
                                models.Q(("window", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="contact_says_how",
                            violation_error_message="电话、地址、窗口至少写一项",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("source", ""), _negated=True),
                            name="contact_names_its_source",
                            violation_error_message="联系方式要写明出处",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="EffectRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, verbose_name="草稿的哈希")),
                    ("against", models.CharField(max_length=64, verbose_name="现行规则的哈希")),
                    ("on", models.DateField(verbose_name="事实的日期")),
                    ("valued_on", models.DateField(verbose_name="按哪一天的规则")),
                    ("total", models.PositiveIntegerField(verbose_name="企业总数")),
                    ("done", models.PositiveIntegerField(default=0, verbose_name="已算企业数")),
                    ("cursor", models.BigIntegerField(default=0, verbose_name="算到的主体")),
                    (
                        "moves",
                        models.JSONField(blank=True, default=dict, verbose_name="结论的变化"),
                    ),
                    (
                        "before_fen",
                        models.BigIntegerField(default=0, verbose_name="原上限合计（分）"),
                    ),
                    (
                        "after_fen",
                        models.BigIntegerField(default=0, verbose_name="新上限合计（分）"),
                    ),
                    (
                        "open_amounts",
                        models.PositiveIntegerField(default=0, verbose_name="金额未定的企业数"),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="请求时间")),
                    ("told_at", models.DateTimeField(verbose_name="最近进展")),
                    (
                        "finished_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="算完时间"),
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
                        "draft",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="effects",
                            to="policies.ruledraft",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "影响计算",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("done__lte", models.F("total"))),
                            name="effect_counts_no_more_than_all",
                            violation_error_message="已算的企业不能多于总数",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("after_fen__gte", 0), ("before_fen__gte", 0)),
                            name="effect_sums_are_not_negative",
                            violation_error_message="上限合计不能是负数",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EffectFirm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "before",
                        models.CharField(
                            choices=[
                                ("no", "不符合"),
                                ("unknown", "待补充"),
                                ("yes", "符合"),
                                ("not_in_force", "不在有效期"),
                            ],
                            max_length=12,
                            verbose_name="原结论",
                        ),
                    ),
                    (
                        "after",
                        models.CharField(
                            choices=[
                                ("no", "不符合"),
                                ("unknown", "待补充"),
                                ("yes", "符合"),
                                ("not_in_force", "不在有效期"),
                            ],
                            max_length=12,
                            verbose_name="新结论",
                        ),
                    ),
                    (
                        "before_fen",
                        models.BigIntegerField(blank=True, null=True, verbose_name="原上限（分）"),
                    ),
                    (
                        "after_fen",
                        models.BigIntegerField(blank=True, null=True, verbose_name="新上限（分）"),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="firms",
                            to="policies.effectrun",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "受影响的企业",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("run", "subject"),
                            name="effect_names_a_firm_once",
                            violation_error_message="一次计算里每家企业只列一次",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="firmcount",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="812dbcf837a22e4579c240bb2f941d2955875baa",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8fecf",
                        table="policies_firmcount",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="firmcount",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="c7ad3024c3614f98d6365d676f1a06e1da2d4d4d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ddb92",
                        table="policies_firmcount",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="linkcheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="868b44a0aa2ead6b410007f2ba7f14cdcd2622f8",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_29c74",
                        table="policies_linkcheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="linkcheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="55c47be4a064e0fcf268205ff2258245127f357c",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_0b0e5",
                        table="policies_linkcheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="contact",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a9e1d1c06862e1677e61bc62729c70b080768b9c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_abeba",
                        table="policies_contact",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="contact",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="366220f0778cdb6108e3567544dd673bd8cdc9a3",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_07d32",
                        table="policies_contact",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="effectfirm",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f4b87589f41a7fd6bc875f67cecd44c801414f63",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a5de0",
                        table="policies_effectfirm",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="effectfirm",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="e875dca4f6da1bb4fee0e151f5b696048febd447",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_1603a",
                        table="policies_effectfirm",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="keeper",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c1783cb40d06f1f4a3a54686198b1fb8911e4655",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c64d3",
                        table="policies_keeper",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="keeper",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="a701816afb0236418237e3eb3d88a3a01404307e",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_9cff8",
                        table="policies_keeper",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="librarychange",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="5d6a954b8180f45e512da17932793f273e80b54f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d9e25",
                        table="policies_librarychange",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="librarychange",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="9edcc38c730951efe9df74f40ec78f47f825d50f",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_a1d06",
                        table="policies_librarychange",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="ruledraft",
                trigger=pgtrigger.compiler.Trigger(
                    name="rule_draft_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="5faa9870ab8b9acfed4f548cba6c5652b60b1001",
                        operation="DELETE",
                        pgid="pgtrigger_rule_draft_is_kept_d86ca",
                        table="policies_ruledraft",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="ruledraft",
                trigger=pgtrigger.compiler.Trigger(
                    name="closed_rule_draft_is_not_rewritten",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.stage IN ('published', 'withdrawn') AND (OLD.rules, OLD.cases, OLD.from_on, OLD.stage, OLD.programme, OLD.version, OLD.made_by_id, OLD.reviewed_by_id, OLD.writers, OLD.based_on) IS DISTINCT FROM (NEW.rules, NEW.cases, NEW.from_on, NEW.stage, NEW.programme, NEW.version, NEW.made_by_id, NEW.reviewed_by_id, NEW.writers, NEW.based_on))",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="c46c7376c5ceec1e1c0d5850f86cb6dd128b00ed",
                        operation="UPDATE",
                        pgid="pgtrigger_closed_rule_draft_is_not_rewritten_26d98",
                        table="policies_ruledraft",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="effectrun",
                trigger=pgtrigger.compiler.Trigger(
                    name="effect_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="74721a69e9682bd5857cd91494f9907b10692dd5",
                        operation="DELETE",
                        pgid="pgtrigger_effect_is_kept_88dcc",
                        table="policies_effectrun",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="effectrun",
                trigger=pgtrigger.compiler.Trigger(
                    name="finished_effect_is_not_rewritten",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.finished_at IS NOT NULL)",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="e5a1dbf443db8698431e292244a92681f36d809f",
                        operation="UPDATE",
                        pgid="pgtrigger_finished_effect_is_not_rewritten_7e9c0",
                        table="policies_effectrun",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="summary",
                trigger=pgtrigger.compiler.Trigger(
                    name="summary_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="a3e8f5e8e222a0f2231fc6e5b8e6f6ef69068dfe",
                        operation="DELETE",
                        pgid="pgtrigger_summary_is_kept_91ba5",
                        table="policies_summary",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="summary",
                trigger=pgtrigger.compiler.Trigger(
                    name="closed_summary_is_not_rewritten",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.state IN ('published', 'replaced', 'withdrawn') AND (OLD.gist, OLD.who, OLD.how_much, OLD.how, OLD.\"when\", OLD.basis, OLD.programme, OLD.version, OLD.made_by_id, OLD.reviewed_by_id) IS DISTINCT FROM (NEW.gist, NEW.who, NEW.how_much, NEW.how, NEW.\"when\", NEW.basis, NEW.programme, NEW.version, NEW.made_by_id, NEW.reviewed_by_id))",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                        hash="d4b80adfeadf2bacef07ea2e6ddce10de43ea201",
                        operation="UPDATE",
                        pgid="pgtrigger_closed_summary_is_not_rewritten_2515b",
                        table="policies_summary",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
