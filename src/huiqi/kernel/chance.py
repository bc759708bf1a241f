"""抽签: what chance gives to a number, decided by a seed and the number alone.

Whoever has the seed draws the same again, with any program, without ours; whoever does not have
it yet cannot know who will be drawn.
"""

from __future__ import annotations

import secrets
from hashlib import sha256


def new_seed() -> str:
    """种子: 16 hexadecimal digits that nobody could know before."""
    return secrets.token_hex(8)


def lot(seed: str, number: object) -> int:
    """签: what chance gives to a number, the same for ever; at least 0, below 2 to the 256."""
    return int.from_bytes(sha256(f"{seed}:{number}".encode()).digest())
