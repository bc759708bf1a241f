"""名册的办理: bringing a register in, and taking it back."""

from huiqi.registers.actions.importing import Imported, Register, import_register
from huiqi.registers.actions.undoing import undo_import

__all__ = ["Imported", "Register", "import_register", "undo_import"]
