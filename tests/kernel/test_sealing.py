"""密封: what is kept to be used and never to be read opens only where it belongs."""

import pytest
from django.conf import LazySettings

from huiqi.kernel.sealing import CannotOpen, seal, unseal

SECRET = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"


def test_sealed_text_is_opened_for_its_place() -> None:
    assert unseal(seal(SECRET, "1:wecom"), "1:wecom") == SECRET


def test_sealed_text_is_neither_readable_nor_twice_the_same() -> None:
    first, second = (seal(SECRET, "1:wecom") for _ in range(2))
    assert SECRET.encode() not in first
    assert first != second


@pytest.mark.parametrize("place", ["2:wecom", "1:sms", ""])
def test_sealed_text_moved_elsewhere_stays_shut(place: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(seal(SECRET, "1:wecom"), place)


def test_sealed_text_that_was_changed_stays_shut() -> None:
    sealed = seal(SECRET, "1")
    changed = [
        sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))
    ]
    for one in (*changed, b"", sealed[:20]):
        with pytest.raises(CannotOpen):
            unseal(one, "1")


def test_city_with_another_key_opens_nothing(settings: LazySettings) -> None:
    sealed = seal(SECRET, "1")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(CannotOpen):
        unseal(sealed, "1")
