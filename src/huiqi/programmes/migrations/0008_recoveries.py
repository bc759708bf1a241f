"""抽查和追回: spot checks after payment, and what is to come back; ruled like the rest."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


ALL = "(SELECT huiqi_sees_all())"
# A firm sees what was decided about it, not what is only proposed.
OWN = (
    "(SELECT huiqi_sees_all()) OR state IN ('decided', 'repaid') AND EXISTS"
    " (SELECT FROM programmes_application AS a WHERE a.id = application_id)"
)
RULES = (
    ("spotcheck", ALL, ALL),
    ("spotcheckitem", ALL, ALL),
    ("recovery", OWN, ALL),
)

RECOVERY = """
CREATE FUNCTION programmes_recovery_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE '追回从提出开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'recovery_begins_as_a_proposal';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'proposed>decided', 'proposed>dropped', 'decided>repaid') THEN
        RAISE '追回不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'recovery_goes_its_way';
    END IF;
    IF (NEW.application_id, NEW.amount_fen, NEW.clause, NEW.reason, NEW.drafted_by_id)
        IS DISTINCT FROM
        (OLD.application_id, OLD.amount_fen, OLD.clause, OLD.reason, OLD.drafted_by_id) THEN
        RAISE '提出以后的追回不能改；不对就不追回，另提一次' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'recovery_stays_as_it_was_proposed';
    END IF;
    RETURN NEW;
END $$
"""

FOUND = """
CREATE FUNCTION programmes_spot_check_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.result <> '' OR (NEW.check_of_id, NEW.application_id, NEW.position)
        IS DISTINCT FROM (OLD.check_of_id, OLD.application_id, OLD.position) THEN
        RAISE '抽查答复以后不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'spot_check_is_answered_once';
    END IF;
    RETURN NEW;
END $$
"""


def _ruled(table: str, seen: str, written: str) -> migrations.RunSQL:
    name = f"programmes_{table}"
    return migrations.RunSQL(
        f"CREATE POLICY seen_within_scope ON {name} USING ({seen}) WITH CHECK ({written});"
        f" ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;"
        f" DROP POLICY seen_within_scope ON {name}",
    )


def _trigger(name: str, when: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON programmes_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON programmes_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0007_panels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="编号")),
                ("seed", models.CharField(max_length=32, verbose_name="种子")),
                ("size", models.PositiveIntegerField(verbose_name="抽查家数")),
                ("population", models.PositiveIntegerField(verbose_name="总体家数")),
                ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spot_checks",
                        to="programmes.call",
                        verbose_name="申报通知",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽取人",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查",
                "ordering": ("-id",),
            },
            bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="SpotCheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("met", "符合"), ("unmet", "不符合"), ("unclear", "不能确定")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("found", models.TextField(blank=True, verbose_name="抽查情况")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spot_check",
                        to="programmes.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="programmes.spotcheck",
                        verbose_name="抽查",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽查人",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查对象",
                "ordering": ("check_of_id", "position"),
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待决定"),
                            ("decided", "待企业退回"),
                            ("repaid", "已退回"),
                            ("dropped", "不追回"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="进展",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="追回金额（分）")),
                ("clause", models.CharField(max_length=300, verbose_name="依据条款")),
                ("reason", models.TextField(verbose_name="理由")),
                ("drafted_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="决定时间"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="退回期限")),
                ("due_is_provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                (
                    "dropped_because",
                    models.CharField(blank=True, max_length=300, verbose_name="不追回的理由"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="programmes.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "追回",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "decided"))),
                        fields=("application",),
                        name="application_has_one_recovery_at_a_time",
                        violation_error_message="这份申报已经有一次追回在办",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gt", 0),
                            models.Q(("clause", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="recovery_says_how_much_and_why",
                        violation_error_message="追回要写明大于零的金额、依据的条款和理由",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="recovery_is_decided_by_another",
                        violation_error_message="提出追回的人不能自己决定",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("decided", "repaid")), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("due_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="recovery_decided_says_by_whom_and_until_when",
                        violation_error_message="决定追回要写明决定人、时间和退回期限",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("dropped_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recovery_dropped_says_why",
                        violation_error_message="不追回要写明理由",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="spotcheck",
            constraint=models.UniqueConstraint(
                fields=("number",),
                name="spot_check_has_its_own_number",
                violation_error_message="这个抽查编号已经用过",
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size__gte", 1),
                    ("size__lte", models.F("population")),
                    models.Q(("seed", ""), _negated=True),
                ),
                name="spot_check_is_drawn_from_what_there_is",
                violation_error_message="抽查家数应在 1 和总体家数之间，并写明种子",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spotcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="41f686238d66f99aa45a5164cce7cfb9406cc7ef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6087",
                    table="programmes_spotcheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spotcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                    hash="40d70f573146964ac4ece858243ebf85fefea969",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_00a51",
                    table="programmes_spotcheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.UniqueConstraint(
                fields=("check_of", "position"),
                name="spot_check_item_has_its_place",
                violation_error_message="这个序号已经有一家",
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("at__isnull", True),
                        ("found", ""),
                        ("person__isnull", True),
                        ("result", ""),
                    ),
                    models.Q(
                        models.Q(("result", ""), _negated=True),
                        models.Q(("found", ""), _negated=True),
                        ("at__isnull", False),
                        ("person__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="spot_check_answered_says_what_was_found",
                violation_error_message="答复抽查要写明结果和情况",
            ),
        ),
        *(_ruled(*rule) for rule in RULES),
        migrations.RunSQL(RECOVERY, "DROP FUNCTION programmes_recovery_holds()"),
        migrations.RunSQL(FOUND, "DROP FUNCTION programmes_spot_check_holds()"),
        _trigger("recovery_holds", "INSERT OR UPDATE", "recovery", "programmes_recovery_holds"),
        _trigger("spot_check_holds", "UPDATE", "spotcheckitem", "programmes_spot_check_holds"),
        _trigger("recovery_stays", "DELETE", "recovery", "programmes_stays"),
        _trigger("spot_check_stays", "DELETE", "spotcheckitem", "programmes_stays"),
    ]
