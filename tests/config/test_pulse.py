"""脉搏: pages that answer somebody are not ended, however long our own question waits."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiqi.config import pages, pulse
from huiqi.config.pages import Page
from huiqi.config.pulse import Pulse
from tests.config.city import eventually, free_port

# A process that says that it answered whenever it is asked to.
ANSWERS = """
import os, signal, sys
told = lambda *_asked: os.write(int(sys.argv[2]), b"1")
signal.signal(signal.SIGUSR1, told)
told()
while True:
    signal.pause()
"""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    words = (sys.executable, "-c", ANSWERS)
    made = Page("网页", words, os.environ, tmp_path / "web.log", listening=0)
    made.start()
    yield made
    made.stop()


def test_each_answer_of_a_process_is_heard_once(page: Page) -> None:
    assert eventually(page.listen)
    assert (page.has_answered(), page.is_starting) == (False, False)
    assert page.process
    os.kill(page.process.pid, signal.SIGUSR1)
    assert eventually(page.has_answered)
    assert (page.has_answered(), page.listen()) == (False, True)


def test_process_that_was_ended_has_to_answer_anew(page: Page) -> None:
    assert eventually(page.listen)
    page.kill()
    assert page.has_answered() is False
    page.revive()
    assert eventually(page.listen)


def test_process_may_take_its_time_to_begin_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (sys.executable, "-c", "import signal; signal.pause()")
    silent = Page("网页", words, os.environ, tmp_path / "web.log", listening=0)
    silent.start()
    try:
        assert (silent.is_starting, silent.listen()) == (True, False)
        monkeypatch.setattr(pages, "STARTS", 0.0)
        assert silent.is_starting is False
    finally:
        silent.stop()


def test_only_pages_that_answer_nobody_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "SILENCE", 0.0)
    nobody = f"127.0.0.1:{free_port()}"
    assert Pulse(nobody, lambda: True).is_lost() is False
    assert Pulse(nobody, lambda: False).is_lost() is True
