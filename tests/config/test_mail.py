"""邮件: handed in at the city's server; what cannot be handed in waits and is not lost."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings

from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.mail import Mail, mail_settings
from huiqi.kernel import outbox
from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.now import now
from tests.config.city import command, free_port


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.letters: list[str] = []
        super().__init__(("127.0.0.1", port), Clerk)


class Clerk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a sender needs."""

    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
            self._say({"QUIT": "221 bye", "AUTH": "535 no"}.get(word, "250 ok"))
            if word == "QUIT":
                return

    def _letter(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sink(port: int) -> Iterator[Sink]:
    with Sink(port) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def mail(url: str) -> Mail:
    found = Mail.read({"HUIQI_SMTP_URL": url})
    assert found
    return found


def test_address_says_server_account_and_encryption() -> None:
    assert mail("smtps://hui%40qi:a%2Fb@mail.example") == Mail(
        "mail.example", 465, "hui@qi", "a/b", is_tls=True, sender=""
    )
    assert mail_settings(mail("smtp://mail.example"))["EMAIL_USE_TLS"] is True
    assert mail_settings(mail("smtp://127.0.0.1:25"))["EMAIL_USE_TLS"] is False
    assert mail_settings(None)["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"HUIQI_SMTP_URL": "mail.example:25"}, "HUIQI_SMTP_URL 不是可用的邮件服务器地址"),
        ({"HUIQI_SMTP_URL": "smtp://mail.example:99999"}, "smtps://用户:口令@主机:465"),
        ({"HUIQI_MAIL_FROM": "惠企"}, "HUIQI_MAIL_FROM「惠企」不是邮箱地址"),
    ],
)
def test_what_is_no_address_is_refused(given: Mapping[str, str], told: str) -> None:
    with pytest.raises(BadEnvironment, match=told):
        Environment.read(given)


def test_inspection_tells_whether_mail_would_be_taken(sink: Sink, port: int) -> None:
    assert mail(f"smtp://127.0.0.1:{port}").problem() == ""
    assert (
        mail(f"smtp://a:b@127.0.0.1:{port}")
        .problem()
        .endswith(
            "不以明文发送。请写成 smtps://"
            "用户:口令@主机:465（TLS）或 smtp://用户:口令@主机:587（STARTTLS）。"
        )
    )
    assert "加密连接建立不了" in mail(f"smtps://127.0.0.1:{port}").problem()
    silent = mail(f"smtp://127.0.0.1:{free_port()}")
    assert silent.problem() == (
        f"邮件服务器 127.0.0.1:{silent.port} 没有应答，或不是邮件服务器。请检查主机、端口和防火墙。"
    )


def test_inspection_tells_everything_at_once(tmp_path: Any) -> None:
    ours = {
        "HUIQI_DATA_DIR": str(tmp_path),
        "HUIQI_SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
        "HUIQI_SCANNER": f"clamd:unix:{tmp_path}/clamd.ctl",
    }
    told = command("inspect", **ours)
    assert told.returncode == 1
    assert "内置数据库没有运行" in told.stderr
    assert "没有应答，或不是邮件服务器" in told.stderr
    assert "clamd.ctl） 连接不上，请检查它是否在运行" in told.stderr.replace("\n", "")
    assert command("inspect", HUIQI_SMTP_URL="x").stderr.count("HUIQI_SMTP_URL") == 1


@pytest.mark.django_db
def test_mail_waits_while_the_server_is_away_and_is_sent_later(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(payload: Mapping[str, Any], key: str) -> None:
        EmailMessage("到期提醒", str(payload["text"]), to=["lan@example.com"]).send()

    monkeypatch.setitem(outbox._HANDLERS, "letter", send)
    one = OutboxMessage.objects.create(
        kind="letter", key="letter:1", payload={"text": "明天到期"}, created_at=now()
    )
    with override_settings(**mail_settings(mail(f"smtp://127.0.0.1:{port}"))):
        with pytest.raises(ConnectionRefusedError):
            outbox.send(one.pk, now())
        one.refresh_from_db()
        assert (one.sent_at, one.attempts) == (None, 1)
        with Sink(port) as sink:
            thread = threading.Thread(target=sink.serve_forever)
            thread.start()
            assert outbox.send(one.pk, now()) is True
            assert outbox.send(one.pk, now()) is False
            sink.shutdown()
            thread.join()
    assert ["To: lan@example.com" in letter for letter in sink.letters] == [True]
