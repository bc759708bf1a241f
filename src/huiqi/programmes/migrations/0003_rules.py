"""申报的规则: what the database itself holds to, whoever writes and however.

Calls, applications and stages go only the ways that the machines know; a published call and a
number once given stay; what a firm has handed in does not change while somebody works on it.
"""

from django.db import migrations

CALL = """
CREATE FUNCTION programmes_call_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'drafted' THEN
            RAISE '申报通知从起草开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'call_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'drafted>submitted', 'submitted>drafted', 'submitted>published', 'drafted>cancelled',
        'published>finished') THEN
        RAISE '申报通知不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'call_goes_its_way';
    END IF;
    IF OLD.state <> 'drafted' AND (NEW.number, NEW.programme, NEW.version_id, NEW.title, NEW.mode,
            NEW.department_id, NEW.budget_id, NEW.ceiling_fen, NEW.opens_at, NEW.closes_at,
            NEW.basis, NEW.notes, NEW.drafted_by_id)
        IS DISTINCT FROM (OLD.number, OLD.programme, OLD.version_id, OLD.title, OLD.mode,
            OLD.department_id, OLD.budget_id, OLD.ceiling_fen, OLD.opens_at, OLD.closes_at,
            OLD.basis, OLD.notes, OLD.drafted_by_id) THEN
        RAISE '提交以后的申报通知不能改；要延期请办延期' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'call_stays_as_it_was_submitted';
    END IF;
    RETURN NEW;
END $$
"""

APPLICATION = """
CREATE FUNCTION programmes_application_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE '申报从草稿开始' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'application_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'draft>active', 'active>returned', 'returned>active', 'active>granted', 'active>refused',
        'returned>refused', 'granted>refused', 'refused>active', 'draft>withdrawn',
        'active>withdrawn', 'returned>withdrawn', 'granted>closed') THEN
        RAISE '申报不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'application_goes_its_way';
    END IF;
    IF OLD.state NOT IN ('draft', 'returned')
        AND (NEW.answers, NEW.asked_fen) IS DISTINCT FROM (OLD.answers, OLD.asked_fen) THEN
        RAISE '提交以后的申报不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'application_stays_as_it_was_handed_in';
    END IF;
    IF (NEW.call_id, NEW.subject_id, NEW.version_id)
        IS DISTINCT FROM (OLD.call_id, OLD.subject_id, OLD.version_id)
        OR OLD.number <> '' AND (NEW.number, NEW.arrived_at)
            IS DISTINCT FROM (OLD.number, OLD.arrived_at) THEN
        RAISE '申报的通知、企业、编号和到达时间不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'application_stays_whose_it_is';
    END IF;
    RETURN NEW;
END $$
"""

STAGE = """
CREATE FUNCTION programmes_stage_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE '环节从未开始起' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'stage_begins_waiting';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'waiting>open', 'open>returned', 'returned>open', 'open>passed', 'open>failed',
        'returned>failed', 'waiting>skipped', 'failed>open', 'passed>open') THEN
        RAISE '环节不能从 % 到 %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
            CONSTRAINT = 'stage_goes_its_way';
    END IF;
    IF (NEW.application_id, NEW.position, NEW.kind)
        IS DISTINCT FROM (OLD.application_id, OLD.position, OLD.kind) THEN
        RAISE '环节的种类和位置不能改' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'stage_stays_what_it_is';
    END IF;
    RETURN NEW;
END $$
"""

KEPT = """
CREATE FUNCTION programmes_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE '申报的记录不能删除' USING ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'application_is_never_deleted';
END $$
"""


def _function(text: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(text, f"DROP FUNCTION {name}()")


def _trigger(name: str, when: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON programmes_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON programmes_{table}",
    )


class Migration(migrations.Migration):
    """申报的规则: functions and triggers."""

    dependencies = (("programmes", "0002_row_level_security"),)
    operations = (
        _function(CALL, "programmes_call_holds"),
        _function(APPLICATION, "programmes_application_holds"),
        _function(STAGE, "programmes_stage_holds"),
        _function(KEPT, "programmes_stays"),
        _trigger("call_holds", "INSERT OR UPDATE", "call", "programmes_call_holds"),
        _trigger(
            "application_holds",
            "INSERT OR UPDATE",
            "application",
            "programmes_application_holds",
        ),
        _trigger("stage_holds", "INSERT OR UPDATE", "stagerun", "programmes_stage_holds"),
        _trigger("call_stays", "DELETE", "call", "programmes_stays"),
        _trigger("application_stays", "DELETE", "application", "programmes_stays"),
        _trigger("stage_stays", "DELETE", "stagerun", "programmes_stays"),
    )
