"""设置的问题: what is wrong with the surroundings, in plain words."""

from __future__ import annotations


class BadEnvironment(RuntimeError):
    """环境有误: a variable that cannot be used; the message says which, why and what to write."""
