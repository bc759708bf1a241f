"""名册的办理: bringing a register in, and taking it back."""

from huiqi.registers.actions.cases import (
    LATER,
    Upload,
    ask_back,
    bring_in_case,
    check_case,
    confirm_case,
    drop_case,
    lost_role,
    open_case,
    queue_again,
    refuse_case,
    take_back_case,
)
from huiqi.registers.actions.importing import Busy, Imported, NotUsable, Register, import_register
from huiqi.registers.actions.undoing import undo_import

__all__ = [
    "LATER",
    "Busy",
    "Imported",
    "NotUsable",
    "Register",
    "Upload",
    "ask_back",
    "bring_in_case",
    "check_case",
    "confirm_case",
    "drop_case",
    "import_register",
    "lost_role",
    "open_case",
    "queue_again",
    "refuse_case",
    "take_back_case",
    "undo_import",
]
