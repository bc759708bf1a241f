"""抽取记录: what was committed to, what came out, and how anybody finds the same again; no Django.

The register of experts is frozen and hashed first. Then a secret is drawn by the machine, and
only its hash goes on record. The seed is made of the secret, the hash of the register and the
case: who freezes does not know the secret, and who knows it can change nothing any more. All of
it is SHA-256 over plain text, so that three lines of any language draw again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from huiqi.kernel.words import worded


def digest(text: str) -> str:
    """指纹: SHA-256 of the text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def pool_digest(pool: Sequence[Mapping[str, Any]]) -> str:
    """名册的指纹: over its JSON with sorted keys and no spaces, as it was frozen."""
    return digest(json.dumps(pool, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def seed_of(secret: str, pool: str, case: str, ordinal: int) -> str:
    """种子: of the secret, the hash of the register, the number of the case and of the draw."""
    return digest(f"{secret}:{pool}:{case}:{ordinal}")


def order_of(seed: str, experts: Iterable[int]) -> list[int]:
    """抽取次序: the same for everybody who draws with this seed from these people."""
    return sorted(experts, key=lambda number: (digest(f"{seed}:{number}"), number))


def problems_of(record: Mapping[str, Any]) -> list[str]:
    """重抽核对: everything in which a record of a draw differs from drawing again; [] if nothing.

    ``record`` is as ``huiqi.programmes.queries.draws.record_of`` gives it.
    """
    return list(_problems(record))


def _problems(record: Mapping[str, Any]) -> Iterator[str]:
    if pool_digest(record["pool"]) != record["pool_sha256"]:
        yield worded("名册和冻结时的指纹不符")
    if not record["drawn_at"]:
        if record["seats"]:
            yield worded("还没有抽取，却已经有席位")
        return
    if digest(record["secret"]) != record["secret_sha256"]:
        yield worded("密数和冻结时的指纹不符")
    seed = seed_of(record["secret"], record["pool_sha256"], record["case"], record["draw"])
    if seed != record["seed"]:
        yield worded("种子和算出来的不符")
    order = order_of(seed, (one["expert"] for one in record["pool"] if not one["because"]))
    seats = [(one["place"], one["expert"]) for one in record["seats"]]
    for found, wanted in zip_longest(seats, enumerate(order[: len(seats)], 1), fillvalue=None):
        if found != wanted:
            yield worded(
                "应当抽到的是 %(wanted)s，记录的是 %(found)s", wanted=wanted or "—", found=found
            )
