"""冻结的定义: the files of a programme as a call froze them, and the rules that judge by them.

What a call freezes is all that answers for it: the programme's own folder, the rules that these
use, and what the city had published itself of either. What the library, or the city, says later
changes no running case; only the policies beside it, with which it may not be stacked, are
today's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from huiqi.kernel import rows
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.library import Library, load, remembered, shipped
from huiqi.policies.releases import unreadable
from huiqi.policies.rule_texts import published_rules
from huiqi.programmes.definition import Definition, definitions, digest_of_texts, load_definition
from huiqi.programmes.models import Application, Call, ProgrammeVersion
from huiqi.rules.files import CASES_FILE, RULES, SOURCE, load_policy
from huiqi.rules.laid import lay
from huiqi.rules.policy import Policy
from huiqi.rules.releases import Release, fingerprint, released

# Below the texts of the programme itself: rules that it uses, and texts that the city published.
BESIDE: Final = "beside"
PUBLISHED: Final = "published"


@dataclass(frozen=True)
class Frozen:
    """冻结的项目: its definition, and the other policies whose values its rules use, by id."""

    definition: Definition
    used: Mapping[str, Policy]


def definition_of(of: ProgrammeVersion | Call | Application) -> Definition:
    """项目定义: as it was frozen; what the library says today changes no running case."""
    return _frozen_of(_version_of(of)).definition


def rules_for(of: ProgrammeVersion | Call | Application) -> Library:
    """判断所用的规则: those that were frozen with the call, beside all others of today."""
    version = _version_of(of)
    return _rules(version.pk, version.programme, version.digest)


def _version_of(of: ProgrammeVersion | Call | Application) -> ProgrammeVersion:
    return of if isinstance(of, ProgrammeVersion) else of.version


@remembered(maxsize=256)
def _rules(pk: int, programme: str, digest: str) -> Library:
    version = ProgrammeVersion(pk=pk, programme=programme, digest=digest)
    found, today = _frozen_of(version), load()
    ours = {**found.used, found.definition.id: found.definition.policy}
    if all(_is_same(today.policies.get(name), one) for name, one in ours.items()):
        return today  # which has them compiled already
    return Library({**today.policies, **ours})


def _is_same(today: Policy | None, then: Policy) -> bool:
    return today is not None and fingerprint(today) == fingerprint(then)


def _frozen_of(version: ProgrammeVersion) -> Frozen:
    current = definitions().get(version.programme)
    if current is not None and current.digest == version.digest:
        return Frozen(current, {})
    return _laid_out(version.pk, version.digest)


@lru_cache(maxsize=256)
def _laid_out(pk: int, digest: str) -> Frozen:
    version = ProgrammeVersion.objects.get(pk=pk)
    root: Path = settings.ENVIRONMENT.data / "programmes" / digest[:32]
    lay(
        root, {_place(version.programme, one): text.encode() for one, text in version.texts.items()}
    )
    on = version.frozen_at.astimezone(CITY).date()
    releases = _releases(root, version.texts)
    definition = load_definition(root.joinpath(*version.programme.split(".")))
    policy = released(definition.policy, releases[version.programme], on)
    used = {
        name: released(load_policy(root.joinpath(BESIDE, *name.split("."))), releases[name], on)
        for name in _told(version.texts, BESIDE, 1)
    }
    return Frozen(replace(definition, policy=policy), used)


def _releases(root: Path, texts: Mapping[str, str]) -> Mapping[str, list[Release]]:
    found = defaultdict[str, list[Release]](list)
    for place in _told(texts, PUBLISHED, 1):
        for name in _told(texts, f"{PUBLISHED}/{place}", 2):
            folder = root.joinpath(PUBLISHED, place, *name.split("."))
            day = date.fromisoformat(place.partition("@")[2])
            found[name].append(Release(load_policy(folder), day))
    return found


def _told(texts: Mapping[str, str], below: str, depth: int) -> list[str]:
    """The names that follow ``below``, at its depth, in order."""
    parts = (PurePosixPath(one).parts for one in texts if one.startswith(f"{below}/"))
    return sorted({one[depth] for one in parts})


def _place(programme: str, name: str) -> Path:
    """Where a frozen text lies: a policy's folder is named by its jurisdiction and itself."""
    *above, last = PurePosixPath(name).parts
    parts = [*above[:-1], *above[-1].split(".")] if above else programme.split(".")
    return Path(*parts, last)


def frozen(definition: Definition, now: datetime) -> ProgrammeVersion:
    """冻结: the version with these very texts; Refused where its number says something else.

    What is used or was published beside the programme's own files counts as another version of
    the same number: ``2021.1+1``.
    """
    texts = {**definition.texts, **dict(_beside(definition))}
    digest, number = digest_of_texts(texts), definition.programme.version
    before = ProgrammeVersion.objects.filter(programme=definition.id)
    same = [one for one in before.order_by("id") if one.version.partition("+")[0] == number]
    for one in same:
        if one.digest == digest:
            return one
        own = {name: text for name, text in one.texts.items() if "/" not in name}
        if own != dict(definition.texts):
            told = worded(
                "项目文件改过，版本号 %(version)s 没有换：请先在 programme.yaml 里换版本号",
                version=number,
            )
            raise Refused([told])
    return rows.save(
        ProgrammeVersion(
            programme=definition.id,
            version=f"{number}+{len(same)}" if same else number,
            digest=digest,
            texts=texts,
            frozen_at=now,
        )
    )


def _beside(definition: Definition) -> Iterator[tuple[str, str]]:
    """What answers beside the programme's own files: the rules it uses, and what was published."""
    used = sorted(_used_by(definition.policy))
    for name in used:
        held = shipped().policies.get(name) or load().policy(name)
        for file in (RULES, CASES_FILE, SOURCE):
            text = (held.path / file).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            yield f"{BESIDE}/{name}/{file}", text
    wrong = {one.pk for one, _ in unreadable()}
    told = published_rules().filter(programme__in=(definition.id, *used)).exclude(pk__in=wrong)
    for place, draft in enumerate(told, 1):
        folder = f"{PUBLISHED}/{place:03}@{draft.from_on}/{draft.programme}"
        yield from (
            (f"{folder}/{RULES}", draft.rules),
            (f"{folder}/{CASES_FILE}", draft.cases),
            (f"{folder}/{SOURCE}", ""),
        )


def _used_by(policy: Policy) -> set[str]:
    """Those whose values it uses, and theirs in turn, as the library stands today."""
    found: set[str] = set()
    wanted = set(load().policies.get(policy.id, policy).uses.values()) | set(policy.uses.values())
    while wanted:
        found |= wanted
        wanted = {one for name in wanted for one in load().policy(name).uses.values()} - found
    return found
