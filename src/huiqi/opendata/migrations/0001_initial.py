"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Edition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("dataset", models.CharField(max_length=40, verbose_name="数据集")),
                    ("number", models.PositiveIntegerField(verbose_name="第几版")),
                    ("version", models.CharField(max_length=64, verbose_name="内容哈希")),
                    ("size", models.PositiveIntegerField(verbose_name="行数")),
                    ("published_at", models.DateTimeField(verbose_name="发布时间")),
                ],
                options={
                    "verbose_name": "数据版本",
                    "ordering": ("dataset", "-number"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("dataset", "number"),
                            name="dataset_has_each_edition_once",
                            violation_error_message="这个数据集的这一版已经有了",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="EditionRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("place", models.PositiveIntegerField(verbose_name="次序")),
                    ("key", models.CharField(max_length=400, verbose_name="行的标识")),
                    ("content", models.TextField(verbose_name="内容")),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="opendata.edition",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "数据行",
                    "ordering": ("edition_id", "place"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("edition", "place"),
                            name="edition_has_a_place_once",
                            violation_error_message="一版里每个次序只有一行",
                        ),
                        models.UniqueConstraint(
                            fields=("edition", "key"),
                            name="edition_names_a_row_once",
                            violation_error_message="一版里每个标识只有一行",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Correction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=400, verbose_name="行的标识")),
                    ("reason", models.CharField(max_length=400, verbose_name="为什么撤下")),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="opendata.edition",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "更正",
                    "ordering": ("edition_id", "key"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("edition", "key"),
                            name="edition_corrects_a_row_once",
                            violation_error_message="一版里每个标识只更正一次",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="correction_says_why",
                            violation_error_message="更正要写明为什么",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="edition",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="44410fca3fb5e477f682cfd6a3c889354241dc8e",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d6ee1",
                        table="opendata_edition",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="edition",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="56f994c4d4b5cb7331157599cb8b382213e6c2a4",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_4fcbb",
                        table="opendata_edition",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="correction",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="4b742df96be90d9a01b0aa6a98b6b47c290b70ea",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_764e1",
                        table="opendata_correction",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="correction",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="dc5fc862534526f3cc41bec7332ecea4796a9c55",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_515a6",
                        table="opendata_correction",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="editionrow",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f1eae5dddfd37dc400a8544d12a1becd60f63ddd",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_dbcaf",
                        table="opendata_editionrow",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="editionrow",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="679de672308477b2d6bf089769cff1335cd259f2",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_f2b7c",
                        table="opendata_editionrow",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
