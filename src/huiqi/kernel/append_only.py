"""只增不改: tables whose rows nobody changes or removes, and how the database holds to it."""

from __future__ import annotations

from typing import Any, Final

import pgtrigger
from django.db import models

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


class UnseenNumber(models.BigAutoField):  # type: ignore[type-arg]  # Django's takes none
    """编号: of a row that whoever writes it need not be allowed to see.

    Django asks the database for the number of a new row, and row-level security answers such a
    question only to who may see the row: history is written by everybody and read by few. The
    column is that of any other table; the object is left without its number.
    """

    db_returning = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """与自动编号相同: the words of a column that Django adds by itself."""
        given = {"auto_created": True, "primary_key": True, "serialize": False}
        super().__init__(*args, **{"verbose_name": "ID"} | given | kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """写进迁移: as what it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigAutoField", list(args), kwargs
