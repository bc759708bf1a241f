"""查杀: only an answer that is understood decides; everything else leaves a file unread."""

import os
import socket
from pathlib import Path

import pytest

from huiqi.kernel.scanning import (
    PIECE,
    TEST_FILE,
    Clamd,
    LargerThanScanned,
    NoVerdict,
    Program,
    problem_of,
)
from tests.scanners import ByBytes, clamd

PDF = b"%PDF-1.7\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "文件.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def infected(tmp_path: Path) -> Path:
    path = tmp_path / "带毒.pdf"
    path.write_bytes(PDF + TEST_FILE)
    return path


# clamd


@pytest.mark.parametrize("is_unix", [True, False])
def test_clamd_is_sent_the_whole_file_and_decides(
    tmp_path: Path, file: Path, infected: Path, is_unix: bool
) -> None:
    with clamd(tmp_path / "clamd.ctl" if is_unix else None) as scanner:
        assert scanner.look(file) == ""
        assert scanner.look(infected) == "Eicar-Test-Signature"
        assert problem_of(scanner) == ""
        file.write_bytes(b"a" * (PIECE + 1) + TEST_FILE)  # in the second piece
        assert scanner.look(file) == "Eicar-Test-Signature"


def test_clamd_that_is_not_there_gives_no_verdict(tmp_path: Path, file: Path) -> None:
    path = str(tmp_path / "没有.ctl")
    with pytest.raises(NoVerdict, match=r"clamd（.*没有\.ctl） 连接不上，请检查它是否在运行。"):
        Clamd(path).look(file)
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(NoVerdict, match=f"clamd（127.0.0.1:{port}） 连接不上"):
            Clamd(("127.0.0.1", port)).look(file)


def test_clamd_that_never_answers_gives_no_verdict(tmp_path: Path, file: Path) -> None:
    silent = clamd(tmp_path / "clamd.ctl", lambda _content: None, seconds=0.05)
    with silent as scanner, pytest.raises(NoVerdict, match=r"在 0\.05 秒内没有答复。"):
        scanner.look(file)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", "空"),
        (b"\0", "空"),
        (b"OK\0", "OK"),
        (b"stream: OK", "stream: OK"),
        (b"stream: OK and more\0", "stream: OK and more"),
        (b"UNKNOWN COMMAND\0", "UNKNOWN COMMAND"),
        (b"stream: Can't allocate memory ERROR\0", "stream: Can't allocate memory ERROR"),
        (b"\xff\x1b[31m\0", "\ufffd [31m"),
        (b"x" * 9000, "x" * 200),
    ],
)
def test_answer_that_is_not_understood_is_no_verdict(
    tmp_path: Path, file: Path, answer: bytes, told: str
) -> None:
    with (
        clamd(tmp_path / "clamd.ctl", lambda _content: answer) as scanner,
        pytest.raises(NoVerdict) as caught,
    ):
        scanner.look(file)
    assert str(caught.value) == f"{scanner.name} 的答复不明：{told}。"


def test_file_beyond_the_measure_of_clamd_is_told_as_such(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"a" * 2 * PIECE)
    with (
        clamd(tmp_path / "clamd.ctl", most=PIECE) as scanner,
        pytest.raises(LargerThanScanned, match="的上限，请调高"),
    ):
        scanner.look(file)


# A program


def program(tmp_path: Path, *lines: str) -> Program:
    path = tmp_path / "查杀.sh"
    path.write_text("\n".join(["#!/bin/sh", *lines]), encoding="utf-8")
    path.chmod(0o700)
    return Program((str(path), "--no-summary"), seconds=20)


def test_program_is_given_the_path_as_its_last_word(tmp_path: Path, file: Path) -> None:
    script = program(tmp_path, f'[ "$1" = --no-summary ] && [ "$2" = "{file}" ] && [ $# = 2 ]')
    assert script.look(file) == ""


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ('echo "$2: Win.Test.EICAR_HDB-1 FOUND"', "Win.Test.EICAR_HDB-1"),
        ("echo Trojan", "Trojan"),
        (":", "未说明"),
    ],
)
def test_program_that_ends_with_one_found_something(
    tmp_path: Path, file: Path, said: str, finding: str
) -> None:
    assert program(tmp_path, said, "exit 1").look(file) == finding


def test_program_without_a_verdict(tmp_path: Path, file: Path) -> None:
    with pytest.raises(NoVerdict, match=r"命令 查杀\.sh 以 2 结束，没有查完。"):
        program(tmp_path, "exit 2").look(file)
    with pytest.raises(NoVerdict, match="以 -9 结束，没有查完。"):
        program(tmp_path, "kill -9 $$").look(file)
    with pytest.raises(NoVerdict, match="找不到命令 没有这个命令，或没有执行它的权限。"):
        Program(("没有这个命令",)).look(file)
    os.mkfifo(tmp_path / "fifo")  # which nobody ever writes to
    endless = program(tmp_path, f'cat "{tmp_path}/fifo"')
    with pytest.raises(NoVerdict, match=r"在 0\.05 秒内没有查完。"):
        Program(endless.words, seconds=0.05).look(file)


def test_scanner_that_finds_nothing_protects_nobody() -> None:
    assert problem_of(ByBytes(bad=b"!" * 99)) == (
        "试验查杀 没有认出标准测试文件，请更新它的病毒库。"
    )
    assert problem_of(ByBytes(away=True)) == "试验查杀没有应答。"
