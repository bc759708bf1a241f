"""开放数据的页面: what there is, what each column means, what changed, and the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.library import load
from huiqi.opendata import catalogue as machines
from huiqi.opendata import queries
from huiqi.opendata.asked import read_asked
from huiqi.opendata.dataset import KINDS, Dataset
from huiqi.opendata.forms import as_csv, as_json
from huiqi.opendata.giving import NAMES as GIVING
from huiqi.opendata.giving import as_giving
from huiqi.opendata.lines import one_line
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import DATASETS, FORMS, LICENCE, LICENCE_URL
from huiqi.opendata.sources.policies import rule_file
from huiqi.rules.names import nearest
from huiqi.rules.schemas import schema_text

MOST_SHOWN: Final = 100  # changes on a page; all of them are in the interface
LONGEST: Final = 40
JSON_LD: Final = "application/ld+json"
View = Callable[..., HttpResponseBase]


class Missing(Exception):
    """没有: of this name, form or version; the sentence says what there is."""


class Unusable(Exception):
    """筛选有误: every sentence says what is wrong with one part of the address."""

    def __init__(self, found: Dataset, problems: tuple[str, ...]) -> None:
        """出错: of a dataset, with what is wrong."""
        super().__init__("；".join(problems))
        self.dataset, self.problems = found, problems


def _explained(view: View) -> View:
    """Whoever asks for what is not there is told what is, as a page."""

    @require_safe
    @wraps(view)
    def told(request: HttpRequest, **asked: str) -> HttpResponseBase:
        try:
            return view(request, **asked)
        except Missing as missing:
            context = {"problem": str(missing), "datasets": DATASETS.values()}
            return render(request, "opendata/missing.html", context, status=404)
        except Unusable as wrong:
            about = {"dataset": wrong.dataset, "problems": wrong.problems}
            return render(request, "opendata/unusable.html", about, status=400)

    return told


@_explained
def index(request: HttpRequest) -> HttpResponse:
    """开放数据: every dataset with its latest version."""
    current = queries.current()
    context = {
        "datasets": [(one, current.get(one.name)) for one in DATASETS.values()],
        "forms": list(FORMS),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "is_published": bool(current),
    }
    return render(request, "opendata/index.html", context)


@_explained
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """数据集: what each column means, and its versions."""
    found = _dataset(name)
    editions = queries.editions_of(found)
    context = {
        "dataset": found,
        "columns": [(one, KINDS[one.kind]) for one in found.columns],
        "editions": editions,
        "latest": editions[0] if editions else None,
        "corrections": queries.corrections_of(found)[:MOST_SHOWN],
        "forms": list(FORMS),
        "giving": reverse(f"opendata:giving-{name}") if name in GIVING else "",
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    return render(request, "opendata/dataset.html", context)


@_explained
def changes(request: HttpRequest, name: str) -> HttpResponse:
    """变化: between two versions, the latest two unless others are asked for."""
    found = _dataset(name)
    editions = queries.editions_of(found)
    after = _edition(found, request.GET.get("to", ""))
    before = _before(found, after, request.GET.get("from", ""))
    told = list(queries.differences(before, after)) if before else []
    context = {
        "dataset": found,
        "titles": {one.name: one.title for one in found.columns},
        "editions": editions,
        "before": before,
        "after": after,
        "shown": told[:MOST_SHOWN],
        "total": len(told),
        "most": MOST_SHOWN,
    }
    return render(request, "opendata/changes.html", context)


@_explained
def download(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """数据文件: of the latest version or of that asked for, with the rows asked for; streamed."""
    found = _dataset(name)
    if form not in FORMS:
        text = _("没有「%(form)s」格式，可以用 %(forms)s。")
        raise Missing(text % {"form": form[:LONGEST], "forms": "、".join(FORMS)})
    edition = _edition(found, request.GET.get("version", ""))
    where = _where(request, found)

    def parts() -> Iterator[str]:
        lines = queries.contents(edition, where)
        if form == "csv":
            return as_csv(found, lines)
        total = queries.rows_of(edition, where).count() if where else None
        return as_json(found, edition, lines, total)

    etag = f"{edition.version}-{form}" + (f"-{_hash(one_line(where))[:16]}" if where else "")
    told = _sent(request, parts, FORMS[form], etag=etag, at=edition.published_at)
    return _named(told, f"huiqi-{name}-{edition.short}.{form}")


@_explained
def giving(request: HttpRequest, name: str) -> HttpResponseBase:
    """360Giving: the payments, or the awards, in the fields of that standard."""
    edition = _edition(DATASETS[name], request.GET.get("version", ""))
    root = settings.PUBLIC_URL + reverse("opendata:index")
    told = _sent(
        request,
        lambda: as_giving(edition, queries.contents(edition), root),
        FORMS["json"],
        etag=f"{edition.version}-360giving",
        at=edition.published_at,
    )
    return _named(told, f"huiqi-{name}-{edition.short}.360giving.json")


def _where(request: HttpRequest, found: Dataset) -> Mapping[str, str]:
    asked = read_asked(found, request.GET.lists(), besides=("version",))
    if asked.problems:
        raise Unusable(found, asked.problems)
    return asked.where


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_explained
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """目录: DCAT as JSON-LD."""
    root = settings.PUBLIC_URL + reverse("opendata:index")
    text = one_line(machines.dcat(queries.current(), root))
    return _sent(request, lambda: [text], JSON_LD, etag=_hash(text))


@_explained
def columns(request: HttpRequest, name: str) -> HttpResponseBase:
    """列说明: of a CSV, as CSVW."""
    text = one_line(machines.csvw(_dataset(name)))
    return _sent(request, lambda: [text], JSON_LD, etag=_hash(text))


@_explained
def rule_schema(request: HttpRequest) -> HttpResponseBase:
    """规则文件的架构: of /open/rules/….json."""
    text = schema_text("rules.schema.json")
    return _sent(request, lambda: [text], "application/schema+json", etag=_hash(text))


@_explained
def rule(request: HttpRequest, programme: str) -> HttpResponseBase:
    """规则文件: of a programme, in the engine's own format."""
    policies = load().policies
    policy = policies.get(programme)
    if policy is None:
        text = _("没有编号为「%(name)s」的项目。全部编号在 programmes 数据集里。")
        raise Missing(text % {"name": programme[:LONGEST]})
    told = rule_file(policy)
    return _sent(request, lambda: [one_line(told)], FORMS["json"], etag=policy.sha256)


