"""全市名册所在: where its files lie; nobody else on the machine may read them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from huiqi.citywide.models import CityRegister


def folder() -> Path:
    """名册所在的文件夹: made where it is missing, open to its owner only."""
    found: Path = settings.ENVIRONMENT.data / "citywide"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(register: CityRegister) -> Path:
    """名册的文件: Parquet; gone where newer registers took its place."""
    return folder() / f"{register.sha256}.parquet"


def shelf() -> Path:
    """列存快照所在: of the registers, as ``huiqi.rules.sweep.mapped`` keeps them."""
    found = folder() / "snapshots"
    found.mkdir(mode=0o700, exist_ok=True)
    return found
