"""邮件服务器: where e-mail is handed in, and whether it would be taken."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from huiqi.config.problems import BadEnvironment

URL: Final = re.compile(
    r"(?P<scheme>smtps?)://(?:(?P<user>[^:@/\s]+):(?P<password>[^@/\s]*)@)?"
    r"(?P<host>[^:@/\s]+)(?::(?P<port>[0-9]{1,5}))?/?"
)
PORTS: Final = {"smtps": 465, "smtp": 587}
LOCAL: Final = ("127.0.0.1", "localhost")
SECONDS: Final = 10  # for the server to answer
SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"
HOW: Final = "请写成 smtps://用户:口令@主机:465（TLS）或 smtp://用户:口令@主机:587（STARTTLS）。"


@dataclass(frozen=True)
class Mail:
    """邮件服务器: ``is_tls`` from the first byte, else STARTTLS; in the clear only to itself."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    sender: str

    @classmethod
    def read(cls, of: Mapping[str, str]) -> Mail | None:
        """读取: HUIQI_SMTP_URL and HUIQI_MAIL_FROM; BadEnvironment for what cannot be used."""
        url, sender = of.get("HUIQI_SMTP_URL", ""), of.get("HUIQI_MAIL_FROM", "")
        if sender and not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", sender):
            raise BadEnvironment(
                f"HUIQI_MAIL_FROM「{sender}」不是邮箱地址，例如 noreply@example.gov.cn。"
            )
        if not url:
            return None
        found = URL.fullmatch(url)
        if not found or int(found["port"] or 1) not in range(1, 65_536):
            raise BadEnvironment(f"HUIQI_SMTP_URL 不是可用的邮件服务器地址。{HOW}")
        return cls(
            host=found["host"],
            port=int(found["port"] or PORTS[found["scheme"]]),
            user=unquote(found["user"] or ""),
            password=unquote(found["password"] or ""),
            is_tls=found["scheme"] == "smtps",
            sender=sender,
        )

    @property
    def is_in_clear(self) -> bool:
        """是否明文: only to this machine itself, which nobody overhears."""
        return not self.is_tls and self.host in LOCAL

    def problem(self) -> str:
        """问题: why it would take no mail from us now; empty when it would."""
        try:
            with self._connection() as server:
                if self.user:
                    server.login(self.user, self.password)
        except smtplib.SMTPAuthenticationError:
            return f"{self.place} 不接受账户「{self.user}」的口令。请检查 HUIQI_SMTP_URL。"
        except ssl.SSLError as error:
            return f"{self.place} 的加密连接建立不了（{error.reason}）。{HOW}"
        except smtplib.SMTPNotSupportedError:
            return f"{self.place} 不支持 STARTTLS 或登录，不以明文发送。{HOW}"
        except (OSError, smtplib.SMTPException):
            return f"{self.place} 没有应答，或不是邮件服务器。请检查主机、端口和防火墙。"
        return ""

    @property
    def place(self) -> str:
        """所在: as messages name it; never with the password."""
        return f"邮件服务器 {self.host}:{self.port}"

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if not self.is_in_clear:
            server.starttls(context=context)
        return server


def mail_settings(mail: Mail | None) -> dict[str, Any]:
    """邮件设置: Django's; without a server mail is written to the log of the jobs."""
    if mail is None:
        return {"EMAIL_BACKEND": CONSOLE}
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": mail.host,
        "EMAIL_PORT": mail.port,
        "EMAIL_HOST_USER": mail.user,
        "EMAIL_HOST_PASSWORD": mail.password,
        "EMAIL_USE_SSL": mail.is_tls,
        "EMAIL_USE_TLS": not mail.is_tls and not mail.is_in_clear,
        "EMAIL_TIMEOUT": SECONDS,
    }
