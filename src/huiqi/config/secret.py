"""密钥: signs sessions; given by the environment, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from typing import Final

from huiqi.config.environment import BadEnvironment, Environment

LENGTH: Final = 50


def secret_key(environment: Environment) -> str:
    """密钥: BadEnvironment for one too short, or for an ordinary database without any."""
    if environment.secret_key:
        if len(environment.secret_key) < LENGTH:
            raise BadEnvironment(f"HUIQI_SECRET_KEY 太短，至少要 {LENGTH} 个随机字符。")
        return environment.secret_key
    if not environment.is_embedded:
        raise BadEnvironment(
            f"连接自备数据库时必须设置 HUIQI_SECRET_KEY，各台机器相同，至少 {LENGTH} 个随机字符。"
        )
    path = environment.data / "secret"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        environment.data.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(LENGTH)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
    except FileExistsError:  # another process made it in the same moment
        return path.read_text(encoding="ascii")
    return made
