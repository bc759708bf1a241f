"""拟设预算: a paper may open a budget, and its fund, that are not there before the second signature.

Whatever is booked in the name of a paper, giving and taking back included, is what was signed.
"""

from importlib import import_module

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

QUICK = import_module("huiqi.ledger.migrations.0007_quicker_booking")

_TWO_SIGNATURES = """    IF NEW.deed IN ('transfer', 'carry')
       AND NEW.made_by_id IS NOT NULL AND NEW.checked_by_id IS NOT NULL THEN
"""
_ANY_PAPER = """    IF NEW.deed IN ('transfer', 'carry')
           AND NEW.made_by_id IS NOT NULL AND NEW.checked_by_id IS NOT NULL
       OR NEW.deed IN ('appropriate', 'withdraw') AND NEW.origin_kind = 'ledger.Transfer' THEN
"""
_BY_DEED = """CASE NEW.deed WHEN 'transfer' THEN t.id ELSE y.id END"""
_BY_PAPER = """CASE NEW.deed WHEN 'carry' THEN y.id ELSE t.id END"""
_MAKER_BY_DEED = """CASE NEW.deed WHEN 'transfer' THEN t.made_by_id ELSE y.made_by_id END"""
_MAKER_BY_PAPER = """CASE NEW.deed WHEN 'carry' THEN y.made_by_id ELSE t.made_by_id END"""
ENTRY = (
    QUICK.ENTRY.replace(_TWO_SIGNATURES, _ANY_PAPER)
    .replace(_BY_DEED, _BY_PAPER)
    .replace(_MAKER_BY_DEED, _MAKER_BY_PAPER)
)
SEES_ALL = "(SELECT huiqi_sees_all())"


class Migration(migrations.Migration):
    """拟设预算: the table, who points to it, and the rules for it."""

    dependencies = [
        ("ledger", "0007_quicker_booking"),
        ("parties", "0006_history_within_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NewBudget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(blank=True, max_length=40, verbose_name="资金代码")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="资金名称")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="资金依据")),
                (
                    "programme",
                    models.CharField(blank=True, max_length=100, verbose_name="扶持计划"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
            ],
            options={
                "verbose_name": "拟设预算",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="transfer",
            name="transfer_names_a_budget",
        ),
        migrations.AddField(
            model_name="newbudget",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organization",
                verbose_name="主管部门",
            ),
        ),
        migrations.AddField(
            model_name="newbudget",
            name="fund",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.fund",
                verbose_name="专项资金",
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="planned",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budget",
                to="ledger.newbudget",
                verbose_name="拟设预算",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="opens",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper",
                to="ledger.newbudget",
                verbose_name="拟设预算",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("giver__isnull", False),
                    ("taker__isnull", False),
                    ("opens__isnull", False),
                    _connector="OR",
                ),
                name="transfer_names_a_budget",
                violation_error_message="预算单要写明是哪一笔预算",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens__isnull", True),
                    models.Q(("giver__isnull", True), ("taker__isnull", True)),
                    _connector="OR",
                ),
                name="transfer_opens_a_budget_or_names_one",
                violation_error_message="设立预算的单据只由财政下达，不写别的预算",
            ),
        ),
        migrations.AddConstraint(
            model_name="newbudget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("basis", ""),
                        ("code", ""),
                        ("fund__isnull", False),
                        ("title", ""),
                        ("department__isnull", True),
                    ),
                    models.Q(
                        ("department__isnull", False),
                        ("fund__isnull", True),
                        models.Q(("code", ""), _negated=True),
                        models.Q(("title", ""), _negated=True),
                        models.Q(("basis", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="new_budget_is_of_a_fund_or_a_new_one",
                violation_error_message="新设的资金要写明代码、名称、主管部门和依据",
            ),
        ),
        migrations.AddConstraint(
            model_name="newbudget",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                name="new_budget_year_is_a_year",
                violation_error_message="年度应在 2000 至 2100 之间",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="newbudget",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="07bd1c187c6807fea8be27adcb893a9aea71a2e1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4a33d",
                    table="ledger_newbudget",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="newbudget",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="fbe5161228d2595eb6a1b9af9fbf54241e098e4e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f0caa",
                    table="ledger_newbudget",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER ledger_hold BEFORE INSERT ON ledger_newbudget"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_hold()",
            "DROP TRIGGER ledger_hold ON ledger_newbudget",
        ),
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON ledger_newbudget USING ({SEES_ALL})"
            f" WITH CHECK ({SEES_ALL});"
            " ALTER TABLE ledger_newbudget ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "ALTER TABLE ledger_newbudget NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
            " DROP POLICY seen_within_scope ON ledger_newbudget",
        ),
        QUICK.replaced(QUICK.ENTRY, ENTRY),
    ]
