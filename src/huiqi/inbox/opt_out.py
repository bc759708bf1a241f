"""退订凭据: what a link in an e-mail or a push carries, so that one click is enough."""

from __future__ import annotations

from typing import Final

from django.core import signing

from huiqi.inbox.enums import OPTIONAL, Kind

SALT: Final = "huiqi.inbox.opt_out"
OF_ADDRESSES: Final = "huiqi.inbox.stop"


def token_of(person_id: int, kind: Kind) -> str:
    """凭据: signed, for one person and one kind; it can do nothing but opt out."""
    return signing.dumps([person_id, kind.value], salt=SALT)


def read(token: str) -> tuple[int, Kind] | None:
    """读取凭据: whose and of which kind; None for one that we did not sign."""
    try:
        person_id, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Kind(kind)
    return (person_id, found) if found in OPTIONAL else None


def token_of_address(address_id: int) -> str:
    """凭据: signed, for one address; it can do nothing but end the pushes to it."""
    return signing.Signer(salt=OF_ADDRESSES).sign(str(address_id))


def read_address(token: str) -> int | None:
    """读取凭据: of which address; None for one that we did not sign."""
    try:
        return int(signing.Signer(salt=OF_ADDRESSES).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
