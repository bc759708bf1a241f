"""提交诉求: one box; what is wrong is said at once, what is grave has to be seen first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns import words
from huiqi.concerns.access import is_filing_officer
from huiqi.concerns.actions.drafting import hand_in
from huiqi.concerns.enums import Channel, Confidentiality, Kind, Service, State
from huiqi.concerns.models import Attachment, Concern, Post
from huiqi.concerns.models.posts import MOST_FILES
from huiqi.concerns.queries.places import desk_on
from huiqi.concerns.queries.twins import is_open_as, open_with
from huiqi.concerns.telling import set_todos
from huiqi.concerns.timing import Timeline, retime
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.now import day_of
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties import scope
from huiqi.parties.access import may_edit_for
from huiqi.parties.models import Organization
from huiqi.rules.vocabulary import DISTRICTS
from huiqi.triage import suggest

PREFIX: Final = "SQ"
ON_BEHALF: Final = (Channel.COUNTER, Channel.COMMISSIONER, Channel.HOTLINE)


@dataclass(frozen=True)
class Upload:
    """上传的文件: its bytes and the name it came under."""

    content: BinaryIO
    name: str


@dataclass(frozen=True)
class Contact:
    """联系方式: of whoever is to be answered; ``checked_at``: when a code proved it theirs."""

    name: str = ""
    phone: str = ""
    email: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Filing:
    """提交的内容: see the columns of Concern. ``is_sure``: the warnings were seen.

    ``organization`` None: of a person, not of a firm. ``key`` is that of the form: the same form
    sent twice is one concern. ``stored``: files that came in while it was written. ``item``: which
    of the suggested items the writer thinks right; it is told to the desk, which decides.
    """

    text: str
    kind: str
    organization: Organization | None = None
    channel: str = Channel.WEB
    district: str = ""
    confidentiality: str = Confidentiality.ORDINARY
    contact: Contact = field(default_factory=Contact)
    key: str = ""
    is_sure: bool = False
    files: Sequence[Upload] = ()
    stored: Sequence[StoredFile] = ()
    item: str = ""


@transaction.atomic
def submit_concern(*, filing: Filing, actor: Actor, now: datetime) -> Concern:
    """提交诉求: by the firm, by its agent, by a person, or by an officer on behalf of one.

    Without login only with a contact that was proved. The same form twice is the same concern.
    Refused with every flaw; ``words.Cautioned`` while a grave warning was not seen yet; Denied
    for a firm one does not stand for.
    """
    filing = replace(filing, key=legible(filing.key))
    _require_filer(filing, actor)
    text = legible(filing.text)
    # Whoever writes for somebody else, or without login, is not in the scope of the row.
    with scope.everything():
        if found := _same(filing, text, actor):
            return found
        problems = list(_problems(filing, text, actor))
        if problems:
            raise Refused(problems)
        if not filing.is_sure and (cautions := words.cautions_of(text)):
            raise words.Cautioned(cautions)
        case = _save(filing, text, actor, now)
        attach(case, None, filing.files, actor=actor)
        hand_in(filing.stored)
        for one in filing.stored:
            _attached(case, None, one)
        record_write(actor, "提交诉求", case, subject_id=case.subject_id)
        set_todos(case, now)
    return case


def attach(case: Concern, post: Post | None, files: Sequence[Upload], *, actor: Actor) -> None:
    """附上文件: to a concern or to one post of it. Refused with what is wrong with each."""
    if len(files) > MOST_FILES:
        raise Refused([worded("附件最多 %(most)s 个", most=MOST_FILES)])
    problems: list[str] = []
    for file in files:
        try:
            stored = city_store().put(
                file.content, file.name, actor=actor, subject_id=case.subject_id
            )
        except Refused as refused:
            problems += refused.problems
            continue
        city_store().look_soon(stored)
        _attached(case, post, stored)
    if problems:
        raise Refused(dict.fromkeys(problems))


def _attached(case: Concern, post: Post | None, stored: StoredFile) -> None:
    if not case.attachments.filter(file=stored).exists():
        rows.save(Attachment(concern=case, post=post, file=stored))


def _require_filer(filing: Filing, actor: Actor) -> None:
    if filing.channel in ON_BEHALF:
        require(is_filing_officer, actor)
    elif filing.organization is not None:
        require(may_edit_for, actor, filing.organization)
    elif actor.person_id is None and filing.contact.checked_at is None:
        raise Denied([_("没有登录的，先用短信或邮件验证联系方式，再提交")])


def _same(filing: Filing, text: str, actor: Actor) -> Concern | None:
    if not filing.key:
        return None
    found = Concern.objects.filter(key=filing.key).first()
    if found is None:
        return None
    is_same = found.fingerprint == words.fingerprint_of(text)
    if is_same and found.filed_by_id == actor.person_id:
        return found
    raise Refused([_("这张表已经提交过另一件诉求，请刷新页面再写")])


def _problems(filing: Filing, text: str, actor: Actor) -> Iterator[str]:
    yield from words.flaws_of(text)
    if filing.kind not in Kind.values:
        yield _("先选种类：咨询、求助、投诉、举报或建议")
    if filing.channel not in Channel.values:
        yield _("没有这种提交渠道")
    if filing.district and filing.district not in DISTRICTS:
        yield _("选一个本市的区，或不选")
    if filing.confidentiality not in Confidentiality.values:
        yield _("选一般或保密")
    yield from _contact_problems(filing.contact)
    is_reached = actor.person_id is not None and filing.channel not in ON_BEHALF
    if not (is_reached or filing.contact.phone or filing.contact.email):
        yield _("留下电话或邮箱，才能答复")
    if found := _open_twin(filing, text, actor):
        yield is_open_as(found)


def _contact_problems(contact: Contact) -> Iterator[str]:
    if len(contact.name) > 40:
        yield _("联系人最多 40 个字")
    digits = contact.phone.strip().lstrip("+").replace("-", "").replace(" ", "")
    if contact.phone and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15):
        yield _("电话应为 7 到 15 位数字，例如 13800000000 或 0755-12345678")
    if contact.email:
        try:
            validate_email(contact.email)
        except ValidationError:
            yield _("邮箱的写法不对，例如 name@example.com")


def _open_twin(filing: Filing, text: str, actor: Actor) -> Concern | None:
    same = open_with(words.fingerprint_of(text))
    if filing.organization is not None:
        return same.filter(subject=filing.organization.subject_id).first()
    if actor.person_id is None or filing.channel in ON_BEHALF:
        return None
    return same.filter(subject=None, filed_by=actor.person_id).first()


def _save(filing: Filing, text: str, actor: Actor, now: datetime) -> Concern:
    day = day_of(now)
    firm, desk = filing.organization, desk_on(day)
    district = filing.district or (firm.district if firm else "")
    is_close = filing.kind == Kind.REPORT
    case = Concern(
        number=next_number(PREFIX, day),
        channel=filing.channel,
        kind=filing.kind,
        title=words.title_of(text),
        text=text,
        confidentiality=Confidentiality.CLOSE if is_close else filing.confidentiality,
        district=district,
        subject_id=firm.subject_id if firm else None,
        organization=firm,
        filed_by_id=actor.person_id,
        is_behalf=filing.channel in ON_BEHALF,
        contact_name=legible(filing.contact.name),
        contact_phone=legible(filing.contact.phone),
        contact_email=legible(filing.contact.email),
        contact_checked_at=filing.contact.checked_at,
        key=filing.key or None,
        fingerprint=words.fingerprint_of(text),
        suggested=[
            {
                "item": one.item,
                "department": one.department,
                "score": round(one.score, 3),
                "words": list(one.words),
                "by_writer": one.item == filing.item,
            }
            for one in suggest(text, DISTRICTS.get(district, ""))
        ],
        service=(Service.CONSULTATION if filing.kind == Kind.CONSULTATION else Service.ORDINARY),
        desk=desk,
        unit=desk,
        submitted_at=now,
        counts_from=now,
        ladder_from=now,
    )
    retime(case, State.SUBMITTED, Timeline(), now)
    try:
        return rows.save(case)
    except Refused:
        if found := _same(filing, text, actor):  # the same form at the same moment
            return found
        raise
