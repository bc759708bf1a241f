"""两个人签: who compares does not ask, who proposes does not extend, a list before a title."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiqi.kernel.sight import everything

ALL = "(SELECT huiqi_sees_all())"
PERSON = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}

EXTENSION = """
CREATE FUNCTION programmes_extension_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE '延期从提出开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'extension_begins_as_a_proposal';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'proposed>decided', 'proposed>dropped') THEN
        RAISE '延期不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'extension_goes_its_way';
    END IF;
    IF (NEW.call_id, NEW.until, NEW.reason, NEW.document, NEW.drafted_by_id)
        IS DISTINCT FROM (OLD.call_id, OLD.until, OLD.reason, OLD.document, OLD.drafted_by_id) THEN
        RAISE '提出以后的延期不能改；不对就不延期，另提一次' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'extension_stays_as_it_was_proposed';
    END IF;
    RETURN NEW;
END $$
"""

APPROVAL = """
CREATE FUNCTION programmes_approval_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM programmes_awardlist AS l WHERE l.id = NEW.list_id
        AND (l.drafted_by_id = NEW.person_id OR EXISTS (
            SELECT FROM programmes_autocase AS c WHERE c.call_id = l.call_id
            AND NEW.person_id IN (c.compared_by_id, c.removed_by_id)))) THEN
        RAISE '起草名单、比对或移出过企业的人不能自己审定' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'list_is_approved_by_another';
    END IF;
    RETURN NEW;
END $$
"""

APPROVED = """
CREATE FUNCTION programmes_list_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
        SELECT FROM programmes_awardapproval AS a WHERE a.list_id = NEW.id
        AND a.revision = NEW.revision AND a.is_approved) THEN
        RAISE '这一稿还没有人审定' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'list_is_approved_by_somebody';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'drafted>submitted', 'submitted>drafted', 'approved>drafted', 'submitted>approved',
        'approved>published', 'published>planned', 'drafted>cancelled') THEN
        RAISE '名单不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'list_goes_its_way';
    END IF;
    RETURN NEW;
END $$
"""

RECOGNITION = """
CREATE FUNCTION programmes_recognition_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM programmes_awardline AS w
        JOIN programmes_awardlist AS l ON l.id = w.list_id
        WHERE w.application_id = NEW.application_id AND w.recommended = 'funded'
        AND l.state IN ('published', 'planned') AND l.drafted_by_id <> NEW.person_id) THEN
        RAISE '没有审定并公示过的名单，或由起草名单的人自己办，不能认定'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recognition_rests_on_a_list';
    END IF;
    RETURN NEW;
END $$
"""


def say_who_did_it(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Who asked, or took off, is on record; who compared was of the office of the call."""
    cases, moves = (
        apps.get_model("programmes", "AutoCase"),
        apps.get_model("kernel", "MoveLog"),
    )
    with everything():
        for case in cases.objects.select_related("call").order_by("id"):
            did = dict(
                moves.objects.filter(kind="programmes.AutoCase", object_id=case.pk)
                .order_by("id")
                .values_list("move", "person_id")
            )
            case.compared_by_id = case.call.drafted_by_id
            case.asked_by_id, case.removed_by_id = did.get("ask"), did.get("remove")
            case.save(update_fields=["compared_by", "asked_by", "removed_by"])