@_explained
def nothing(_request: HttpRequest, rest: str) -> HttpResponse:
    """没有这个地址."""
    raise Missing(_missing_dataset(rest.split("/", maxsplit=1)[0].split(".", maxsplit=1)[0]))


def _dataset(name: str) -> Dataset:
    if name not in DATASETS:
        raise Missing(_missing_dataset(name))
    return DATASETS[name]


def _missing_dataset(name: str) -> str:
    shown = name[:LONGEST]
    if near := nearest(shown, list(DATASETS)):
        text = _("没有「%(name)s」这个数据集，是不是「%(near)s」？")
        return text % {"name": shown, "near": near}
    return _("没有「%(name)s」这个数据集。") % {"name": shown}


def _edition(found: Dataset, version: str) -> Edition:
    edition = queries.edition_of(found, version.strip())
    if edition is None and not version.strip():
        raise Missing(_("「%(title)s」还没有发布过。") % {"title": found.title})
    if edition is None:
        text = _("「%(title)s」没有「%(version)s」这一版。写第几版，或内容哈希的前 8 位以上。")
        raise Missing(text % {"title": found.title, "version": version.strip()[:LONGEST]})
    return edition


def _before(found: Dataset, after: Edition, version: str) -> Edition | None:
    if version.strip():
        return _edition(found, version)
    return queries.edition_before(found, after)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _sent(
    request: HttpRequest,
    parts: Callable[[], Iterable[str]],
    media: str,
    *,
    etag: str,
    at: datetime | None = None,
) -> HttpResponseBase:
    """Read by any site's pages, and not sent again to whoever has it."""
    quoted = f'"{etag}"'
    moment = int(at.timestamp()) if at else None
    known = get_conditional_response(request, etag=quoted, last_modified=moment)
    response: HttpResponseBase = known or StreamingHttpResponse(
        (part.encode() for part in parts()), content_type=media
    )
    response.headers["ETag"] = quoted
    if at:
        response.headers["Last-Modified"] = http_date(at.timestamp())
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
