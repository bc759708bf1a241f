"""异议人和移交: who objected is kept apart from the objection, so that it can be deleted.

An objection that nobody of the department may answer is answered by another one; the database
holds to it that whoever drew a notice up or published it answers nothing said against it.
"""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

ALL = "(SELECT huiqi_sees_all())"
# Nobody sees the rows who has no scope; it ends with the transaction. The rules of the new table
# are looked at before anything else of it is changed.
KEEP_APART = """
SELECT set_config('huiqi.scope', 'all', true);
INSERT INTO publicity_objector (objection_id, raised_by, contact)
SELECT id, raised_by, contact FROM publicity_objection WHERE raised_by <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
PUT_BACK = """
SELECT set_config('huiqi.scope', 'all', true);
ALTER TABLE publicity_objection DISABLE TRIGGER USER;
UPDATE publicity_objection o SET raised_by = known.raised_by, contact = known.contact
FROM publicity_objector known WHERE known.objection_id = o.id;
ALTER TABLE publicity_objection ENABLE TRIGGER USER;
"""
ANSWERS = """
CREATE FUNCTION publicity_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answered_by_id IS NOT NULL AND EXISTS (
        SELECT FROM publicity_objection o JOIN publicity_publicity p ON p.id = o.publicity_id
        WHERE o.id = NEW.objection_id
          AND NEW.answered_by_id IN (p.drafted_by_id, p.published_by_id)) THEN
        RAISE 'answered by who drew it up' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'objection_is_answered_by_another';
    END IF;
    RETURN NEW;
END $$
"""
REFERS = """
CREATE FUNCTION publicity_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM publicity_objection o JOIN publicity_publicity p ON p.id = o.publicity_id
        WHERE o.id = NEW.objection_id AND p.department_id = NEW.to_id) THEN
        RAISE 'referred to itself' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'referral_is_to_another';
    END IF;
    IF EXISTS (SELECT FROM publicity_objectionanswer WHERE objection_id = NEW.objection_id) THEN
        RAISE 'answered already' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'referral_is_before_the_answer';
    END IF;
    RETURN NEW;
END $$
"""


def _rule(create: str, name: str, table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(create, f"DROP FUNCTION {name}()"),
        migrations.RunSQL(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON {table}",
        ),
    ]


def _within_scope(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE POLICY seen_within_scope ON {table} USING ({ALL}) WITH CHECK ({ALL})",
            f"DROP POLICY seen_within_scope ON {table}",
        ),
        migrations.RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0008_account_rules"),
        ("publicity", "0004_desk_within_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objector",
            fields=[
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="objector",
                        serialize=False,
                        to="publicity.objection",
                        verbose_name="异议",
                    ),
                ),
                ("raised_by", models.CharField(blank=True, max_length=120, verbose_name="异议人")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="联系方式")),
                (
                    "forgotten_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="删除时间"),
                ),
            ],
            options={
                "verbose_name": "异议人",
                "ordering": ("objection_id",),
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("superior", "上级主管部门"),
                            ("finance", "财政部门"),
                            ("peer", "同级部门"),
                        ],
                        max_length=10,
                        verbose_name="关系",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "本部门没有第三个人可以答复"),
                            ("recusal", "本部门其他人应当回避"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="移交时间")),
            ],
            options={
                "verbose_name": "异议移交",
                "ordering": ("id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.RunSQL(KEEP_APART, PUT_BACK),
        migrations.RemoveConstraint(
            model_name="objection",
            name="objection_has_both_name_and_contact_or_none",
        ),
        migrations.RemoveField(
            model_name="objection",
            name="contact",
        ),
        migrations.RemoveField(
            model_name="objection",
            name="raised_by",
        ),
        migrations.AddConstraint(
            model_name="objector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("raised_by", ""), _negated=True),
                        models.Q(("contact", ""), _negated=True),
                        ("forgotten_at__isnull", True),
                    ),
                    models.Q(("contact", ""), ("forgotten_at__isnull", False), ("raised_by", "")),
                    _connector="OR",
                ),
                name="objector_is_known_or_forgotten",
                violation_error_message="实名异议要写姓名（或单位）和联系方式；匿名的两样都不写",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="移交人",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="publicity.objection",
                verbose_name="异议",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organization",
                verbose_name="移交给",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="referral_says_why",
                violation_error_message="移交或退回异议要写明理由",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", ""), ("tie", ""), ("to__isnull", True)),
                    models.Q(
                        ("to__isnull", False),
                        models.Q(("tie", ""), _negated=True),
                        models.Q(("ground", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referral_names_whom_and_on_what_ground",
                violation_error_message="移交异议要写明移交给谁、什么关系和事由；退回的不写",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eecfd99270901370f12efadf535fcdadc3a93048",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c8ad8",
                    table="publicity_referral",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="3cd8466daeec9c3edf4973293cb63207658011ee",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_880d4",
                    table="publicity_referral",
                    when="BEFORE",
                ),
            ),
        ),
        *_within_scope("publicity_objector"),
        *_within_scope("publicity_referral"),
        *_rule(ANSWERS, "publicity_answers", "publicity_objectionanswer"),
        *_rule(REFERS, "publicity_refers", "publicity_referral"),
    ]
