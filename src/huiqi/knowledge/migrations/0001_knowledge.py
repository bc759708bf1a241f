"""知识库: the tables of answers and their versions."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0008_account_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                ("item", models.CharField(max_length=6, verbose_name="事项")),
                (
                    "source",
                    models.CharField(blank=True, max_length=20, verbose_name="出自哪件诉求"),
                ),
                ("opened_at", models.DateTimeField(verbose_name="立条时间")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organization",
                        verbose_name="负责单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识",
                "ordering": ("-opened_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="第几版")),
                ("question", models.CharField(max_length=120, verbose_name="问题")),
                ("answer", models.TextField(max_length=3000, verbose_name="回答")),
                ("basis", models.CharField(max_length=200, verbose_name="依据（文号和条款）")),
                (
                    "policy",
                    models.CharField(blank=True, max_length=80, verbose_name="政策库里的项目"),
                ),
                ("expires_on", models.DateField(verbose_name="有效到哪一天")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待审核"),
                            ("returned", "已退回"),
                            ("published", "已发布"),
                            ("expired", "已到期"),
                            ("replaced", "已被新版取代"),
                            ("withdrawn", "已撤下"),
                        ],
                        default="submitted",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="写的时间")),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审核的时间"),
                ),
                (
                    "remark",
                    models.CharField(blank=True, max_length=500, verbose_name="退回或撤下的理由"),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核的人",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="写的人",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="knowledge.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识的一版",
                "ordering": ("entry_id", "version"),
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["item"], name="knowledge_of_item"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__regex", "^([0-9]{2}){1,3}$")),
                name="knowledge_item_is_a_code",
                violation_error_message="事项应为 2、4 或 6 位编码",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["expires_on"],
                name="knowledge_published_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("entry", "version"),
                name="knowledge_has_each_version_once",
                violation_error_message="这一版已经有了，请刷新后再写",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("entry",),
                name="knowledge_is_written_in_one_version",
                violation_error_message="这条知识已有一版待审核，先请人审完那一版",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("published", "expired"))),
                fields=("entry",),
                name="knowledge_is_published_in_one_version",
                violation_error_message="一条知识同时只发布一版",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question", ""), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    models.Q(("basis", ""), _negated=True),
                ),
                name="knowledge_answers_and_says_on_what_basis",
                violation_error_message="写明问题、回答和依据",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    models.Q(("reviewed_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_is_reviewed_by_another",
                violation_error_message="写的人不能审核，须由另一个人审核",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("published", "expired", "replaced")), _negated=True),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="knowledge_is_reviewed_before_it_is_published",
                violation_error_message="审核以后才能发布",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="knowledge_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0005870d4a8d9388a2809f080f414c141f61c5f0",
                    operation="DELETE",
                    pgid="pgtrigger_knowledge_is_kept_df1f0",
                    table="knowledge_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="knowledge_is_not_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.entry_id, OLD.version, OLD.question, OLD.answer, OLD.basis, OLD.policy, OLD.expires_on, OLD.written_by_id, OLD.written_at) IS DISTINCT FROM (NEW.entry_id, NEW.version, NEW.question, NEW.answer, NEW.basis, NEW.policy, NEW.expires_on, NEW.written_by_id, NEW.written_at) OR OLD.reviewed_at IS NOT NULL AND (OLD.reviewed_by_id, OLD.reviewed_at) IS DISTINCT FROM (NEW.reviewed_by_id, NEW.reviewed_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="48a0e80fcfb513866b8bcb7ff04f730ba826b76b",
                    operation="UPDATE",
                    pgid="pgtrigger_knowledge_is_not_rewritten_b835f",
                    table="knowledge_edition",
                    when="BEFORE",
                ),
            ),
        ),
    ]
