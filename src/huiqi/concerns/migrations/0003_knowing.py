"""知识解答: the table of questions that ended with an answer already published."""

import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgeAnswer",
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
                            ("policy", "政策"),
                            ("concern", "公开的答复"),
                            ("problem", "共性问题"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("reference", models.CharField(max_length=80, verbose_name="哪一条")),
                ("item", models.CharField(blank=True, max_length=6, verbose_name="事项")),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="提交凭据")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "知识解答",
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["item", "at"], name="knowledge_answer_of_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["policy", "concern", "problem"]),
                            models.Q(("reference", ""), _negated=True),
                        ),
                        name="knowledge_answer_names_what_helped",
                        violation_error_message="写明是哪一条答案解决了问题",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item", ""), ("item__regex", "^([0-9]{2}){1,3}$"), _connector="OR"
                        ),
                        name="knowledge_answer_item_is_a_code",
                        violation_error_message="事项应为 2、4 或 6 位编码",
                    ),
                ],
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgeanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dbb324b2cf464bf23cb914d46e9181cc9116a17d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_44297",
                    table="concerns_knowledgeanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgeanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="a1789995c6f84939cf7cf1b038f3ccbf740f3463",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8c3e0",
                    table="concerns_knowledgeanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