def _trigger(name: str, when: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON programmes_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON programmes_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("programmes", "0008_recoveries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExtensionDraft",
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
                            ("decided", "已延期"),
                            ("dropped", "不延期"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="进展",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="延至（不含）")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("document", models.CharField(max_length=120, verbose_name="文件")),
                ("drafted_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "dropped_because",
                    models.CharField(blank=True, max_length=200, verbose_name="不延期的理由"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension_drafts",
                        to="programmes.call",
                        verbose_name="申报通知",
                    ),
                ),
                ("drafted_by", models.ForeignKey(verbose_name="提出人", **PERSON)),
            ],
            options={"verbose_name": "待决定的延期", "ordering": ("-id",)},
        ),
        migrations.AddConstraint(
            model_name="extensiondraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("call",),
                name="call_has_one_extension_to_decide_at_a_time",
                violation_error_message="这份申报通知已经有一次延期等着决定",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensiondraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("document", ""), _negated=True),
                ),
                name="extension_draft_says_why_and_by_what",
                violation_error_message="延期要写明理由和文件",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensiondraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("dropped_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="extension_dropped_says_why",
                violation_error_message="不延期要写明理由",
            ),
        ),
        migrations.AddField(
            model_name="callextension",
            name="drafted_by",
            field=models.ForeignKey(blank=True, null=True, verbose_name="提出人", **PERSON),
        ),
        migrations.AddConstraint(
            model_name="callextension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document", ""), ("drafted_by__isnull", True)),
                    models.Q(
                        models.Q(("document", ""), _negated=True),
                        ("drafted_by__isnull", False),
                        models.Q(("drafted_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="extension_by_a_document_is_decided_by_another",
                violation_error_message="有文件的延期由一个人提出、本部门另一个人决定",
            ),
        ),
        *(
            migrations.AddField(
                model_name="autocase",
                name=name,
                field=models.ForeignKey(blank=True, null=True, verbose_name=title, **PERSON),
            )
            for name, title in (
                ("asked_by", "放出人"),
                ("compared_by", "比对人"),
                ("removed_by", "移出人"),
            )
        ),
        migrations.RunPython(say_who_did_it, migrations.RunPython.noop),
        # What was written is checked now, for a table with checks to come cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="autocase",
            name="compared_by",
            field=models.ForeignKey(verbose_name="比对人", **PERSON),
        ),
        migrations.AddConstraint(
            model_name="autocase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "removed"), _negated=True),
                    ("removed_by__isnull", False),
                    _connector="OR",
                ),
                name="auto_case_removed_says_by_whom",
                violation_error_message="移出名单要写明是谁移出的",
            ),
        ),
        migrations.AddConstraint(
            model_name="autocase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("candidate", "removed")),
                    models.Q(
                        ("asked_by__isnull", False),
                        models.Q(("asked_by", models.F("compared_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="auto_case_is_asked_by_another",
                violation_error_message="比对的人不能自己放出名单，请本部门另一个人办理",
            ),
        ),
        migrations.RunSQL(
            "CREATE POLICY seen_within_scope ON programmes_extensiondraft"
            f" USING ({ALL}) WITH CHECK ({ALL});"
            " ALTER TABLE programmes_extensiondraft ENABLE ROW LEVEL SECURITY,"
            " FORCE ROW LEVEL SECURITY",
            "ALTER TABLE programmes_extensiondraft NO FORCE ROW LEVEL SECURITY,"
            " DISABLE ROW LEVEL SECURITY;"
            " DROP POLICY seen_within_scope ON programmes_extensiondraft",
        ),
        migrations.RunSQL(EXTENSION, "DROP FUNCTION programmes_extension_holds()"),
        migrations.RunSQL(APPROVAL, "DROP FUNCTION programmes_approval_holds()"),
        migrations.RunSQL(APPROVED, "DROP FUNCTION programmes_list_holds()"),
        migrations.RunSQL(RECOGNITION, "DROP FUNCTION programmes_recognition_holds()"),
        _trigger(
            "extension_holds", "INSERT OR UPDATE", "extensiondraft", "programmes_extension_holds"
        ),
        _trigger("extension_stays", "DELETE", "extensiondraft", "programmes_stays"),
        _trigger("approval_holds", "INSERT", "awardapproval", "programmes_approval_holds"),
        _trigger("list_holds", "UPDATE", "awardlist", "programmes_list_holds"),
        _trigger("recognition_holds", "INSERT", "recognition", "programmes_recognition_holds"),
    ]
