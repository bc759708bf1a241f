"""收款账户: the code of the branch, what replaces what, why it ended, and what was done with it."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_history_within_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccountStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("entered", "录入"),
                            ("verified", "核验通过"),
                            ("declined", "核验未通过"),
                            ("stopped", "停止使用"),
                            ("replaced", "由新账户接替"),
                            ("lapsed", "单位变更登记或注销"),
                        ],
                        max_length=10,
                        verbose_name="经过",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("test_payment", "打款验证"),
                            ("bank_letter", "银行出具的账户证明"),
                            ("basic_register", "基本存款账户信息核对"),
                        ],
                        max_length=16,
                        verbose_name="核验方式",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "账户的经过",
                "ordering": ("account_id", "id"),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="branch_code",
            field=models.CharField(blank=True, db_default="", max_length=12, verbose_name="联行号"),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="closed_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("declined", "核验未通过"),
                    ("stopped", "停止使用"),
                    ("replaced", "由新账户接替"),
                    ("lapsed", "单位变更登记或注销"),
                ],
                db_default="",
                max_length=10,
                verbose_name="停用原因",
            ),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="parties.bankaccount",
                verbose_name="接替的账户",
            ),
        ),
        # Of those that ended before there was a word for it.
        migrations.RunSQL(
            "UPDATE parties_bankaccount SET closed_why = 'stopped' WHERE closed_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("branch_code", ""), ("branch_code__regex", "^[0-9]{12}$"), _connector="OR"
                ),
                name="bank_account_branch_is_twelve_digits",
                violation_error_message="联行号应为 12 位数字",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_why", "")),
                    models.Q(
                        ("closed_at__isnull", False), models.Q(("closed_why", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="bank_account_says_why_it_is_closed",
                violation_error_message="停用的账户要写明原因",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_why", "declined"), _negated=True),
                    ("verified_at__isnull", True),
                    _connector="OR",
                ),
                name="bank_account_declined_was_not_verified",
                violation_error_message="已经核验的账户不能再定为核验未通过；不再使用请停用",
            ),
        ),
        migrations.AddField(
            model_name="bankaccountstep",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="parties.bankaccount",
                verbose_name="收款账户",
            ),
        ),
        migrations.AddField(
            model_name="bankaccountstep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccountstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("deed", "verified"),
                        models.Q(("proof", ""), _negated=True),
                        models.Q(("note", ""), _negated=True),
                    ),
                    models.Q(models.Q(("deed", "verified"), _negated=True), ("proof", "")),
                    _connector="OR",
                ),
                name="account_step_says_how_it_was_verified",
                violation_error_message="核验通过要写明核验方式和凭据",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccountstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deed", "declined"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="account_step_says_why_it_was_declined",
                violation_error_message="核验未通过要写明理由",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankaccountstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1a3fae59fc809bba9daebac0f6402c3cd04a1b5f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ddf71",
                    table="parties_bankaccountstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankaccountstep",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="de7b044d7c30a5f735407f1ce8ff51eeb3bedc0f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_07f52",
                    table="parties_bankaccountstep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
