"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
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
                name="DirtyFirm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("subject_id", models.BigIntegerField(verbose_name="主体")),
                    ("since", models.DateField(verbose_name="从哪天起要算")),
                ],
                options={
                    "verbose_name": "待算企业",
                    "ordering": ("id",),
                    "indexes": [models.Index(fields=["subject_id"], name="dirty_rows_of_firm")],
                },
            ),
            migrations.CreateModel(
                name="FirmStanding",
                fields=[
                    (
                        "subject",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="standing",
                            serialize=False,
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("known_at", models.DateTimeField(verbose_name="截至何时所知")),
                    ("district", models.CharField(max_length=12, verbose_name="行政区")),
                    ("section", models.CharField(max_length=12, verbose_name="行业门类")),
                    ("size", models.CharField(max_length=20, verbose_name="规模")),
                ],
                options={
                    "verbose_name": "企业判断",
                    "ordering": ("subject_id",),
                },
            ),
            migrations.CreateModel(
                name="Match",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("version", models.CharField(max_length=20, verbose_name="版本")),
                    (
                        "verdict",
                        models.CharField(
                            choices=[
                                ("yes", "符合"),
                                ("unknown", "可能符合"),
                                ("no", "不符合"),
                                ("gone", "企业不再在库"),
                            ],
                            max_length=10,
                            verbose_name="结论",
                        ),
                    ),
                    (
                        "sure_fen",
                        models.BigIntegerField(null=True, verbose_name="至少的上限（分）"),
                    ),
                    (
                        "possible_fen",
                        models.BigIntegerField(null=True, verbose_name="至多的上限（分）"),
                    ),
                    (
                        "missing",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=60),
                            size=None,
                            verbose_name="缺少的事实",
                        ),
                    ),
                    ("since", models.DateTimeField(verbose_name="自何时")),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("rules", models.CharField(max_length=64, verbose_name="规则指纹")),
                    ("known_at", models.DateTimeField(verbose_name="截至何时所知")),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="matches",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "匹配",
                    "ordering": ("subject_id", "programme"),
                    "indexes": [
                        models.Index(
                            fields=["programme", "verdict", "subject"], name="matches_of_programme"
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("subject", "programme"),
                            name="match_of_a_firm_and_a_programme_is_one",
                            violation_error_message="一户企业对一个项目只有一条匹配",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("verdict__in", ("yes", "unknown"))),
                            name="match_is_yes_or_unknown",
                            violation_error_message="匹配表只存符合和可能符合的，不符合的没有记录",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("sure_fen__isnull", True), ("sure_fen__gte", 0), _connector="OR"
                            ),
                            name="match_amount_is_not_negative",
                            violation_error_message="金额不能小于零",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("possible_fen__isnull", True),
                                models.Q(
                                    ("possible_fen__gte", models.F("sure_fen")),
                                    ("sure_fen__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="match_amount_is_a_range",
                            violation_error_message="至多的上限不能小于至少的上限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("verdict", "unknown"), _negated=True),
                                ("sure_fen__isnull", True),
                                ("sure_fen", 0),
                                _connector="OR",
                            ),
                            name="match_that_is_open_promises_nothing",
                            violation_error_message="还没有定的，不能写已经确定的金额",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("verdict", "unknown"), ("missing__len", 0), _connector="OR"
                            ),
                            name="match_that_is_settled_lacks_nothing",
                            violation_error_message="已经符合的，不缺判断所需的事实",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="MatchChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    (
                        "before",
                        models.CharField(
                            choices=[
                                ("yes", "符合"),
                                ("unknown", "可能符合"),
                                ("no", "不符合"),
                                ("gone", "企业不再在库"),
                            ],
                            max_length=10,
                            verbose_name="原来",
                        ),
                    ),
                    (
                        "after",
                        models.CharField(
                            choices=[
                                ("yes", "符合"),
                                ("unknown", "可能符合"),
                                ("no", "不符合"),
                                ("gone", "企业不再在库"),
                            ],
                            max_length=10,
                            verbose_name="现在",
                        ),
                    ),
                    (
                        "why",
                        models.CharField(
                            choices=[
                                ("first", "首次判断"),
                                ("facts", "企业数据变了"),
                                ("rules", "规则变了"),
                                ("day", "到了新的日子"),
                                ("filed", "企业不再在库"),
                            ],
                            max_length=10,
                            verbose_name="原因",
                        ),
                    ),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("at", models.DateTimeField(verbose_name="何时")),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="match_changes",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "匹配变动",
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(fields=["programme", "-id"], name="changes_of_programme")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("before", models.F("after")), _negated=True),
                            name="match_change_is_a_change",
                            violation_error_message="变动前后的结论不能相同",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("before__in", ("yes", "unknown", "no"))),
                            name="match_change_is_of_a_firm_on_file",
                            violation_error_message="变动之前企业须在库",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("why__in", ("facts", "rules", "day", "filed"))),
                            name="match_change_says_why",
                            violation_error_message="变动须说明原因：数据、规则、日子，或企业不再在库",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="MatchTable",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("aim", models.CharField(max_length=64, verbose_name="全部规则指纹的哈希")),
                    ("register_id", models.BigIntegerField(null=True, verbose_name="所用的名册")),
                    (
                        "rows_done",
                        models.PositiveBigIntegerField(default=0, verbose_name="名册已过的行数"),
                    ),
                    (
                        "last_subject",
                        models.PositiveBigIntegerField(
                            default=0, verbose_name="已过的最后一个主体"
                        ),
                    ),
                    (
                        "refreshed_at",
                        models.DateTimeField(null=True, verbose_name="上次更新完的时间"),
                    ),
                ],
                options={
                    "verbose_name": "匹配表",
                    "ordering": ("id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("pk", 1)),
                            name="match_table_is_one",
                            violation_error_message="匹配表只有一张",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProgrammeStanding",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("programme", models.CharField(max_length=80, verbose_name="项目编号")),
                    ("text", models.CharField(max_length=64, verbose_name="规则文件的哈希")),
                    (
                        "fingerprint",
                        models.CharField(max_length=64, null=True, verbose_name="规则指纹"),
                    ),
                    (
                        "aim",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="正在换成的规则指纹"
                        ),
                    ),
                    (
                        "why",
                        models.CharField(
                            choices=[
                                ("first", "首次判断"),
                                ("facts", "企业数据变了"),
                                ("rules", "规则变了"),
                                ("day", "到了新的日子"),
                                ("filed", "企业不再在库"),
                            ],
                            max_length=10,
                            verbose_name="上次重算的原因",
                        ),
                    ),
                    ("on", models.DateField(null=True, verbose_name="对哪一天成立")),
                    ("judged_at", models.DateTimeField(null=True, verbose_name="上次算完的时间")),
                ],
                options={
                    "verbose_name": "项目判断",
                    "ordering": ("programme",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme",),
                            name="programme_stands_once",
                            violation_error_message="一个项目只有一条判断记录",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("fingerprint__isnull", True),
                                models.Q(
                                    ("fingerprint", models.F("aim")),
                                    ("judged_at__isnull", False),
                                    ("on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="programme_that_is_settled_reached_its_aim",
                            violation_error_message="算完的项目须写明对哪一天成立、何时算完",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TableCheck",
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
                            choices=[("sample", "逐户抽查"), ("whole", "全表核对")],
                            max_length=10,
                            verbose_name="核对方式",
                        ),
                    ),
                    ("on", models.DateField(verbose_name="按哪一天")),
                    ("firms", models.PositiveIntegerField(verbose_name="户数")),
                    ("pairs", models.PositiveIntegerField(verbose_name="比对的匹配数")),
                    ("different", models.PositiveIntegerField(verbose_name="不同的匹配数")),
                    ("differences", models.JSONField(default=list, verbose_name="不同之处")),
                    ("at", models.DateTimeField(verbose_name="核对时间")),
                ],
                options={
                    "verbose_name": "匹配表核对",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("differences", []), ("different", 0)),
                                models.Q(
                                    ("different__gt", 0),
                                    models.Q(("differences", []), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="table_check_names_what_differs",
                            violation_error_message="有不同之处须逐条列出，没有则不列",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="CityRegister",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("on", models.DateField(verbose_name="事实的日期")),
                    ("known_at", models.DateTimeField(verbose_name="截至何时所知")),
                    ("sha256", models.CharField(max_length=64, verbose_name="文件的哈希")),
                    ("firms", models.PositiveIntegerField(verbose_name="户数")),
                    (
                        "without_code",
                        models.PositiveIntegerField(verbose_name="没有信用代码而不在其中的户数"),
                    ),
                    ("written_at", models.DateTimeField(verbose_name="写出时间")),
                ],
                options={
                    "verbose_name": "全市名册",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                            name="city_register_is_named_by_its_hash",
                            violation_error_message="文件的哈希是六十四位十六进制数",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("written_at__gte", models.F("known_at"))),
                            name="city_register_is_written_after_what_it_knows",
                            violation_error_message="写出时间不能早于所知的时刻",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cityregister",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="0defe80bca4ac17156ebee4b1afbf4a42bc4ee7a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_0e36d",
                        table="citywide_cityregister",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cityregister",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="3044286443589f0bac9c3cd4fa6cbfe40973f2e2",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_6deeb",
                        table="citywide_cityregister",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="tablecheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7138e1a9da9cee11b0eb668bb03d655d71123e03",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d70e2",
                        table="citywide_tablecheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="tablecheck",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="4720aef80ed5f362f33d2d4879e98b32811699ad",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_12b6f",
                        table="citywide_tablecheck",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="matchchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="b6f5f4fe83975daf9433030c10dd48235139c5a9",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8ad78",
                        table="citywide_matchchange",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="matchchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="91357864239018215dd766ffd9115669e3ebab06",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_340d9",
                        table="citywide_matchchange",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
