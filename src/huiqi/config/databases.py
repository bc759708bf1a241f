"""所用数据库: as whom the city connects, whether the database is ours or an ordinary one."""

from __future__ import annotations

from huiqi.config.environment import Database, Environment
from huiqi.config.postgres import APP, NAME, OWNER, socket_for


def owner_of(environment: Environment) -> Database:
    """所有者: who may change tables. BadEnvironment for an address that is none."""
    if environment.is_embedded:
        return Database(str(socket_for(environment.data / "postgres")), NAME, OWNER)
    if environment.owner_url:
        return Database.of_url(environment.owner_url, "HUIQI_DATABASE_OWNER_URL")
    return app_of(environment)


def app_of(environment: Environment) -> Database:
    """应用账户: who serves pages and does jobs. BadEnvironment for an address that is none."""
    if environment.is_embedded:
        return Database(str(socket_for(environment.data / "postgres")), NAME, APP)
    return Database.of_url(environment.database_url, "HUIQI_DATABASE_URL")
