"""拟设预算: a paper may open a budget, and its fund, that are not there before the second signature.

Whatever is booked in the name of a paper, giving and taking back included, is what was signed.
"""

from importlib import import_module

from django.db import migrations

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
    ]

    operations = [
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
