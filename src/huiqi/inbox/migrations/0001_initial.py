"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
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
                name="MessageLanguage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "language",
                        models.CharField(
                            choices=[("zh-hans", "简体中文"), ("en", "English")],
                            max_length=10,
                            verbose_name="语言",
                        ),
                    ),
                    ("changed_at", models.DateTimeField(verbose_name="设置时间")),
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="message_language",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "消息语言",
                    "ordering": ("person_id",),
                },
            ),
            migrations.CreateModel(
                name="CalendarFeed",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, verbose_name="凭据哈希")),
                    ("created_at", models.DateTimeField(verbose_name="生成时间")),
                    (
                        "revoked_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="calendar_feeds",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "日历订阅",
                    "ordering": ("person_id", "-created_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("digest",),
                            name="calendar_feed_has_its_own_token",
                            violation_error_message="这个日历链接已经有了",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("revoked_at__isnull", True)),
                            fields=("person",),
                            name="calendar_feed_is_one_a_person",
                            violation_error_message="每人只有一个有效的日历链接",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DeskView",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=20, verbose_name="名称")),
                    ("query", models.CharField(max_length=300, verbose_name="筛选")),
                    ("made_at", models.DateTimeField(verbose_name="存于")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="desk_views",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "常用筛选",
                    "ordering": ("made_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "name"),
                            name="desk_view_has_a_name_of_its_own",
                            violation_error_message="已经有这个名称的常用筛选",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("name", ""), _negated=True),
                                models.Q(("query", ""), _negated=True),
                            ),
                            name="desk_view_has_a_name_and_filters",
                            violation_error_message="常用筛选要有名称和筛选",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Message",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("said", models.JSONField(blank=True, default=dict, verbose_name="存句")),
                    ("key", models.CharField(max_length=200, verbose_name="唯一键")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("decision", "决定和结果"),
                                ("supplement", "补正通知"),
                                ("security", "账号和数据安全"),
                                ("deadline", "期限提醒"),
                                ("progress", "办理进度"),
                                ("policy", "与你有关的新政策"),
                                ("survey", "满意度回访"),
                            ],
                            max_length=20,
                            verbose_name="种类",
                        ),
                    ),
                    ("title", models.CharField(max_length=120, verbose_name="标题")),
                    ("body", models.TextField(blank=True, verbose_name="正文")),
                    (
                        "language",
                        models.CharField(
                            choices=[("zh-hans", "简体中文"), ("en", "English")],
                            default="zh-hans",
                            max_length=10,
                            verbose_name="语言",
                        ),
                    ),
                    ("url", models.CharField(blank=True, max_length=300, verbose_name="页面")),
                    ("sent_at", models.DateTimeField(verbose_name="时间")),
                    (
                        "read_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="阅读时间"),
                    ),
                    (
                        "mail_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="可发邮件的时间"),
                    ),
                    ("queued", models.BooleanField(default=False, verbose_name="已交发件箱")),
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
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="inbox_messages",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "消息",
                    "ordering": ("-sent_at", "-id"),
                    "indexes": [
                        models.Index(fields=["person", "-sent_at"], name="message_of_person"),
                        models.Index(
                            condition=models.Q(("queued", False)),
                            fields=["mail_at"],
                            name="message_waiting_for_mail",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "key"),
                            name="message_reaches_a_person_once",
                            violation_error_message="这条消息已经发给此人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True),
                            name="message_has_a_title",
                            violation_error_message="消息要有标题",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("url__regex", "^(/([^/\\\\].*)?)?$")),
                            name="message_leads_to_a_page_of_ours",
                            violation_error_message="消息只能指向本平台的页面，例如 /policies/",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("queued", False), ("mail_at__isnull", False), _connector="OR"
                            ),
                            name="message_queued_was_meant_for_mail",
                            violation_error_message="不发邮件的消息不交发件箱",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Preference",
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
                                ("decision", "决定和结果"),
                                ("supplement", "补正通知"),
                                ("security", "账号和数据安全"),
                                ("deadline", "期限提醒"),
                                ("progress", "办理进度"),
                                ("policy", "与你有关的新政策"),
                                ("survey", "满意度回访"),
                            ],
                            max_length=20,
                            verbose_name="种类",
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[("both", "站内和邮件"), ("app", "只在站内"), ("none", "不要")],
                            max_length=10,
                            verbose_name="送达方式",
                        ),
                    ),
                    ("changed_at", models.DateTimeField(verbose_name="设置时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="preferences",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "送达偏好",
                    "ordering": ("person_id", "kind"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "kind"),
                            name="preference_is_one_a_kind",
                            violation_error_message="每种消息只有一个送达方式",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["deadline", "progress", "policy", "survey"])
                            ),
                            name="statutory_notice_cannot_be_declined",
                            violation_error_message="法定通知依法必须送达，不能退订",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="QuietHours",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("start", models.TimeField(blank=True, null=True, verbose_name="自")),
                    ("until", models.TimeField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="quiet_hours",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "免打扰时段",
                    "ordering": ("person_id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("start__isnull", True), ("until__isnull", True)),
                                models.Q(("start__isnull", False), ("until__isnull", False)),
                                _connector="OR",
                            ),
                            name="quiet_hours_begin_and_end",
                            violation_error_message="免打扰时段的起止要一起填，或都不填",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("start__isnull", True),
                                models.Q(("start", models.F("until")), _negated=True),
                                _connector="OR",
                            ),
                            name="quiet_hours_are_not_the_whole_day",
                            violation_error_message="免打扰时段的起止不能相同",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Todo",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("said", models.JSONField(blank=True, default=dict, verbose_name="存句")),
                    ("key", models.CharField(max_length=200, verbose_name="唯一键")),
                    (
                        "role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("owner", "企业负责人"),
                                ("finance", "企业财务"),
                                ("staff", "企业经办"),
                                ("provider_staff", "服务机构经办"),
                                ("bank_staff", "银行经办"),
                                ("district_officer", "区级经办"),
                                ("bureau_officer", "市级经办"),
                                ("section_chief", "处室负责人"),
                                ("finance_officer", "资金经办"),
                                ("commissioner", "首席企业服务专员"),
                                ("supervisor", "督办员"),
                                ("expert", "评审专家"),
                                ("auditor", "审计人员"),
                                ("system_admin", "系统管理员"),
                                ("security_admin", "安全管理员"),
                                ("audit_admin", "审计管理员"),
                            ],
                            max_length=20,
                            verbose_name="岗位",
                        ),
                    ),
                    (
                        "barred",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="不能办的人",
                        ),
                    ),
                    ("kind", models.CharField(blank=True, max_length=100, verbose_name="对象种类")),
                    (
                        "object_id",
                        models.BigIntegerField(blank=True, null=True, verbose_name="对象编号"),
                    ),
                    ("url", models.CharField(blank=True, max_length=300, verbose_name="页面")),
                    ("text", models.CharField(max_length=120, verbose_name="要做什么")),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    ("verb", models.CharField(blank=True, max_length=12, verbose_name="按钮")),
                    ("by_hand", models.BooleanField(default=False, verbose_name="可以直接勾掉")),
                    ("created_at", models.DateTimeField(verbose_name="产生时间")),
                    ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="期限")),
                    ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                    (
                        "done_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="了结时间"),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[("done", "已办"), ("dropped", "不用办了")],
                            max_length=10,
                            verbose_name="了结方式",
                        ),
                    ),
                    (
                        "done_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="todos_done",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="todos",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="todos_taken",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="todos",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="给谁",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "待办",
                    "ordering": (models.OrderBy(models.F("due_at"), nulls_last=True), "id"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_at__isnull", True)),
                            fields=["organization", "due_at"],
                            name="todo_open_of_organization",
                        ),
                        models.Index(
                            condition=models.Q(("done_at__isnull", True)),
                            fields=["person", "due_at"],
                            name="todo_open_of_person",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("key",),
                            name="todo_is_one_for_each_key",
                            violation_error_message="这个待办已经有了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("organization__isnull", False), ("person__isnull", True)),
                                models.Q(("organization__isnull", True), ("person__isnull", False)),
                                _connector="OR",
                            ),
                            name="todo_is_for_a_person_or_an_organization",
                            violation_error_message="待办要么给一个人，要么给一个单位",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("role", ""), ("organization__isnull", False), _connector="OR"
                            ),
                            name="todo_role_is_within_an_organization",
                            violation_error_message="写明岗位的待办要写明单位",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="todo_says_what_to_do",
                            violation_error_message="待办要写明做什么",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("url__regex", "^(/([^/\\\\].*)?)?$")),
                            name="todo_leads_to_a_page_of_ours",
                            violation_error_message="待办只能指向本平台的页面，例如 /policies/",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("done_at__isnull", True),
                                    ("done_by__isnull", True),
                                    ("outcome", ""),
                                ),
                                models.Q(
                                    ("done_at__isnull", False),
                                    models.Q(("outcome", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="todo_ends_with_an_outcome",
                            violation_error_message="了结的待办要有时间和了结方式",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("provisional", True), _negated=True),
                                ("due_at__isnull", False),
                                _connector="OR",
                            ),
                            name="todo_provisional_due_has_a_moment",
                            violation_error_message="没有期限，就没有暂定的期限",
                        ),
                    ],
                },
            ),
        )
    ]
