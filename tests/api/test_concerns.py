"""诉求的接口: a firm's program and the hotline hand in; each reads its own and nothing else."""

import json
from datetime import date, timedelta

import pytest

from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.concerns.enums import SeatKind
from huiqi.concerns.models import Concern, Seat
from huiqi.parties.models import Organization
from huiqi.parties.queries import actors_of
from tests.api.conftest import Ask
from tests.cast import NOW, Player

ASKED = {"text": "去年的补贴公示完三个月了，钱一直没有到账。", "kind": "help"}


def a_token(player: Player) -> str:
    return make_token(
        title="测试",
        scopes=[Scope.CONCERNS],
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=actors_of(player.person, NOW)[0],
    )[1]


@pytest.fixture(autouse=True)
def desk(bureau: Organization) -> Organization:
    Seat.objects.create(kind=SeatKind.DESK, organization=bureau, since=date(2020, 1, 1))
    return bureau


def test_program_of_a_firm_hands_in_once_and_reads_how_it_stands(
    ask: Ask, lan: Player, shan: Player
) -> None:
    token = a_token(lan)
    made = [ask("/concerns", ASKED, token=token, HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2)]
    assert made[0].text == made[1].text
    number = made[0].json["number"]
    assert (made[0].json["channel"], made[0].json["state"]) == ("api", "submitted")
    assert ask("/concerns", token=token).json["total"] == 1
    assert ask(f"/concerns/{number}", token=token).json["number"] == number
    assert ask(f"/concerns/{number}", token=a_token(shan)).code == (404, "not_found")
    assert ask("/concerns", token=a_token(shan)).json["total"] == 0


def test_hotline_writes_for_somebody_who_can_be_reached(
    ask: Ask, qin: Player, chenglan: Organization
) -> None:
    told = ask("/concerns", ASKED, token=a_token(qin))
    assert told.code == (409, "refused")
    reached = {"contact": {"phone": "13800002210"}, "credit_code": chenglan.credit_code}
    assert ask("/concerns", ASKED | reached, token=a_token(qin)).json["channel"] == "hotline"
    case = Concern.objects.get()
    assert (case.is_behalf, case.organization) == (True, chenglan)


def test_what_has_to_be_seen_first_is_said_and_then_it_is_taken(ask: Ask, lan: Player) -> None:
    grave = ASKED | {"text": f"{ASKED['text']}你们这些混蛋。"}
    told = ask("/concerns", grave, token=a_token(lan))
    assert (told.code, Concern.objects.count()) == ((409, "refused"), 0)
    assert ask("/concerns", grave | {"sure": True}, token=a_token(lan)).status == 200


def test_nobody_hands_in_without_a_token(ask: Ask) -> None:
    assert ask("/concerns", ASKED).code == (401, "unauthenticated")


@pytest.mark.parametrize("odd", ["\u0000", "\ud800"])
@pytest.mark.parametrize("name", ["text", "kind", "credit_code", "district"])
def test_character_that_no_database_keeps_is_told_with_its_field(
    ask: Ask, qin: Player, name: str, odd: str
) -> None:
    reached = {"contact": {"phone": f"13800002210{odd}"}}
    body = json.dumps(ASKED | reached | {name: f"91440300{odd}"})
    told = ask("/concerns", body, token=a_token(qin))
    assert (told.code, told.keys) == ((422, "invalid"), [name, "phone"])
    assert told.whats[0] == f"「{name}」里有存不下的字符（NUL 或半个字符）。"


def test_query_with_such_a_character_is_told(ask: Ask, lan: Player) -> None:
    told = ask("/concerns?limit=1%00", token=a_token(lan))
    assert (told.code, told.keys) == ((422, "invalid"), ["limit"])
