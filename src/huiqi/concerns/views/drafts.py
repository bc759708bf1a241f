"""诉求草稿: what is being written, kept in the visitor's session until it is handed in.

Files are stored as they come, so that a refusal, a code that is still to be typed or a page that
is loaded again loses none of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Final, cast

from django.http import HttpRequest

from huiqi.concerns.actions.drafting import drop_file, take_file
from huiqi.concerns.enums import Kind
from huiqi.concerns.models.cases import LONGEST_TEXT
from huiqi.concerns.models.posts import MOST_FILES
from huiqi.concerns.views.hurry import count_upload
from huiqi.kernel.access import Actor
from huiqi.kernel.models import StoredFile
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import stands_for_firm

SESSION: Final = "concerns.draft"
TOLD: Final = "concerns.told"
LONGEST_KEPT: Final = 20_000  # of a text that is too long anyway; the page itself shows all of it
FIELDS: Final = ("text", "kind", "item", "name", "contact", "district", "firm")
MOST: Final = {"name": 40, "contact": 254, "district": 6, "firm": 40, "kind": 15, "item": 6}


@dataclass
class Draft:
    """草稿: as it was typed. ``key`` is what this handing in is taken once by."""

    key: str = ""
    text: str = ""
    kind: str = ""
    item: str = ""
    name: str = ""
    contact: str = ""
    district: str = ""
    firm: str = ""
    is_close: bool = False
    is_sure: bool = False
    files: list[int] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        """是否写了什么: or attached something."""
        return bool(self.text.strip() or self.files)


def kept(request: HttpRequest) -> Draft:
    """留存的草稿: an empty one for a visitor who has none, without a session of its own."""
    found = request.session.get(SESSION)
    return Draft(**found) if found else Draft(kind=Kind.HELP)


def taken(request: HttpRequest) -> Draft:
    """读草稿: what was sent, over what was kept; nothing is judged here."""
    draft = kept(request)
    draft.key = draft.key or secrets.token_hex(16)
    for name in FIELDS:
        if name in request.POST:
            told = legible(request.POST[name])
            setattr(draft, name, told[: MOST[name]] if name in MOST else told)
    draft.is_close = "close" in request.POST
    draft.is_sure = "sure" in request.POST
    return draft


def keep(request: HttpRequest, draft: Draft) -> None:
    """留存: for as long as the session lives, on this device."""
    told = asdict(draft)
    told["text"] = told["text"][:LONGEST_KEPT]
    if request.session.get(SESSION) != told:
        request.session[SESSION] = told


def drop(request: HttpRequest) -> None:
    """丢弃: once it was handed in, or at the visitor's wish."""
    request.session.pop(SESSION, None)


def take_files(request: HttpRequest, draft: Draft, actor: Actor) -> list[str]:
    """收附件: those that may come in are added to the draft; a sentence for each that may not.

    TooOften for a visitor who has sent too many; those that came before are in the draft.
    """
    problems: list[str] = []
    for file in request.FILES.getlist("files"):
        if len(draft.files) >= MOST_FILES:
            problems.append(worded("最多附 %(most)s 个文件，请合并后再上传", most=MOST_FILES))
            break
        count_upload(request, actor)
        try:
            stored = _stored(cast("BinaryIO", file), str(file.name), actor)
        except Refused as refused:
            problems += refused.problems
            continue
        draft.files.append(stored.pk)
    return problems


def _stored(content: BinaryIO, name: str, actor: Actor) -> StoredFile:
    own = None if stands_for_firm.refusal(actor) else actor.subject_id
    with everything():  # who has no account sees no file, not even this one
        return take_file(content=content, name=name, subject_id=own, actor=actor, now=now())


def files_of(draft: Draft) -> Sequence[StoredFile]:
    """草稿的附件: in the order in which they came; those that were swept are not there any more."""
    with everything():
        there = StoredFile.objects.select_related("blob").filter(gone_at=None)
        found = there.in_bulk(draft.files)
    return [found[pk] for pk in draft.files if pk in found]


def remove_file(draft: Draft, given: str) -> None:
    """移除附件: of this draft; the content goes where nobody else needs it."""
    pk = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    if pk not in draft.files:
        return
    draft.files.remove(pk)
    with everything():
        drop_file(StoredFile.objects.get(pk=pk))


def too_long(draft: Draft) -> str:
    """太长: said beside what is kept; empty where it is not."""
    if len(draft.text) <= LONGEST_KEPT:
        return ""
    return worded(
        "写得太长，只留得住前 %(kept)s 字；一件诉求最多 %(most)s 字，其余请作为附件",
        kept=f"{LONGEST_KEPT:,}",
        most=f"{LONGEST_TEXT:,}",
    )


def shown(draft: Draft) -> dict[str, Any]:
    """页面内容: of the draft."""
    return {"draft": draft, "files": files_of(draft), "most_files": MOST_FILES}


def tell(request: HttpRequest, words: str) -> None:
    """告诉: what has just been done, on the page that comes next."""
    request.session[TOLD] = words


def told(request: HttpRequest) -> str:
    """刚才告诉的: once; empty where nothing was done."""
    return str(request.session.pop(TOLD)) if TOLD in request.session else ""
