"""查询的办理: kept under a name, looked at again, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.follow.access import is_follower, of_owner, person_of
from huiqi.follow.actions.following import owner_of
from huiqi.follow.models import SavedSearch
from huiqi.follow.models.following import LONGEST_NAME, LONGEST_TEXT
from huiqi.follow.queries.covering import hits, says_nothing
from huiqi.follow.queries.following import searches_of
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.policies.search.finding import ALL_FACETS

MOST: Final = 100  # that one person or one firm may keep
MOST_VALUES: Final = 20
LONGEST_VALUE: Final = 60


@transaction.atomic
def save_search(
    *,
    name: str,
    text: str,
    facets: Mapping[str, Iterable[str]],
    whose: str,
    actor: Actor,
    now: datetime,
) -> SavedSearch:
    """保存查询: what it finds today counts as seen. Refused with every problem at once."""
    subject_id = owner_of(whose, actor)
    kept = {name: list(facets[name]) for name in ALL_FACETS if facets.get(name)}
    made = SavedSearch(
        person_id=person_of(actor),
        subject_id=subject_id,
        name=" ".join(name.split()),
        text=" ".join(text.split()),
        facets=kept,
        created_at=now,
        seen_at=now,
    )
    problems = [*_problems(made, facets)]
    if all(map(_can_be_kept, (made.name, made.text, *_values(kept)))):
        # The database itself is asked: what it cannot read it is not given.
        problems += rows.problems_of(made, told=("name", "text"))
    mine = searches_of(actor).filter(of_owner(subject_id))
    if mine.count() >= MOST:
        problems.append(_("最多保存 %(most)d 个查询；先删掉几个不再看的") % {"most": MOST})
    if problems:
        raise Refused(dict.fromkeys(problems))
    made.seen = hits(made.text, kept, now.date())
    rows.save(made)
    record_write(actor, "follow.save_search", made, subject_id=subject_id)
    return made


def _problems(made: SavedSearch, facets: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for label, value, most in (
        (_("名称"), made.name, LONGEST_NAME),
        (_("问题"), made.text, LONGEST_TEXT),
    ):
        if len(value) > most:
            yield _("%(label)s最多 %(most)d 个字，现在有 %(count)d 个") % {
                "label": label,
                "most": most,
                "count": len(value),
            }
        if not _can_be_kept(value):
            yield _("%(label)s里有不能保存的字符，请重新输入") % {"label": label}
    if not made.name:
        yield _("给这个查询起个名称")
    if not made.facets and says_nothing(made.text):
        yield _("先查一个词或选一个筛选，再保存")
    if unknown := sorted(set(facets) - set(ALL_FACETS)):
        yield _("没有这样的筛选：%(names)s") % {"names": "、".join(unknown)[:60]}
    values = _values(made.facets)
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        yield _("筛选最多 %(most)d 个，每个最多 %(long)d 个字") % {
            "most": MOST_VALUES,
            "long": LONGEST_VALUE,
        }
    if not all(map(_can_be_kept, values)):
        yield _("%(label)s里有不能保存的字符，请重新输入") % {"label": _("筛选")}


def _values(facets: Mapping[str, Iterable[str]]) -> list[str]:
    return [value for one in facets.values() for value in one]


def _can_be_kept(text: str) -> bool:
    """Neither PostgreSQL nor its JSON takes a zero or half of a character."""
    return "\x00" not in text and text == text.encode(errors="ignore").decode()


@transaction.atomic
def visit_search(*, search: SavedSearch, found: Iterable[str], actor: Actor, now: datetime) -> None:
    """看过: what was found is no longer new."""
    require(is_follower, actor, search)
    search.seen, search.seen_at = list(found), now
    rows.save(search, only=("seen", "seen_at"))


@transaction.atomic
def remove_search(*, search: SavedSearch, actor: Actor) -> None:
    """删除查询: it and what was seen of it are gone."""
    require(is_follower, actor, search)
    record_write(actor, "follow.remove_search", search, subject_id=search.subject_id)
    search.delete()
