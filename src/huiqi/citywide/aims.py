"""目标: what every programme should be judged by on a day, told by fingerprints alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi import __version__
from huiqi.library import Library, load, remembered
from huiqi.rules.policy import Policy
from huiqi.rules.releases import fingerprint as text_of
from huiqi.rules.sweep.fingerprint import fingerprint
from huiqi.rules.sweep.question import ENTERPRISE, Question, asked

SIZE: Final = "national.sme_size"  # by whose classes firms are grouped


@dataclass(frozen=True)
class Aim:
    """目标: the rules of a day, by programme for firms: fingerprint (empty: in force for nobody)
    and the hash of all texts that it rests on."""

    library: Library
    on: date
    prints: Mapping[str, str]
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """哈希: of all fingerprints, 64 hexadecimal digits."""
        told = "\n".join(f"{name} {one}" for name, one in sorted(self.prints.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def question(self, programmes: Iterable[str]) -> Question | None:
        """提问: of those among the programmes that are in force; None where none is."""
        names = [name for name in programmes if self.prints.get(name)]
        return asked(self.library, self.on, names) if names else None


@remembered(maxsize=4)
def aim_on(on: date) -> Aim:
    """当日目标: by the library by which this process answers now."""
    library = load()
    policies = [one for one in library.policies.values() if one.subject == ENTERPRISE]
    return Aim(
        library,
        on,
        {one.id: _of_this_release(fingerprint(library, one, on)) for one in policies},
        {one.id: _texts(library, one) for one in policies},
    )


def _texts(library: Library, policy: Policy) -> str:
    """Of its own texts, of those that it uses, and of the release that reads them."""
    used = (library.policy(name) for name in sorted(set(policy.uses.values())))
    told = [__version__, *(text_of(one) for one in (policy, *used))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _of_this_release(found: str) -> str:
    """Another release may judge the same rules in another way: then all is judged anew."""
    return hashlib.sha256(f"{__version__} {found}".encode()).hexdigest() if found else ""
