"""自备数据库: an ordinary PostgreSQL, looked at before anything is done to it.

Two accounts: the owner changes tables, the application's account only rows, and never history.
What is wrong with either is told all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import psycopg

from huiqi.config.binaries import NoDatabase
from huiqi.config.databases import app_of, owner_of
from huiqi.config.environment import BadEnvironment, Database, Environment

OLDEST: Final = 15
SECONDS: Final = 5  # for the server to answer
_ROLE: Final = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolreplication,
       pg_has_role(r.oid, o.oid, 'MEMBER'),
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')
                 AND c.relnamespace = 'public'::regnamespace)
FROM pg_roles r, pg_roles o WHERE r.rolname = %s AND o.rolname = current_user
"""
_TOO_MUCH: Final = (
    "是超级用户",
    "能绕过行级权限（BYPASSRLS）",
    "能建立和修改账户（CREATEROLE）",
    "能读取全部日志（REPLICATION）",
    "能充当所有者",
    "拥有数据表",
)
# What the server says, and what it means to whoever set the address.
_MEANINGS: Final = (
    ("password authentication failed", "口令不对，或没有账户「{user}」"),
    ("no password supplied", "需要口令，地址里没有写"),
    ("does not exist", "没有账户「{user}」或数据库「{name}」"),
    ("no pg_hba.conf entry", "服务器的 pg_hba.conf 不许账户「{user}」从本机连接"),
    ("permission denied for database", "账户「{user}」没有连接数据库「{name}」的权限"),
    ("Connection refused", "主机没有应答，数据库可能没有启动，或端口不对"),
    ("No such file", "找不到它的套接字，数据库可能没有启动"),
    ("resolve host", "找不到这台主机"),
    ("translate host", "找不到这台主机"),
    ("timeout expired", "主机没有应答"),
    ("too many", "连接数已满"),
)


def check(environment: Environment) -> None:
    """检查: NoDatabase or BadEnvironment when a city must not start on it."""
    owner, app = owner_of(environment), app_of(environment)
    if owner.user == app.user:
        raise BadEnvironment(
            f"应用账户与所有者是同一个账户「{app.user}」，网页就能改动历史记录。"
            "请另建一个只用来连接的账户写进 HUIQI_DATABASE_URL，"
            "把数据库所有者的地址写进 HUIQI_DATABASE_OWNER_URL。"
        )
    if (owner.host, owner.port, owner.name) != (app.host, app.port, app.name):
        raise BadEnvironment(
            f"HUIQI_DATABASE_URL（{app.place}）与 HUIQI_DATABASE_OWNER_URL（{owner.place}）"
            "不是同一个数据库。请改成一致。"
        )
    with connect(owner, "HUIQI_DATABASE_OWNER_URL") as connection:
        _check_version(connection, owner)
        problems = list(_rights(connection, app))
    if problems:
        raise NoDatabase("\n".join(problems))
    connect(app, "HUIQI_DATABASE_URL").close()


def connect(database: Database, variable: str = "") -> psycopg.Connection:
    """连接: each statement by itself; NoDatabase in plain words, named after ``variable``."""
    try:
        return psycopg.connect(database.conninfo(), connect_timeout=SECONDS, autocommit=True)
    except psycopg.OperationalError as error:
        said = str(error).strip()
        meant = next((meaning for words, meaning in _MEANINGS if words in said), said)
        told = meant.format(user=database.user, name=database.name)
        fix = f"请检查 {variable}。" if variable else ""
        raise NoDatabase(f"连接不上数据库 {database.place}：{told}。{fix}") from None


def _check_version(connection: psycopg.Connection, owner: Database) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST:
        raise NoDatabase(
            f"{owner.place} 是 PostgreSQL {major}，需要 {OLDEST} 或更新。请先升级数据库。"
        )


def _rights(connection: psycopg.Connection, app: Database) -> Iterator[str]:
    found = connection.execute(_ROLE, [app.user]).fetchone()
    if found is None:
        yield (
            f"数据库里没有账户「{app.user}」。请由管理员执行："
            f"CREATE ROLE {_quoted(app.user)} LOGIN PASSWORD '……'"
        )
        return
    too_much = [what for has, what in zip(found, _TOO_MUCH, strict=True) if has]
    if too_much:
        yield (
            f"应用账户「{app.user}」权限太大：{'，'.join(too_much)}；网页就能改动历史记录。"
            "请换一个普通账户，或由管理员收回这些权限。"
        )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
