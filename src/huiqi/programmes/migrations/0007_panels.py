"""评审: the committed draw of experts, saved sheets, a second review; a title by two people."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


RULE = """
CREATE POLICY seen_within_scope ON programmes_paneldraw
    USING ((SELECT huiqi_sees_all())) WITH CHECK ((SELECT huiqi_sees_all()));
ALTER TABLE programmes_paneldraw ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
"""
UNRULE = """
ALTER TABLE programmes_paneldraw NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY seen_within_scope ON programmes_paneldraw
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0006_outages_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="第几次抽取")),
                (
                    "sitting",
                    models.CharField(
                        choices=[("first", "初评"), ("second", "复评")],
                        default="first",
                        max_length=10,
                        verbose_name="初评或复评",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="为什么再抽")),
                ("pool", models.JSONField(verbose_name="候选名册")),
                ("pool_digest", models.CharField(max_length=64, verbose_name="名册的指纹")),
                ("commitment", models.CharField(max_length=64, verbose_name="密数的指纹")),
                ("secret", models.CharField(editable=False, max_length=64, verbose_name="密数")),
                ("frozen_at", models.DateTimeField(verbose_name="冻结时间")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽取时间")),
            ],
            options={
                "verbose_name": "抽取",
                "ordering": ("run_id", "ordinal"),
            },
        ),
        migrations.AlterModelOptions(
            name="panelseat",
            options={"ordering": ("run_id", "draw_id", "ordinal"), "verbose_name": "评审席位"},
        ),
        migrations.RemoveConstraint(
            model_name="panelseat",
            name="seat_has_its_place_in_the_draw",
        ),
        migrations.RemoveField(
            model_name="panelseat",
            name="draw_seed",
        ),
        migrations.AddField(
            model_name="panelseat",
            name="draft",
            field=models.JSONField(blank=True, default=dict, verbose_name="草稿"),
        ),
        migrations.AddField(
            model_name="panelseat",
            name="draft_revision",
            field=models.PositiveIntegerField(default=0, verbose_name="草稿存过几次"),
        ),
        migrations.AddField(
            model_name="paneldraw",
            name="drawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="抽取人",
            ),
        ),
        migrations.AddField(
            model_name="paneldraw",
            name="frozen_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="冻结人",
            ),
        ),
        migrations.AddField(
            model_name="paneldraw",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draws",
                to="programmes.stagerun",
                verbose_name="环节",
            ),
        ),
        migrations.AddField(
            model_name="panelseat",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="programmes.paneldraw",
                verbose_name="抽取",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                fields=("draw", "ordinal"),
                name="seat_has_its_place_in_the_draw",
                violation_error_message="这个抽取次序已经有人",
            ),
        ),
        migrations.AddConstraint(
            model_name="paneldraw",
            constraint=models.UniqueConstraint(
                fields=("run", "ordinal"),
                name="draw_has_its_place",
                violation_error_message="这一次抽取已经有记录，请刷新页面",
            ),
        ),
        migrations.AddConstraint(
            model_name="paneldraw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ordinal", 1), ("sitting", "first")),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="draw_again_says_why",
                violation_error_message="再次冻结名册要写明理由",
            ),
        ),
        migrations.AddConstraint(
            model_name="paneldraw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drawn_at__isnull", True),
                    ("drawn_at__gte", models.F("frozen_at")),
                    _connector="OR",
                ),
                name="draw_comes_after_its_pool",
                violation_error_message="名册冻结以后才能抽取",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paneldraw",
            trigger=pgtrigger.compiler.Trigger(
                name="draw_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="58dff936f81638cfe372673f0feaab1e1c1fd3ae",
                    operation="DELETE",
                    pgid="pgtrigger_draw_stays_5c98c",
                    table="programmes_paneldraw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paneldraw",
            trigger=pgtrigger.compiler.Trigger(
                name="draw_is_committed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."frozen_by_id" IS DISTINCT FROM (NEW."frozen_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ordinal" IS DISTINCT FROM (NEW."ordinal") OR OLD."pool" IS DISTINCT FROM (NEW."pool") OR OLD."pool_digest" IS DISTINCT FROM (NEW."pool_digest") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."sitting" IS DISTINCT FROM (NEW."sitting"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="af4f34984ea4e9f3e9636d999a40977931220f66",
                    operation="UPDATE",
                    pgid="pgtrigger_draw_is_committed_8186f",
                    table="programmes_paneldraw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paneldraw",
            trigger=pgtrigger.compiler.Trigger(
                name="draw_happens_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."drawn_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="972904367074b4134ee3aa53a1bd754cdad93a5a",
                    operation="UPDATE",
                    pgid="pgtrigger_draw_happens_once_fb990",
                    table="programmes_paneldraw",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RULE, UNRULE),
    ]
