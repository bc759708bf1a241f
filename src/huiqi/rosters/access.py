"""名单的权限: lists are made and read by the officers of the department in charge."""

from __future__ import annotations

from huiqi.kernel.access import is_system
from huiqi.policies.access import is_editor, keeps

__all__ = ["is_editor", "is_system", "keeps"]
