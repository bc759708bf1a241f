"""读取部门: the library's files of departments and contacts, checked; refused with all problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from huiqi.library import FOLDER
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.scalars import Word
from huiqi.rules.shape import Bad, ListOf, Log, Record, may, need
from huiqi.rules.shape_parts import DAY, PROGRAMME, TEXT
from huiqi.rules.strict_yaml import read_path

PLACE: Final = "departments"
TELEPHONE: Final = Word(r"[0-9][0-9、 -]{3,58}", "电话号码，几个之间用顿号隔开")


@dataclass(frozen=True)
class Office:
    """部门: as the library writes it; days None where nobody has read them."""

    name: str
    source: str
    since: date | None = None
    until: date | None = None
    successor: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class Reach:
    """联系方式: of a department, or of one office of it for one programme."""

    department: str
    since: date
    source: str
    programme: str = ""
    office: str = ""
    telephone: str = ""
    address: str = ""
    hours: str = ""
    window: str = ""
    until: date | None = None
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """位置: which line of the list it is, whatever it says."""
        return self.department, self.programme, self.office


@dataclass(frozen=True)
class Issuer:
    """发文机关: under the name on its documents, and the department that answers for them."""

    issuer: str
    department: str
    source: str
    line: int = 0


@dataclass(frozen=True)
class Directory:
    """部门名录: everything that the files say."""

    departments: tuple[Office, ...] = ()
    contacts: tuple[Reach, ...] = ()
    issuers: tuple[Issuer, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def by_name(self) -> dict[str, Office]:
        """部门: by their names."""
        return {one.name: one for one in self.departments}

    @property
    def responsible(self) -> dict[str, str]:
        """推定的主管部门: by the issuer of a document."""
        return {one.issuer: one.department for one in self.issuers}


OFFICE: Final = Record(
    "department",
    {
        "name": need(TEXT, "部门名称"),
        "source": need(TEXT, "出处"),
        "since": may(DAY, "自（含）"),
        "until": may(DAY, "至（不含）"),
        "successor": may(TEXT, "由哪个部门接手"),
        "note": may(TEXT, "说明"),
    },
    Office,
)
REACH: Final = Record(
    "contact",
    {
        "department": need(TEXT, "部门名称"),
        "since": need(DAY, "自（含）"),
        "source": need(TEXT, "出处"),
        "programme": may(PROGRAMME, "只管这一个项目"),
        "office": may(TEXT, "处室"),
        "telephone": may(TELEPHONE, "电话"),
        "address": may(TEXT, "地址"),
        "hours": may(TEXT, "办公时间"),
        "window": may(TEXT, "窗口"),
        "until": may(DAY, "至（不含）"),
    },
    Reach,
)
ISSUER: Final = Record(
    "issuer",
    {
        "issuer": need(TEXT, "发文机关，和来源里的 issuer 一字不差"),
        "department": need(TEXT, "推定由哪个部门主管"),
        "source": need(TEXT, "为什么这样推定"),
    },
    Issuer,
)
DIRECTORY: Final = Record(
    "directory",
    {
        "departments": may(ListOf(OFFICE), "部门的沿革"),
        "contacts": may(ListOf(REACH), "联系方式"),
        "issuers": may(ListOf(ISSUER), "发文机关推定的主管部门"),
    },
    Directory,
)


@lru_cache(maxsize=1)
def directory() -> Directory:
    """部门名录: that ships with huiqi."""
    return read_directory(FOLDER / PLACE)


def read_directory(folder: Path) -> Directory:
    """读取名录: of all files of a folder; Refused with the problems of every one."""
    departments: list[Office] = []
    contacts: list[Reach] = []
    issuers: list[Issuer] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        document = read_path(path)
        log = Log(str(path), document.problems)
        found = DIRECTORY.read(document.root, log, path.name)
        if not isinstance(found, Bad):
            departments += found.departments
            contacts += found.contacts
            issuers += found.issuers
        problems += log.problems
    if not problems:
        problems = list(_problems(departments, contacts, folder))
        problems += _twice(issuers, folder)
    if problems:
        raise Refused(problems)
    return Directory(tuple(departments), tuple(contacts), tuple(issuers))


def _twice(issuers: list[Issuer], folder: Path) -> Iterator[Problem]:
    names = [one.issuer for one in issuers]
    for place, one in enumerate(issuers):
        if one.issuer in names[:place]:
            yield _bad(folder, one.line, f"发文机关「{one.issuer}」写了两次。", "请合成一条。")


def _problems(departments: list[Office], contacts: list[Reach], folder: Path) -> Iterator[Problem]:
    names = [one.name for one in departments]
    for place, office in enumerate(departments):
        if office.name in names[:place]:
            yield _bad(folder, office.line, f"部门「{office.name}」写了两次。", "请合成一条。")
        if office.successor and office.successor not in names:
            what = f"接手的部门「{office.successor}」没有写在 departments 里。"
            yield _bad(folder, office.line, what, "请加上它。")
    keys = [one.key for one in contacts]
    for place, reach in enumerate(contacts):
        if reach.key in keys[:place]:
            what = f"「{reach.department}{reach.office}」的联系方式写了两次。"
            yield _bad(folder, reach.line, what, "请合成一条。")
        if not (reach.telephone or reach.address or reach.window):
            what = f"「{reach.department}{reach.office}」没有写怎么联系。"
            yield _bad(folder, reach.line, what, "电话、地址、窗口至少写一项。")


def _bad(folder: Path, line: int, what: str, fix: str) -> Problem:
    return Problem(what, fix=fix, file=str(folder), line=line)
