"""登记: which template shows a kind of stage on the page of a case, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from huiqi.programmes.models import StageRun


@dataclass(frozen=True)
class Panel:
    """环节面板: ``template`` is drawn with ``context`` and the stage itself as ``run``."""

    run: StageRun
    template: str
    context: Mapping[str, Any]


Provider = Callable[[HttpRequest, StageRun], Mapping[str, Any]]
_SHOWN: Final[dict[str, tuple[str, Provider, str]]] = {}


def shows(kind: str, template: str, provider: Provider, told: str = "") -> None:
    """登记: ``told`` is the template that says what was found once such a stage is over.

    ValueError when the kind is shown by another already.
    """
    if kind in _SHOWN:
        raise ValueError(f"环节 {kind} 已经登记过")
    _SHOWN[kind] = template, provider, told


def panel_of(request: HttpRequest, run: StageRun) -> Panel | None:
    """面板: of a stage; None where its kind shows nothing of its own."""
    if run.kind not in _SHOWN:
        return None
    template, provider, _told = _SHOWN[run.kind]
    return Panel(run, template, provider(request, run))


def told_of(request: HttpRequest, run: StageRun) -> Panel | None:
    """查明的情况: of a stage that is over, to be read; None where its kind leaves nothing."""
    _template, provider, told = _SHOWN.get(run.kind, ("", None, ""))
    if not told or provider is None:
        return None
    return Panel(run, told, provider(request, run))
