"""每日件数: counted by the database with every change of a concern, and of all on file.

Rows are only added, each for itself: no two moves wait for each other. Only the function that
puts them together takes any away; the application may read the table and nothing else.
"""

from django.db import migrations, models

# As the owner, in our own schema whatever the session has set.
AS_OWNER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
KIND = "by, day, state, resolution"
# A day is one of the city.
STANDING = """
SELECT 'handed_in', (submitted_at AT TIME ZONE 'Asia/Shanghai')::date, state, resolution, {one}
FROM {rows}
UNION ALL
SELECT 'over', (ended_at AT TIME ZONE 'Asia/Shanghai')::date, state, resolution, {one}
FROM {rows} WHERE ended_at IS NOT NULL
"""
ADD = """
INSERT INTO concerns_daycount (by, day, state, resolution, count)
SELECT by, day, state, resolution, sum(one)
FROM ({standing}) AS found (by, day, state, resolution, one)
GROUP BY by, day, state, resolution HAVING sum(one) <> 0
"""
NEW, OLD = STANDING.format(one=1, rows="new_rows"), STANDING.format(one=-1, rows="old_rows")
COUNTED = f"""
CREATE FUNCTION concerns_counted() RETURNS trigger LANGUAGE plpgsql {AS_OWNER} AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {ADD.format(standing=NEW)};
    ELSIF TG_OP = 'DELETE' THEN {ADD.format(standing=OLD)};
    ELSE {ADD.format(standing=f"{NEW} UNION ALL {OLD}")};
    END IF;
    RETURN NULL;
END $$
"""
TRIGGERS = """
CREATE TRIGGER counted_{name} AFTER {operation} ON concerns_concern REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION concerns_counted()
"""
FOLD = f"""
CREATE FUNCTION concerns_fold_counts() RETURNS bigint LANGUAGE sql {AS_OWNER} AS $$
    WITH many AS (
        SELECT {KIND} FROM concerns_daycount GROUP BY {KIND} HAVING count(*) > 1
    ), gone AS (
        DELETE FROM concerns_daycount AS one USING many
        WHERE (one.by, one.day, one.state, one.resolution)
            = (many.by, many.day, many.state, many.resolution)
        RETURNING one.by, one.day, one.state, one.resolution, one.count
    ), one AS (
        INSERT INTO concerns_daycount ({KIND}, count)
        SELECT {KIND}, sum(count) FROM gone GROUP BY {KIND} HAVING sum(count) <> 0
    )
    SELECT count(*) FROM gone
$$
"""  # nosec B608 -- our own words only
# Nobody sees the rows who has no scope; it ends with the transaction.
ON_FILE = f"""
SELECT set_config('huiqi.scope', 'all', true);
{ADD.format(standing=STANDING.format(one=1, rows="concerns_concern"))};
"""
EVENTS = (
    ("insert", "INSERT", "NEW TABLE AS new_rows"),
    ("update", "UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
    ("delete", "DELETE", "OLD TABLE AS old_rows"),
)


class Migration(migrations.Migration):
    """每日件数: the table, who writes it, and what is on file."""

    dependencies = (("concerns", "0015_quick_lists"),)
    operations = (
        migrations.CreateModel(
            name="DayCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[("handed_in", "提交日"), ("over", "了结日")],
                        max_length=10,
                        verbose_name="按哪一天",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待分派"),
                            ("dispatched", "待签收"),
                            ("objected", "有异议，待裁定"),
                            ("working", "办理中"),
                            ("waiting", "待企业补充"),
                            ("replied", "已答复，待企业确认"),
                            ("promised", "承诺期内"),
                            ("common", "转为共性问题"),
                            ("ended", "已办结"),
                            ("refused", "不受理"),
                            ("withdrawn", "已撤回"),
                            ("filed", "已归档"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "已解决"),
                            ("partly", "部分解决"),
                            ("explained", "解释说明"),
                            ("no_basis", "无政策依据"),
                            ("unreachable", "联系不上"),
                            ("withdrawn", "撤回"),
                            ("promised", "承诺期内"),
                            ("unconfirmed", "企业未确认"),
                        ],
                        max_length=12,
                        verbose_name="办理结果",
                    ),
                ),
                ("count", models.IntegerField(verbose_name="件数")),
            ],
            options={
                "verbose_name": "每日件数",
                "ordering": ("by", "day", "id"),
                "indexes": [models.Index(fields=["by", "day"], name="day_count_of_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count", 0), _negated=True),
                        name="day_count_counts_something",
                        violation_error_message="没有变化的件数不用记",
                    )
                ],
            },
        ),
        migrations.RunSQL(COUNTED, "DROP FUNCTION concerns_counted()"),
        migrations.RunSQL(FOLD, "DROP FUNCTION concerns_fold_counts()"),
        migrations.RunSQL(ON_FILE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                TRIGGERS.format(name=name, operation=operation, rows=rows),
                f"DROP TRIGGER counted_{name} ON concerns_concern",
            )
            for name, operation, rows in EVENTS
        ),
    )
