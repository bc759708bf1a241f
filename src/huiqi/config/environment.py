"""环境: what the surroundings say, read once and refused in plain words when it cannot be used."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from huiqi.config.mail import Mail
from huiqi.config.problems import BadEnvironment
from huiqi.config.pushes import NO_PUSHES, Pushes
from huiqi.config.scanners import scanner_of
from huiqi.kernel.scanning import Scanner

ROOT: Final = Path(__file__).resolve().parents[3]
BIND: Final = "127.0.0.1:8000"
# Taken apart here, for the host may be the path of a socket, whose capitals count.
URL: Final = re.compile(
    r"postgres(?:ql)?://(?P<user>[^:@/]+)(?::(?P<password>[^@/]*))?"
    r"@(?P<host>[^:@/\[\]]+|\[[0-9a-fA-F:]+\])(?::(?P<port>[0-9]{1,5}))?/(?P<name>[^/?#]+)"
)

PROVIDER: Final = re.compile(
    r"(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?)(/[^\s?#]*)?"
)


@dataclass(frozen=True)
class Database:
    """数据库地址: where it is and as whom; ``host`` may be the folder of a Unix socket."""

    host: str
    name: str
    user: str
    password: str = ""
    port: str = ""

    @classmethod
    def of_url(cls, url: str, variable: str) -> Database:
        """由网址: ``postgresql://user:password@host:port/name``; BadEnvironment otherwise."""
        found = URL.fullmatch(url)
        if not found:
            raise BadEnvironment(
                f"{variable} 不是可用的数据库地址。请写成 postgresql://用户:口令@主机:端口/库名。"
            )
        return cls(**{part: unquote(said or "") for part, said in found.groupdict().items()})

    @property
    def place(self) -> str:
        """所在: as messages name it; never with the password."""
        port = f":{self.port}" if self.port else ""
        return f"{self.host}{port}/{self.name}"

    def words(self) -> tuple[str, ...]:
        """参数: of PostgreSQL's own programs; the password is not among them."""
        port = ("-p", self.port) if self.port else ()
        return ("-h", self.host, *port, "-U", self.user, "-d", self.name)

    def variables(self) -> dict[str, str]:
        """环境变量: with the password, for those programs."""
        return {"PGPASSWORD": self.password} if self.password else {}

    def conninfo(self) -> str:
        """连接参数: as the driver takes them, the password included."""
        given = {"host": self.host, "port": self.port, "dbname": self.name, "user": self.user}
        given["password"] = self.password
        return " ".join(f"{key}={_quoted(said)}" for key, said in given.items() if said)


def _quoted(said: str) -> str:
    escaped = said.replace("\\", r"\\").replace("'", r"\'")
    return f"'{escaped}'"


@dataclass(frozen=True)
class Environment:
    """环境: every variable that huiqi reads; see docs/reference for their meaning."""

    data: Path
    database_url: str = ""
    owner_url: str = ""
    secret_key: str = ""
    debug: bool = False
    bind: str = BIND
    require_browser: bool = False
    demo: bool = False
    public_url: str = f"http://{BIND}"
    oidc: tuple[str, str, str, str] | None = None
    oidc_acr: tuple[str, ...] = ()
    metrics_token: str = ""
    mail: Mail | None = None
    scanner: Scanner | None = None
    pushes: Pushes = NO_PUSHES

    @classmethod
    def read(cls, given: Mapping[str, str] | None = None) -> Environment:
        """读取: from the process unless ``given``; BadEnvironment for what cannot be used."""
        of = os.environ if given is None else given
        bind = of.get("HUIQI_BIND", BIND)
        if not re.fullmatch(r"[^\s:]+:[0-9]{1,5}", bind) or int(bind.rpartition(":")[2]) > 65535:
            raise BadEnvironment(f"HUIQI_BIND「{bind}」不是「地址:端口」，例如 {BIND}。")
        return cls(
            data=Path(of.get("HUIQI_DATA_DIR", ROOT / "var")).absolute(),
            database_url=of.get("HUIQI_DATABASE_URL", ""),
            owner_url=of.get("HUIQI_DATABASE_OWNER_URL", ""),
            secret_key=of.get("HUIQI_SECRET_KEY", ""),
            debug=of.get("HUIQI_DEBUG", "") in ("1", "true", "yes"),
            bind=bind,
            require_browser=of.get("HUIQI_REQUIRE_BROWSER", "") == "1",
            # A database of our own is for trying things out, unless it is told not to be.
            demo=of.get("HUIQI_DEMO", "0" if of.get("HUIQI_DATABASE_URL") else "1") == "1",
            public_url=_public_url(of.get("HUIQI_PUBLIC_URL", f"http://{bind}")),
            oidc=_oidc(of),
            oidc_acr=tuple(of.get("HUIQI_OIDC_ACR", "").split()),
            mail=Mail.read(of),
            scanner=scanner_of(of),
            pushes=Pushes.read(of),
            metrics_token=_metrics_token(of.get("HUIQI_METRICS_TOKEN", "")),
        )

    @property
    def is_embedded(self) -> bool:
        """是否内置数据库: whether we start PostgreSQL ourselves."""
        return not self.database_url

    @property
    def address(self) -> tuple[str, int]:
        """监听地址: host and port of the pages."""
        host, _, port = self.bind.rpartition(":")
        return host, int(port)


def _public_url(given: str) -> str:
    """Where people reach the pages: links in e-mails and calendars begin with it."""
    if not re.fullmatch(r"https?://[^\s/?#@]+/?", given):
        raise BadEnvironment(
            f"HUIQI_PUBLIC_URL「{given}」不是网站地址，请写成「https://域名」，不带路径。"
        )
    return given.removesuffix("/")


def _metrics_token(given: str) -> str:
    """What monitoring on another machine shows; too short a one could be guessed."""
    if given and not re.fullmatch(r"[!-~]{20,}", given):
        raise BadEnvironment("HUIQI_METRICS_TOKEN 至少要 20 个随机字符，只用 ASCII，不含空格。")
    return given


def _oidc(of: Mapping[str, str]) -> tuple[str, str, str, str] | None:
    """The city's identity provider: name, address, client and secret; all of them or none."""
    names = ("NAME", "SERVER", "CLIENT", "SECRET")
    name, server, client, secret = (of.get(f"HUIQI_OIDC_{one}", "") for one in names)
    if not (name or server or client or secret):
        return None
    if not (name and server and client and secret):
        raise BadEnvironment(
            "统一身份认证要同时设置 HUIQI_OIDC_NAME、HUIQI_OIDC_SERVER、"
            "HUIQI_OIDC_CLIENT 和 HUIQI_OIDC_SECRET。"
        )
    if not re.fullmatch(
        r"https://[^\s/?#@]+(/[^\s?#]*)?|http://(127\.0\.0\.1|localhost)[:/].*", server
    ):
        raise BadEnvironment(
            "HUIQI_OIDC_SERVER 要以 https:// 开头，不带 /.well-known；只有本机可以用 http://。"
        )
    return name, server, client, secret


__all__ = ["BadEnvironment", "Database", "Environment", "Mail"]
