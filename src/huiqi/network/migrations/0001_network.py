"""建表: the tables of this app, with their constraints and indexes."""

from django.conf import settings
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_now"),
        ("parties", "0008_account_rules"),
        ("parties", "__first__"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Officer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("chief", "首席企业服务专员"),
                                ("officer", "企业服务专员"),
                                ("handler", "承办员"),
                                ("supervisor", "督办员"),
                            ],
                            max_length=12,
                            verbose_name="服务角色",
                        ),
                    ),
                    ("phone", models.CharField(max_length=20, verbose_name="公布的电话")),
                    ("since", models.DateTimeField(verbose_name="自")),
                    (
                        "until",
                        models.DateTimeField(blank=True, null=True, verbose_name="至（不含）"),
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
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="姓名",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "服务人员",
                    "ordering": ("organization_id", "person_id", "since"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("person", "organization"),
                            name="officer_serves_once_for_a_body",
                            violation_error_message="此人已经是这个单位的服务人员",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("phone__regex", "^[0-9][0-9 \\-]{4,19}$")),
                            name="officer_can_be_called",
                            violation_error_message="写明公布的电话，只用数字、空格和短横",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="officer_ends_after_beginning",
                            violation_error_message="服务的止时必须晚于起时",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="KeyFirm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "tier",
                        models.PositiveSmallIntegerField(
                            choices=[(1, "市级"), (2, "区级"), (3, "街道")], verbose_name="层级"
                        ),
                    ),
                    ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                    ("since", models.DateTimeField(verbose_name="自")),
                    (
                        "until",
                        models.DateTimeField(blank=True, null=True, verbose_name="至（不含）"),
                    ),
                    (
                        "without_since",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="从何时起没有专员"
                        ),
                    ),
                    (
                        "due_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="指定专员的期限"),
                    ),
                    (
                        "told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提醒超期的时间"),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="企业",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="key_firms",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "officer",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="key_firms",
                            to="network.officer",
                            verbose_name="服务专员",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "重点企业",
                    "ordering": ("tier", "organization_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("subject", "tier"),
                            name="key_firm_is_listed_once_for_a_tier",
                            violation_error_message="这家企业已经在这一层级的名单上",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("due_at__isnull", True),
                                    ("officer__isnull", True),
                                    ("until__isnull", False),
                                ),
                                models.Q(
                                    ("due_at__isnull", True),
                                    ("officer__isnull", False),
                                    ("until__isnull", True),
                                    ("without_since__isnull", True),
                                ),
                                models.Q(
                                    ("due_at__isnull", False),
                                    ("officer__isnull", True),
                                    ("until__isnull", True),
                                    ("without_since__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="key_firm_has_a_commissioner_or_a_clock",
                            violation_error_message="重点企业要么有专员，要么在待指定的名单上并有期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("weight__gte", 1), ("weight__lte", 10)),
                            name="key_firm_weighs_something",
                            violation_error_message="权重从 1 到 10",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="key_firm_ends_after_it_begins",
                            violation_error_message="名单的止时必须晚于起时",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Handover",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "cause",
                        models.CharField(
                            choices=[
                                ("left", "原专员离任"),
                                ("leaving", "原专员即将离任"),
                                ("balance", "调整工作量"),
                                ("asked", "企业或专员提出"),
                            ],
                            max_length=10,
                            verbose_name="原因",
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "待指定接手人"),
                                ("proposed", "待接手"),
                                ("accepted", "已接手"),
                                ("cancelled", "已取消"),
                            ],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "open_items",
                        models.JSONField(blank=True, default=list, verbose_name="未了事项"),
                    ),
                    ("opened_at", models.DateTimeField(verbose_name="发起时间")),
                    ("due_at", models.DateTimeField(verbose_name="期限")),
                    (
                        "told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提醒超期的时间"),
                    ),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
                    ),
                    (
                        "proposed_by",
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "key_firm",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handovers",
                            to="network.keyfirm",
                        ),
                    ),
                    (
                        "giver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="network.officer",
                            verbose_name="原专员",
                        ),
                    ),
                    (
                        "taker",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handovers",
                            to="network.officer",
                            verbose_name="接手人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "交接",
                    "ordering": ("due_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("open", "proposed"))),
                            fields=("key_firm",),
                            name="firm_is_handed_over_once_at_a_time",
                            violation_error_message="这家企业正在交接",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("proposed", "accepted")), _negated=True),
                                models.Q(("proposed_by__isnull", False), ("taker__isnull", False)),
                                _connector="OR",
                            ),
                            name="handover_names_who_takes_over",
                            violation_error_message="写明接手人，并由人确认",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("taker__isnull", True),
                                models.Q(("taker", models.F("giver")), _negated=True),
                                _connector="OR",
                            ),
                            name="handover_goes_to_somebody_else",
                            violation_error_message="接手人不能是原专员",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("ended_at__isnull", True), ("state__in", ("open", "proposed"))
                                ),
                                models.Q(
                                    ("ended_at__isnull", False),
                                    ("state__in", ("accepted", "cancelled")),
                                ),
                                _connector="OR",
                            ),
                            name="handover_that_is_over_says_since_when",
                            violation_error_message="了结的交接要有时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Organ",
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
                                ("leading_group", "领导小组"),
                                ("office", "领导小组办公室"),
                                ("task_force", "企服专班"),
                                ("station", "企业服务工作站"),
                            ],
                            max_length=15,
                            verbose_name="种类",
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="名称")),
                    ("topic", models.CharField(blank=True, max_length=200, verbose_name="任务")),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="设在",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "群服务组织",
                    "ordering": ("kind", "name", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("kind__in", ("leading_group", "office")), ("until__isnull", True)
                            ),
                            fields=("kind",),
                            name="network_has_one_leading_group_and_one_office",
                            violation_error_message="领导小组和它的办公室各只有一个",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("name",),
                            name="organ_has_its_own_name",
                            violation_error_message="已经有同名的组织",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("name", ""), _negated=True),
                                models.Q(
                                    models.Q(("kind", "task_force"), _negated=True),
                                    models.Q(("topic", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            name="organ_says_what_it_is_for",
                            violation_error_message="写明名称；专班要写明任务",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="organ_ends_after_it_begins",
                            violation_error_message="组织的止日必须晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                    ("held_on", models.DateField(verbose_name="日期")),
                    ("topic", models.CharField(max_length=120, verbose_name="议题")),
                    ("people", models.CharField(max_length=500, verbose_name="参加人")),
                    ("minutes", models.TextField(blank=True, max_length=5000, verbose_name="纪要")),
                    ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organ",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="network.organ",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "会议",
                    "ordering": ("-held_on", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("topic", ""), _negated=True),
                                models.Q(("people", ""), _negated=True),
                            ),
                            name="meeting_says_what_and_who",
                            violation_error_message="写明议题和参加人",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Portfolio",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "tier",
                        models.PositiveSmallIntegerField(
                            choices=[(1, "市级"), (2, "区级"), (3, "街道")], verbose_name="层级"
                        ),
                    ),
                    ("since", models.DateTimeField(verbose_name="自")),
                    (
                        "until",
                        models.DateTimeField(blank=True, null=True, verbose_name="至（不含）"),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="确认人",
                        ),
                    ),
                    (
                        "key_firm",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="portfolios",
                            to="network.keyfirm",
                        ),
                    ),
                    (
                        "officer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="portfolios",
                            to="network.officer",
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
                    "verbose_name": "挂点",
                    "ordering": ("key_firm_id", "since"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("until__isnull", True)),
                            fields=["officer"],
                            name="portfolio_of_officer",
                        )
                    ],
                    "constraints": [
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            expressions=(
                                (
                                    models.Func(
                                        "subject",
                                        "subject",
                                        models.Value("[]"),
                                        function="int8range",
                                    ),
                                    "&&",
                                ),
                                (
                                    models.Func(
                                        "tier", "tier", models.Value("[]"), function="int4range"
                                    ),
                                    "&&",
                                ),
                                (models.Func("since", "until", function="tstzrange"), "&&"),
                            ),
                            name="firm_has_one_commissioner_at_a_time",
                            violation_error_message="这家企业在这一层级已经有专员，先交接",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="portfolio_ends_after_it_begins",
                            violation_error_message="挂点的止时必须晚于起时",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Visit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("visit", "上门走访"),
                                ("call", "电话"),
                                ("meeting", "请企业来谈"),
                                ("online", "视频"),
                            ],
                            max_length=10,
                            verbose_name="方式",
                        ),
                    ),
                    ("purpose", models.CharField(max_length=200, verbose_name="为了什么")),
                    ("planned_on", models.DateField(verbose_name="计划日期")),
                    (
                        "reason",
                        models.CharField(blank=True, max_length=200, verbose_name="为什么不能等"),
                    ),
                    (
                        "seen",
                        models.JSONField(blank=True, default=list, verbose_name="计划前看到的走访"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("planned", "已计划"),
                                ("made", "已完成"),
                                ("cancelled", "已取消"),
                            ],
                            default="planned",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("planned_at", models.DateTimeField(verbose_name="登记时间")),
                    ("made_on", models.DateField(blank=True, null=True, verbose_name="联系日期")),
                    (
                        "people_of_firm",
                        models.CharField(blank=True, max_length=200, verbose_name="企业参加人"),
                    ),
                    (
                        "people_of_city",
                        models.CharField(blank=True, max_length=200, verbose_name="政府参加人"),
                    ),
                    (
                        "findings",
                        models.TextField(blank=True, max_length=2000, verbose_name="情况"),
                    ),
                    (
                        "recorded_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="记录时间"),
                    ),
                    (
                        "cancelled_why",
                        models.CharField(blank=True, max_length=200, verbose_name="为什么取消"),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="企业",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="走访人",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="visits",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="走访单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "联系企业",
                    "ordering": ("-planned_on", "-id"),
                    "indexes": [
                        models.Index(fields=["subject", "-planned_on"], name="visit_of_firm"),
                        models.Index(
                            condition=models.Q(("state", "planned")),
                            fields=["owner", "planned_on"],
                            name="visit_planned_by",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("purpose", ""), _negated=True),
                            name="visit_says_what_for",
                            violation_error_message="写明为了什么联系企业",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state", "made"),
                                    ("made_on__isnull", False),
                                    ("recorded_at__isnull", False),
                                    models.Q(("findings", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("state", "made"), _negated=True),
                                    ("made_on__isnull", True),
                                    ("recorded_at__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="visit_that_was_made_says_when_and_what",
                            violation_error_message="完成的联系要写明日期和情况",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                models.Q(("cancelled_why", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="visit_that_was_cancelled_says_why",
                            violation_error_message="取消要写明原因",
                        ),
                    ],
                },
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
                    ("text", models.CharField(max_length=500, verbose_name="请它做什么")),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "待联系企业"), ("complete", "已联系企业")],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="转介时间")),
                    ("due_at", models.DateTimeField(verbose_name="期限")),
                    (
                        "told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提醒超期的时间"),
                    ),
                    (
                        "giver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="转介人",
                        ),
                    ),
                    (
                        "giver_unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="企业",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="referrals",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="转给",
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="referrals",
                            to="network.visit",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "转介",
                    "ordering": ("due_at", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("contact__isnull", True), ("state", "open")),
                                models.Q(("contact__isnull", False), ("state", "complete")),
                                _connector="OR",
                            ),
                            name="referral_ends_only_in_a_contact",
                            violation_error_message="转介只有联系到企业才算完成",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("text", ""), _negated=True),
                                models.Q(("unit", models.F("giver_unit")), _negated=True),
                            ),
                            name="referral_says_what_and_goes_elsewhere",
                            violation_error_message="写明请别的单位做什么",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VisitPromise",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.CharField(max_length=200, verbose_name="承诺")),
                    ("due_on", models.DateField(verbose_name="兑现期限")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "待兑现"),
                                ("lapsed", "逾期未兑现"),
                                ("kept", "已兑现"),
                                ("broken", "不能兑现"),
                            ],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("made_at", models.DateTimeField(verbose_name="承诺时间")),
                    ("answer", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="谁来兑现",
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
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="承诺单位",
                        ),
                    ),
                    (
                        "visit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="promises",
                            to="network.visit",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "走访承诺",
                    "ordering": ("due_on", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="visit_promise_says_what",
                            violation_error_message="写明承诺什么",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state__in", ("kept", "broken")),
                                    ("ended_at__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("state__in", ("kept", "broken")), _negated=True),
                                    ("ended_at__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="visit_promise_ends_with_an_answer",
                            violation_error_message="兑现或不能兑现都要写明结果",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VisitWish",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("wants_none", models.BooleanField(verbose_name="不希望上门走访")),
                    ("said_at", models.DateTimeField(verbose_name="表示时间")),
                    (
                        "said_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subject",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="visit_wish",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "走访意愿",
                    "ordering": ("subject_id",),
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
                    ("text", models.CharField(max_length=500, verbose_name="事项")),
                    ("due_on", models.DateField(verbose_name="期限")),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "待办"), ("done", "已办"), ("dropped", "不再办")],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("answer", models.CharField(blank=True, max_length=500, verbose_name="结果")),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
                    ),
                    (
                        "told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提醒超期的时间"),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="责任单位",
                        ),
                    ),
                    (
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="network.meeting",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "议定事项",
                    "ordering": ("due_on", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="decision_says_what",
                            violation_error_message="写明议定了什么",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("state", "open")),
                                models.Q(
                                    models.Q(("state", "open"), _negated=True),
                                    ("ended_at__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decision_ends_with_an_answer",
                            violation_error_message="办完或不再办都要写明结果",
                        ),
                    ],
                },
            ),
        )
    ]
