"""共性问题: screening, assessment, plan, progress, remedies, and whom it is told."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0003_knowing"),
        ("parties", "0008_account_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
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
                            ("unknown", "还没有查明"),
                            ("no_rule", "没有规定"),
                            ("unclear_rule", "规定不清楚"),
                            ("system_failure", "系统故障或不好用"),
                            ("process", "流程不合理"),
                            ("no_money", "没有资金"),
                            ("no_authority", "没有权限"),
                            ("other_level", "要由上级决定"),
                            ("between_offices", "部门之间没有衔接"),
                        ],
                        max_length=20,
                        verbose_name="成因",
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("unknown", "还不清楚"),
                            ("below_100k", "一年不到 10 万元"),
                            ("below_1m", "一年 10 万至 100 万元"),
                            ("below_10m", "一年 100 万至 1000 万元"),
                            ("below_100m", "一年 1000 万至 1 亿元"),
                            ("above_100m", "一年 1 亿元以上"),
                        ],
                        max_length=12,
                        verbose_name="涉及金额",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="金额的来源")),
                (
                    "sureness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("counted", "有账可查"),
                            ("estimated", "按样本估算"),
                            ("guessed", "粗略估计"),
                        ],
                        max_length=10,
                        verbose_name="金额的把握",
                    ),
                ),
                (
                    "time",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "还不清楚"),
                            (1, "三个月以内"),
                            (2, "半年以内"),
                            (3, "一年以内"),
                            (4, "一年以上"),
                        ],
                        verbose_name="要多久",
                    ),
                ),
                (
                    "effort",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "还不清楚"),
                            (1, "一个单位自己能办"),
                            (2, "要几个单位一起办"),
                            (3, "要市里决定"),
                            (4, "要省里或国家决定"),
                        ],
                        verbose_name="要谁出力",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="分析")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "共性问题的研判",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="DueChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DateField(verbose_name="原来的日期")),
                ("after", models.DateField(verbose_name="改到哪一天")),
                ("reason", models.TextField(max_length=1000, verbose_name="为什么改")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "共性问题的改期",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="要做到什么")),
                ("due_on", models.DateField(verbose_name="哪一天以前")),
                ("set_at", models.DateTimeField(verbose_name="定下的时间")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="做到的时间")),
                (
                    "done_how",
                    models.CharField(blank=True, max_length=500, verbose_name="怎么做到的"),
                ),
            ],
            options={
                "verbose_name": "共性问题的节点",
                "ordering": ("due_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="ProblemCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "归入的诉求",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="ProblemTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("proposed", "待立项"),
                            ("open", "解决中"),
                            ("rejected", "不立项"),
                            ("solved", "全部解决"),
                            ("partly", "部分解决"),
                            ("dormant", "暂时搁置"),
                            ("archived", "已归档"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "共性问题的告知",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("on_track", "按计划"),
                            ("at_risk", "可能延误"),
                            ("late", "已经延误"),
                        ],
                        max_length=10,
                        verbose_name="进展",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "共性问题的月度进展",
                "ordering": ("month", "id"),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="PublicSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="第几版")),
                ("title", models.CharField(max_length=80, verbose_name="公开的名称")),
                ("text", models.TextField(max_length=1000, verbose_name="公开的说明")),
                ("written_at", models.DateTimeField(verbose_name="写的时间")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布的时间"),
                ),
            ],
            options={
                "verbose_name": "共性问题的公开摘要",
                "ordering": ("problem_id", "version"),
            },
        ),
        migrations.CreateModel(
            name="Remedy",
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
                        choices=[("rule", "规定"), ("system", "系统"), ("service", "服务")],
                        max_length=10,
                        verbose_name="改了什么",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("reference", models.CharField(max_length=200, verbose_name="文号、版本或网址")),
                ("since", models.DateField(verbose_name="自哪一天起")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "共性问题的改正",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="knowledgeanswer",
            name="knowledge_answer_names_what_helped",
        ),
        migrations.AddField(
            model_name="commonproblem",
            name="screen_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="决定立项的期限"),
        ),
        migrations.AddField(
            model_name="commonproblem",
            name="screened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="决定的时间"),
        ),
        migrations.AddField(
            model_name="commonproblem",
            name="screened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="决定的人",
            ),
        ),
        migrations.AddField(
            model_name="commonproblem",
            name="screened_why",
            field=models.TextField(blank=True, max_length=1000, verbose_name="决定的理由"),
        ),
        migrations.AddField(
            model_name="commonproblem",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "待立项"),
                    ("open", "解决中"),
                    ("rejected", "不立项"),
                    ("solved", "全部解决"),
                    ("partly", "部分解决"),
                    ("dormant", "暂时搁置"),
                    ("archived", "已归档"),
                ],
                default="proposed",
                editable=False,
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="commonproblem",
            name="opened_at",
            field=models.DateTimeField(verbose_name="提出时间"),
        ),
        migrations.AlterField(
            model_name="knowledgeanswer",
            name="source",
            field=models.CharField(
                choices=[
                    ("policy", "政策"),
                    ("concern", "公开的答复"),
                    ("problem", "共性问题"),
                    ("entry", "知识"),
                ],
                max_length=10,
                verbose_name="来源",
            ),
        ),
        migrations.AddIndex(
            model_name="commonproblem",
            index=models.Index(fields=["state", "due_on"], name="common_problem_in_state"),
        ),
        migrations.AddConstraint(
            model_name="commonproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("solved", "partly")), _negated=True),
                    ("settled_at__isnull", False),
                    _connector="OR",
                ),
                name="solved_common_problem_is_settled",
                violation_error_message="全部或部分解决的共性问题要有解决时间",
            ),
        ),
        migrations.AddConstraint(
            model_name="commonproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("screened_at__isnull", True), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("screened_at__isnull", False),
                        ("screened_by__isnull", False),
                        models.Q(("screened_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="common_problem_was_screened_with_a_reason",
                violation_error_message="立项或者不立项都要有人决定，并写明理由",
            ),
        ),
        migrations.AddConstraint(
            model_name="commonproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("screened_by__isnull", True),
                    models.Q(("screened_by", models.F("opened_by")), _negated=True),
                    _connector="OR",
                ),
                name="common_problem_is_screened_by_another",
                violation_error_message="提出的人不能决定立项，须由另一个人决定",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["policy", "concern", "problem", "entry"]),
                    models.Q(("reference", ""), _negated=True),
                ),
                name="knowledge_answer_names_what_helped",
                violation_error_message="写明是哪一条答案解决了问题",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="duechange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duechange",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="due_changes",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="problemcase",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="problemcase",
            name="concern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="problem_cases",
                to="concerns.concern",
            ),
        ),
        migrations.AddField(
            model_name="problemcase",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="problemtold",
            name="concern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
            ),
        ),
        migrations.AddField(
            model_name="problemtold",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organization",
            ),
        ),
        migrations.AddField(
            model_name="problemtold",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="problemtold",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="told",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="progress",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="publicsummary",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="summaries",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddField(
            model_name="publicsummary",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publicsummary",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remedy",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remedies",
                to="concerns.commonproblem",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), ("sureness", ""), ("value", "unknown")),
                    models.Q(
                        models.Q(("value", "unknown"), _negated=True),
                        models.Q(("source", ""), _negated=True),
                        models.Q(("sureness", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="value_at_stake_has_a_source_or_is_unknown",
                violation_error_message="涉及金额要写明来源和把握；还不清楚的，选「还不清楚」，来源和把握留空",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5f15325f2de568f58bd83577d21f7a76d71b5495",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6e3ec",
                    table="concerns_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="51456934e4e0c0a6b5b7ea2ef2673f884119cc85",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_08e4c",
                    table="concerns_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="duechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("before", models.F("after")), _negated=True),
                ),
                name="day_of_a_common_problem_is_moved_with_a_reason",
                violation_error_message="改期要换一个日期，并写明理由",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="12346b70fe49b587d177dc733f7c76b45faf6758",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0f955",
                    table="concerns_duechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duechange",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="82e7c915a275867103956e221a14adac6c7939f3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f84e0",
                    table="concerns_duechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True),
                name="milestone_says_what",
                violation_error_message="写明节点要做到什么",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", True), ("done_by__isnull", True), ("done_how", "")
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        models.Q(("done_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reached_milestone_says_how",
                violation_error_message="做到的节点要写明怎么做到的",
            ),
        ),
        migrations.AddConstraint(
            model_name="problemcase",
            constraint=models.UniqueConstraint(
                fields=("problem", "concern"),
                name="concern_is_in_a_common_problem_once",
                violation_error_message="这件诉求已经归入这个共性问题",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemcase",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cec7c64e1a0ad3001d4b503e284b9b40be067368",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9ec1d",
                    table="concerns_problemcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemcase",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="21e7df19921f7250b5c531d3ab6ffd199e71fd8f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f3a13",
                    table="concerns_problemcase",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="problemtold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organization__isnull", False)),
                fields=("problem", "outcome", "organization"),
                name="firm_is_told_of_a_solution_once",
                violation_error_message="这家企业已经告知过",
            ),
        ),
        migrations.AddConstraint(
            model_name="problemtold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("problem", "outcome", "person"),
                name="person_is_told_of_a_solution_once",
                violation_error_message="这个人已经告知过",
            ),
        ),
        migrations.AddConstraint(
            model_name="problemtold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False), ("person__isnull", False), _connector="XOR"
                ),
                name="solution_is_told_to_a_firm_or_a_person",
                violation_error_message="告知的对象是一家企业或者一个人",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemtold",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c3930684039441df07fa3d46a51870d93cebde90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f204a",
                    table="concerns_problemtold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="problemtold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="d49a9c780a18c5add1f304ebaf70241b966c6f65",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e8632",
                    table="concerns_problemtold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="progress_says_what",
                violation_error_message="写明这个月做了什么",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)),
                name="progress_is_of_a_month",
                violation_error_message="月份写成当月的第一天",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab7c32f98db585f973c4e8cc24d0ac17baf3e9fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3d7b3",
                    table="concerns_progress",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="4b521c1bf9cef96ddde6f750cb3001afcc3eb16d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2966b",
                    table="concerns_progress",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.UniqueConstraint(
                fields=("problem", "version"),
                name="public_summary_has_each_version_once",
                violation_error_message="这一版公开摘要已经有了，请刷新后再写",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                ),
                name="public_summary_says_something",
                violation_error_message="写明公开的名称和说明",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    models.Q(("published_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="public_summary_is_published_by_another",
                violation_error_message="公开摘要由另一个人看过再发布",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="published_summary_says_by_whom",
                violation_error_message="发布的摘要要有发布的人和时间",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicsummary",
            trigger=pgtrigger.compiler.Trigger(
                name="public_summary_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4d2f0559efaae37985c09198d0d415b02bcfaeeb",
                    operation="DELETE",
                    pgid="pgtrigger_public_summary_is_kept_7243a",
                    table="concerns_publicsummary",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicsummary",
            trigger=pgtrigger.compiler.Trigger(
                name="public_summary_is_not_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.problem_id, OLD.version, OLD.title, OLD.text, OLD.written_by_id, OLD.written_at) IS DISTINCT FROM (NEW.problem_id, NEW.version, NEW.title, NEW.text, NEW.written_by_id, NEW.written_at) OR OLD.published_at IS NOT NULL AND (OLD.published_at, OLD.published_by_id) IS DISTINCT FROM (NEW.published_at, NEW.published_by_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="084aa56ca8c4c7fed6b0110ff3dacdfc4c96458d",
                    operation="UPDATE",
                    pgid="pgtrigger_public_summary_is_not_rewritten_b44b0",
                    table="concerns_publicsummary",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("reference", ""), _negated=True),
                ),
                name="remedy_can_be_looked_up",
                violation_error_message="写明改了哪一项，以及文号、版本或网址",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remedy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="13f5999b21ec600d52b076d8dc2e55a25fc29225",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aa4d0",
                    table="concerns_remedy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remedy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="164cdfd130d90980b79a3d83f712c3b6ffea1ea2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_821b1",
                    table="concerns_remedy",
                    when="BEFORE",
                ),
            ),
        ),
    ]
