"""查杀: whoever looks at files before they are read: clamd, or a program of the city's own.

Only an answer that is understood decides. Silence, a broken answer and an error of the scanner
are ``NoVerdict``: the file stays where it is, and nobody reads it.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import subprocess  # nosec B404
import tempfile
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import BinaryIO, Final, Protocol

PIECE: Final = 1 << 17  # bytes sent at a time; clamd takes far longer ones
ANSWER: Final = 4096  # bytes; an answer is one line
CONNECTING: Final = 5.0  # seconds
LONGEST_FINDING: Final = 200  # letters
CLEAN_CODE: Final = 0  # exit codes of clamscan, which other scanners imitate
FOUND_CODE: Final = 1
TOO_LARGE_FOR_CLAMD: Final = "INSTREAM size limit exceeded"
# The test file of the industry, harmless and found by every scanner. It stands here in two
# pieces, or the scanners of those who read this would stop it.
TEST_FILE: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_FOUND: Final = re.compile(r"^(?:.*: )?(?P<name>[^\n:]+) FOUND$", re.MULTILINE)


class NoVerdict(RuntimeError):
    """没有结论: nobody knows yet whether the file is clean; the message says why."""


class LargerThanScanned(NoVerdict):
    """超过查杀上限: the scanner does not look at files of this size, today or later."""


class Scanner(Protocol):
    """查杀程序: looks at one file."""

    @property
    def name(self) -> str:
        """名称: as records and messages name it, without anything secret."""

    def look(self, path: Path) -> str:
        """查杀: what was found, or an empty string; NoVerdict when that is not known."""


def problem_of(scanner: Scanner) -> str:
    """自检: why it would not protect anybody now; empty when it finds the industry's test file."""
    with tempfile.NamedTemporaryFile(prefix="huiqi-test-") as file:
        file.write(TEST_FILE)
        file.flush()
        Path(file.name).chmod(0o644)  # a scanner may run under an account of its own
        try:
            found = scanner.look(Path(file.name))
        except NoVerdict as none:
            return str(none)
    return "" if found else f"{scanner.name} 没有认出标准测试文件，请更新它的病毒库。"


@dataclass(frozen=True)
class Clamd:
    """查杀服务: clamd, the daemon of ClamAV, asked through a socket; the bytes are sent to it.

    ``address`` is the path of a Unix socket, or host and port. ``seconds``: how long it may
    take over one file.
    """

    address: str | tuple[str, int]
    seconds: float = 120.0

    @property
    def name(self) -> str:
        """名称: clamd and where it is."""
        place = self.address if isinstance(self.address, str) else "{}:{}".format(*self.address)
        return f"clamd（{place}）"

    def look(self, path: Path) -> str:
        """查杀: the whole file is sent; NoVerdict without an answer that decides."""
        with path.open("rb") as content:
            try:
                with self._connection() as server:
                    is_whole = _sent(server, content)
                    answer = _answer(server)
            except TimeoutError:
                raise NoVerdict(f"{self.name} 在 {self.seconds:g} 秒内没有答复。") from None
            except OSError:
                raise NoVerdict(f"{self.name} 连接不上，请检查它是否在运行。") from None
        if not is_whole and not answer:
            why = "没有收完就断开了，文件可能超过 clamd.conf 的 StreamMaxLength"
            raise NoVerdict(f"{self.name} {why}。")
        return self._verdict(answer)

    def _connection(self) -> socket.socket:
        patience = min(CONNECTING, self.seconds)
        if not isinstance(self.address, str):
            server = socket.create_connection(self.address, patience)
        else:
            server = socket.socket(socket.AF_UNIX)
            try:
                server.settimeout(patience)
                server.connect(self.address)
            except OSError:
                server.close()
                raise
        server.settimeout(self.seconds)
        return server

    def _verdict(self, answer: bytes) -> str:
        line = answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
        said = line.removeprefix("stream: ")
        if said == "OK" and line != said and b"\0" in answer:
            return ""
        if said.endswith(" FOUND"):
            return _told(said.removesuffix(" FOUND"))
        if TOO_LARGE_FOR_CLAMD in said:
            raise LargerThanScanned(
                f"文件超过 {self.name} 的上限，请调高 clamd.conf 的 StreamMaxLength。"
            )
        told = _told(line) or "空"
        raise NoVerdict(f"{self.name} 的答复不明：{told}。")


def _sent(server: socket.socket, content: BinaryIO) -> bool:
    """Whether all of it was taken; too large a file is answered before its end."""
    try:
        server.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE):
            server.sendall(struct.pack("!I", len(piece)) + piece)
        server.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _answer(server: socket.socket) -> bytes:
    """What was said up to its end, or to the end of the connection."""
    answer = b""
    try:
        while b"\0" not in answer and len(answer) < ANSWER:
            more = server.recv(ANSWER)
            if not more:
                break
            answer += more
    except ConnectionResetError:
        pass
    return answer


@dataclass(frozen=True)
class Program:
    """查杀命令: a program that is given the path as its last word and answers as clamscan does.

    It ends with 0 for a clean file and with 1 for one that is not; anything else is no verdict.
    """

    words: tuple[str, ...]
    seconds: float = 120.0

    @property
    def name(self) -> str:
        """名称: of the program, without its options."""
        return f"命令 {Path(self.words[0]).name}"

    def look(self, path: Path) -> str:
        """查杀: NoVerdict when the program is not there, takes too long or ends otherwise."""
        if not path.is_file():
            raise FileNotFoundError(path)
        program = which(self.words[0])
        if program is None:
            raise NoVerdict(f"找不到{self.name}，或没有执行它的权限。")
        with tempfile.TemporaryFile() as out:
            code = self._ended(program, path, out.fileno())
            out.seek(0)
            said = out.read(ANSWER).decode("utf-8", "replace")
        if code == CLEAN_CODE:
            return ""
        if code == FOUND_CODE:
            found = _FOUND.search(said)
            return _told(found["name"] if found else said.strip().partition("\n")[0]) or "未说明"
        raise NoVerdict(f"{self.name} 以 {code} 结束，没有查完。")

    def _ended(self, program: str, path: Path, out: int) -> int:
        """Its exit code; whatever it started ends with it when it takes too long."""
        try:
            process = subprocess.Popen(  # nosec B603 -- the administrator's own words
                [program, *self.words[1:], str(path.absolute())],  # never like an option
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            raise NoVerdict(f"{self.name} 启动不了，请检查它是否完整。") from None
        try:
            return process.wait(self.seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise NoVerdict(f"{self.name} 在 {self.seconds:g} 秒内没有查完。") from None


def _told(text: str) -> str:
    """What a scanner said, as one line that a screen can show."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown.strip()[:LONGEST_FINDING]
