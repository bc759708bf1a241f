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
                name="AccountantLink",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("label", models.CharField(max_length=40, verbose_name="给谁")),
                    ("shows", models.JSONField(verbose_name="给看什么")),
                    (
                        "digest",
                        models.CharField(max_length=64, unique=True, verbose_name="令牌的哈希"),
                    ),
                    ("made_on", models.DateField(verbose_name="生成日期")),
                    ("days", models.PositiveSmallIntegerField(verbose_name="有效天数")),
                    (
                        "revoked_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="收回时间"),
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
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="accountant_links",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "会计链接",
                    "ordering": ("-made_on", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("label", ""), _negated=True),
                            name="accountant_link_says_for_whom",
                            violation_error_message="写明链接给谁，例如 王会计",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("days__gte", 1), ("days__lte", 90)),
                            name="accountant_link_lasts_90_days_at_most",
                            violation_error_message="链接的有效期是 1 到 90 天",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("shows", []), _negated=True),
                            name="accountant_link_shows_something",
                            violation_error_message="至少选一项给对方看的内容",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DropReason",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    (
                        "reason",
                        models.CharField(
                            choices=[
                                ("papers", "材料太多"),
                                ("little", "钱太少，不值得办"),
                                ("unclear", "看不懂要什么"),
                                ("doubt", "怕办不成，或怕以后查"),
                                ("not_now", "现在不需要"),
                                ("other", "别的原因"),
                            ],
                            max_length=12,
                            verbose_name="原因",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
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
                            related_name="+",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "不想办的原因",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "reason__in",
                                    ["papers", "little", "unclear", "doubt", "not_now", "other"],
                                )
                            ),
                            name="drop_reason_is_one_of_the_list",
                            violation_error_message="请在列出的原因里选一个",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="LinkOpening",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="打开时间")),
                    (
                        "link",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="openings",
                            to="follow.accountantlink",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "链接的打开",
                    "ordering": ("-at", "-id"),
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="MatchSnapshot",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("on", models.DateField(verbose_name="比对日期")),
                    ("library", models.CharField(max_length=12, verbose_name="政策库版本")),
                    ("total_fen", models.BigIntegerField(verbose_name="合计上限（分）")),
                    ("state", models.JSONField(verbose_name="依据")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    ("taken_at", models.DateTimeField(verbose_name="留底时间")),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="snapshots",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "比对留底",
                    "ordering": ("subject_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("subject", "on", "digest"),
                            name="snapshot_of_a_state_is_kept_once_a_day",
                            violation_error_message="同一天同样的结果只留底一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("total_fen__gte", 0)),
                            name="snapshot_total_is_not_negative",
                            violation_error_message="合计上限不能小于零",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="ReachStep",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    (
                        "stage",
                        models.CharField(
                            choices=[
                                ("eligible", "能拿"),
                                ("told", "告知"),
                                ("opened", "打开"),
                                ("started", "办理"),
                                ("submitted", "提交"),
                                ("paid", "到账"),
                            ],
                            max_length=10,
                            verbose_name="环节",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "触达",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("subject", "programme", "stage"),
                            name="firm_comes_to_a_stage_once",
                            violation_error_message="这家企业已经到过这一环节",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="SavedSearch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("text", models.CharField(blank=True, max_length=200, verbose_name="问题")),
                    ("facets", models.JSONField(blank=True, default=dict, verbose_name="筛选")),
                    ("seen", models.JSONField(blank=True, default=list, verbose_name="看过的结果")),
                    ("created_at", models.DateTimeField(verbose_name="保存时间")),
                    ("seen_at", models.DateTimeField(verbose_name="上次查看的时间")),
                    (
                        "person",
                        models.ForeignKey(
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
                            related_name="saved_searches",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "保存的查询",
                    "ordering": ("-created_at", "-id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("subject__isnull", False)),
                            fields=("subject", "name"),
                            name="saved_search_has_its_own_name_in_a_firm",
                            violation_error_message="本企业已有一个同名的查询，换个名称",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("subject__isnull", True)),
                            fields=("person", "name"),
                            name="saved_search_has_its_own_name",
                            violation_error_message="你已有一个同名的查询，换个名称",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True),
                            name="saved_search_has_a_name",
                            violation_error_message="给这个查询起个名称",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("facets", {}), ("text", ""), _negated=True),
                            name="saved_search_asks_something",
                            violation_error_message="先查一个词或选一个筛选，再保存",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Subscription",
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
                                ("programme", "一项政策"),
                                ("document", "一份文件"),
                                ("department", "一个部门的政策"),
                                ("topic", "一个主题的政策"),
                            ],
                            max_length=12,
                            verbose_name="关注什么",
                        ),
                    ),
                    ("target", models.CharField(max_length=120, verbose_name="对象")),
                    (
                        "told",
                        models.JSONField(blank=True, default=dict, verbose_name="已告知的版本"),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="订阅时间")),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="退订时间"),
                    ),
                    (
                        "person",
                        models.ForeignKey(
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
                            related_name="subscriptions",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "订阅",
                    "ordering": ("-created_at", "-id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("ended_at__isnull", True), ("subject__isnull", False)
                            ),
                            fields=("subject", "kind", "target"),
                            name="firm_subscribes_once_to_a_thing",
                            violation_error_message="本企业已经订阅了",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("ended_at__isnull", True), ("subject__isnull", True)
                            ),
                            fields=("person", "kind", "target"),
                            name="person_subscribes_once_to_a_thing",
                            violation_error_message="你已经订阅了",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("target", ""), _negated=True),
                            name="subscription_is_to_something",
                            violation_error_message="请写明要订阅什么",
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
                    ("on", models.DateField(verbose_name="日期")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "snapshot",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="visits",
                            to="follow.matchsnapshot",
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
                    "verbose_name": "来访",
                    "ordering": (
                        "person_id",
                        "subject_id",
                        models.OrderBy(models.F("on"), descending=True),
                        "-id",
                    ),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("person", "subject", "on"),
                            name="visit_of_a_day_is_the_first",
                            violation_error_message="当天已经来过",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Watch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    (
                        "basis",
                        models.JSONField(blank=True, default=dict, verbose_name="起初的判断"),
                    ),
                    (
                        "verdict",
                        models.CharField(blank=True, max_length=10, verbose_name="最近的判断"),
                    ),
                    ("library", models.CharField(max_length=12, verbose_name="政策库版本")),
                    ("created_at", models.DateTimeField(verbose_name="开始等候的时间")),
                    ("checked_at", models.DateTimeField(verbose_name="最近判断的时间")),
                    (
                        "met_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="满足的时间"),
                    ),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="结束等候的时间"),
                    ),
                    (
                        "person",
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
                            related_name="watches",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "等候条件",
                    "ordering": ("-created_at", "-id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at__isnull", True)),
                            fields=("subject", "programme"),
                            name="firm_waits_once_for_a_programme",
                            violation_error_message="本企业已经在等这项政策的条件",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("met_at__isnull", True),
                                ("ended_at__isnull", False),
                                _connector="OR",
                            ),
                            name="watch_that_is_met_is_over",
                            violation_error_message="条件满足以后就不再等候",
                        ),
                    ],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="dropreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9cce9dc5219ef5a276c4d576cd3c4189f20f3557",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_f5d33",
                        table="follow_dropreason",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="dropreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="eb110eefa20ac7b48dba6e56957cc84c3f91a6c2",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_d8c57",
                        table="follow_dropreason",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="linkopening",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d9abdb221a6efbf02741436e0699a81a1c584439",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_05d53",
                        table="follow_linkopening",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="linkopening",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="500414235b99c1f1e977f2fc429452d61c05373e",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_92741",
                        table="follow_linkopening",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="matchsnapshot",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="410596a6557cb690de69c1634353ad3d9e109b53",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c7fbe",
                        table="follow_matchsnapshot",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="matchsnapshot",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="edaa8bb48dc885d7285241fdeb5ad8ac1d682bd9",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_bd632",
                        table="follow_matchsnapshot",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="reachstep",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="5ab3bed5e0d15e8e14ab65626ef43cf7284e8c17",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6a4e0",
                        table="follow_reachstep",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="reachstep",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="4daad900d1bc48d03c6b9bc2928b58b7a38a4b9d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_6bd34",
                        table="follow_reachstep",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="visit",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="3be0263e28fa75f059bc6eb6236b64ab6335ce22",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6768f",
                        table="follow_visit",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="visit",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="43d40722adde55ee4ed122cbe6a21659a02f631b",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_609cb",
                        table="follow_visit",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
