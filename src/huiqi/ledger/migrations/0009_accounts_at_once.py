"""账户一次找齐: accounts that are there are found in the statement that adds the legs.

Not one rule, sentence, name of a constraint or order of locks is another.
"""

from importlib import import_module

from django.db import migrations

QUICK = import_module("huiqi.ledger.migrations.0007_quicker_booking")

# An account that is there is found in the statement itself; only what is not goes the long way,
# which opens it or waits for whoever is opening it. Two plain conditions, which an index answers.
_ONE = """SELECT a.id FROM ledger_account a WHERE a.budget_id = one.budget
                AND a.stage = one.stage AND a.call = one.call AND {subject}
                AND a.instalment = one.instalment"""
_NO_FIRM = _ONE.format(subject="a.subject_id IS NULL")
_OF_FIRM = _ONE.format(subject="a.subject_id = one.subject")
_FROM_LEGS = f"""    FROM (
        SELECT coalesce(
                CASE WHEN one.subject IS NULL THEN ({_NO_FIRM}) ELSE ({_OF_FIRM}) END,
                ledger_account_of(one.budget, one.stage, one.call, one.subject, one.instalment)
            ) AS account, one.amount
        FROM jsonb_to_recordset(said->'legs') AS one (
            budget bigint, stage text, call text, subject bigint, instalment smallint, amount bigint)
    ) AS found ORDER BY account;
"""  # nosec B608 -- our own words only
POST = QUICK.POST.replace(QUICK._FROM_SLIP, _FROM_LEGS)  # noqa: SLF001 -- its own words, once


class Migration(migrations.Migration):
    """账户一次找齐: a function only; tables, triggers and rights stay as they are."""

    dependencies = (("ledger", "0008_new_budgets"),)
    operations = (QUICK.replaced(QUICK.POST, POST),)
