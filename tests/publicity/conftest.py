"""公示的场景: a bureau whose books have approved money for three firms, and its three officers."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from huiqi.parties.enums import Kind, Role
from huiqi.parties.models import Organization
from huiqi.publicity.actions import Asked, draw_up, publish_draft, submit_draft
from huiqi.publicity.models import NoticeDraft, Publicity
from tests.api.conftest import ask
from tests.cast import NOW, TODAY, Player, a_member, an_organization
from tests.cli.conftest import huiqi
from tests.ledger.books import CALL, WAN, Books, award, new_books

__all__ = ["ask", "huiqi"]  # as a program and a shell ask

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROGRAMME = "shenzhen.technical_upgrade"
SignedIn = Callable[[Player | None], Client]


@dataclass
class Desk:
    """覃越 draws up, 何川 publishes, 陶然 answers; 澄澜, 远山 and a sole trader are to be paid."""

    books: Books
    qin: Player
    he: Player
    tao: Player
    firms: list[Organization]

    def asked(self, **other: object) -> Asked:
        words: dict[str, object] = {
            "programme": PROGRAMME,
            "call": CALL,
            "title": "技改拟资助名单",
            "basis": "试〔2021〕1号第三条",
            "begins_on": TODAY,
            "picked": {one.subject_id: "" for one in self.firms},
        }
        return Asked(**(words | other))  # type: ignore[arg-type]

    def draft(self, **other: object) -> NoticeDraft:
        made = draw_up(asked=self.asked(**other), actor=self.qin.actor, now=NOW)
        return submit_draft(draft=made, actor=self.qin.actor, now=NOW)

    def notice(self, **other: object) -> Publicity:
        return publish_draft(draft=self.draft(**other), actor=self.he.actor, now=NOW)


@pytest.fixture
def desk(
    bureau: Organization,
    qin: Player,
    he: Player,
    chenglan: Organization,
    yuanshan: Organization,
) -> Desk:
    books = new_books(bureau)
    books.do("appropriate", 1_000 * WAN)
    books.do("commit", 500 * WAN, call=CALL)
    firms = [chenglan, yuanshan, an_organization("王小明五金店", Kind.SOLE_TRADER)]
    for wan, firm in zip((100, 50, 8), firms, strict=True):
        books.do("approve", wan * WAN, award=award(firm))
    tao = a_member("taoran", "陶然", bureau, Role.BUREAU_OFFICER)
    return Desk(books, qin, he, tao, firms)


@pytest.fixture
def signed_in(settings: object) -> SignedIn:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]

    def client(player: Player | None) -> Client:
        made = Client()
        if player is not None:
            made.force_login(player.person, BACKEND)
        return made

    return client
