"""查杀程序: those of the tests: one that decides by the bytes, and a server that speaks clamd."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from huiqi.kernel.scanning import TEST_FILE, Clamd, NoVerdict

Answer = Callable[[bytes], bytes | None]  # of the whole content; None: never


@dataclass
class ByBytes:
    """Finds whatever holds ``bad``; with ``away`` it does not answer. What it was shown."""

    bad: bytes = TEST_FILE
    away: bool = False
    shown: list[bytes] = field(default_factory=list)
    name: str = "试验查杀"

    def look(self, path: Path) -> str:
        if self.away:
            raise NoVerdict("试验查杀没有应答。")
        self.shown.append(path.read_bytes())
        return "Test-Signature" if self.bad in self.shown[-1] else ""


def as_clamd(content: bytes) -> bytes:
    """What clamd says of a content."""
    found = b"Eicar-Test-Signature FOUND" if TEST_FILE in content else b"OK"
    return b"stream: " + found + b"\0"


class _Server(socketserver.ThreadingMixIn):
    daemon_threads = True
    answer: Answer
    most: int


class _Unix(_Server, socketserver.UnixStreamServer):
    pass


class _Tcp(_Server, socketserver.TCPServer):
    pass


class _Session(socketserver.StreamRequestHandler):
    server: _Unix | _Tcp

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                self.rfile.read()  # closed with nothing unread, so that the answer arrives
                return
        answer = self.server.answer(content)
        if answer is None:
            self.rfile.read(1)  # until whoever asked gives up
        else:
            self.wfile.write(answer)


@contextmanager
def clamd(
    socket: Path | None = None,
    answer: Answer = as_clamd,
    *,
    most: int = 1 << 30,
    seconds: float = 20.0,
) -> Iterator[Clamd]:
    """A server on a Unix socket, or on a port of this machine; ``most`` bytes of a file."""
    server: _Unix | _Tcp = _Tcp(("127.0.0.1", 0), _Session)
    address: str | tuple[str, int] = ("127.0.0.1", int(server.socket.getsockname()[1]))
    if socket:
        server.server_close()
        server, address = _Unix(str(socket), _Session), str(socket)
    server.answer, server.most = answer, most
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Clamd(address, seconds)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
