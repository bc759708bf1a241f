"""截止前的高峰，短的一次: a small rush on a prepared city; 2,000 firms are in tests/contention."""

from huiqi.config.postgres import Embedded
from tests.contention.rushing import NOTHING_WRONG, rush


def test_no_form_acknowledged_before_the_close_is_lost_when_a_web_process_is_killed(
    prepared: Embedded,
) -> None:
    told = rush(prepared.folder.parent, firms=20, at_once=10, kills=1)
    assert told["wrong"] == NOTHING_WRONG
    assert told["acknowledged"] + told["refused"] == 20
    assert told["acknowledged"] >= 18  # the last two come while the call ends
    assert (told["refused"] >= 1, told["kills"], told["bytes"] > 50_000) == (True, 1, True)
