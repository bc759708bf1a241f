"""只增不改: tables whose rows nobody changes or removes, and how the database holds to it."""

from __future__ import annotations

from typing import Final

import pgtrigger

# A trigger stops the owner and honest mistakes; the application's role has no right to these
# commands at all (huiqi.config.grants), for a trigger can be switched off from code.
APPEND_ONLY: Final = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
    ),
)


class AppendOnly:
    """只增不改: mixed into a model, it marks the table; ``Meta.triggers`` takes APPEND_ONLY."""

    append_only: Final = True
