"""密封: what must be used again but never read: kept under SM4, opened only where it is used.

The key comes from the city's secret: who has the database alone reads nothing. GCM tells when
anything was changed, and ``place`` (whose it is, what for) when it was moved to another row.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION: Final = b"\x01"
NONCE: Final = 12  # bytes, as GCM wants them; drawn at random for every sealing
TAG: Final = 16


class CannotOpen(Exception):
    """打不开: sealed under another key, for another place, or changed since."""


def seal(text: str, place: str) -> bytes:
    """密封: ``text`` for ``place``; never twice the same bytes."""
    nonce = secrets.token_bytes(NONCE)
    encryptor = Cipher(_algorithm(settings.SECRET_KEY), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place.encode())
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return VERSION + nonce + encryptor.tag + body


def unseal(sealed: bytes, place: str) -> str:
    """启封: CannotOpen for what this city did not seal for this place."""
    if len(sealed) < 1 + NONCE + TAG or sealed[:1] != VERSION:
        raise CannotOpen
    nonce, tag = sealed[1 : 1 + NONCE], sealed[1 + NONCE : 1 + NONCE + TAG]
    decryptor = Cipher(_algorithm(settings.SECRET_KEY), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(place.encode())
    try:
        return (decryptor.update(sealed[1 + NONCE + TAG :]) + decryptor.finalize()).decode()
    except InvalidTag:
        raise CannotOpen from None


@cache
def _algorithm(secret: str) -> algorithms.SM4:
    derived = HKDF(hashes.SM3(), length=16, salt=None, info=b"huiqi.sealing.1")
    return algorithms.SM4(derived.derive(secret.encode()))
