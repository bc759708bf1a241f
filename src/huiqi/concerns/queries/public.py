"""公开的诉求: what everybody may read: the matter, the answer, how long it took; never whose.

Nothing that the firm wrote is shown, only the item a person confirmed and the answers that an
officer wrote to be read by all. Reports and what is kept close are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from huiqi.concerns.enums import Audience, Confidentiality, Kind, PostKind, Resolution
from huiqi.concerns.models import Concern, Post
from huiqi.triage import items

ANSWERS: Final = (PostKind.REPLY, PostKind.FINAL)
WORDS: Final = Post.objects.filter(audience=Audience.PUBLIC, kind__in=ANSWERS)


@dataclass(frozen=True)
class Asked:
    """筛选: what of the docket is asked for; empty parts ask for everything."""

    text: str = ""
    kind: str = ""
    item: str = ""
    district: str = ""
    resolution: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否有筛选: any part of it."""
        return any((self.text, self.kind, self.item, self.district, self.resolution))


def published() -> QuerySet[Concern]:
    """公开的诉求: with their published answers, newest first; within the scope of everything."""
    told = Post.objects.filter(concern=OuterRef("pk"), audience=Audience.PUBLIC, kind__in=ANSWERS)
    return (
        Concern.objects.filter(Exists(told), confidentiality=Confidentiality.ORDINARY)
        .exclude(kind=Kind.REPORT)
        .exclude(item="")
        .select_related("lead")
        .prefetch_related(
            Prefetch("posts", WORDS.select_related("unit").order_by("id"), to_attr="answers")
        )
        .order_by("-submitted_at", "-id")
    )


def chosen(asked: Asked) -> QuerySet[Concern]:
    """筛选后的公开诉求: by what was answered, by kind, item, district and result."""
    found = published()
    if asked.text:
        said = WORDS.filter(concern=OuterRef("pk"), text__icontains=asked.text)
        named = [code for code, one in items().items() if asked.text in one.title]
        found = found.filter(Exists(said)) | found.filter(item__in=named)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.item:
        found = found.filter(item__startswith=asked.item)
    if asked.district:
        found = found.filter(district=asked.district)
    if asked.resolution:
        found = found.filter(resolution=asked.resolution)
    return found


def item_title(code: str) -> str:
    """事项的写法: the group and the item, «用电 · 停电»; the code itself where it is not known."""
    known = items()
    names = [known[part].title for part in (code[:4], code) if part in known]
    return " · ".join(dict.fromkeys(names)) or code


def answers_of(one: Concern) -> list[Post]:
    """公开的答复: as ``published`` brought them along."""
    found: list[Post] = vars(one)["answers"]
    return found


@dataclass(frozen=True)
class Solved:
    """企业说解决了: of those whose firm said anything, how many said solved."""

    solved: int
    said: int

    @property
    def percent(self) -> int:
        """百分比: of those who said anything; 0 where nobody did."""
        return round(100 * self.solved / self.said) if self.said else 0


LEAST_SAID: Final = 5  # a share of fewer would tell of a single firm


def solved_by_item(codes: Collection[str], since: datetime) -> Mapping[str, Solved]:
    """各事项的解决情况: of concerns ended since; those of whom too few have said are left out."""
    rows = Concern.objects.filter(
        item__in=codes, ended_at__gte=since, is_confirmed=True
    ).values_list("item", "resolution")
    return _shares(rows)


def _shares(rows: Iterable[tuple[str, str]]) -> dict[str, Solved]:
    said: dict[str, list[bool]] = {}
    for code, resolution in rows:
        said.setdefault(code, []).append(resolution == Resolution.SOLVED)
    return {
        code: Solved(sum(those), len(those))
        for code, those in said.items()
        if len(those) >= LEAST_SAID
    }
