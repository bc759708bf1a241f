"""仓库: nothing in it points at a machine, a registry or a page that is not there."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.consistency.repository import ROOT, place, written_files

# Written in pieces, so that this file does not contain what it forbids.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + "ian.org",
    "mirrors" + ".",
    "tuna" + ".tsinghua",
    "local" + "host:",
    "file:" + "//",
]
FOLDERS = ["wo" + "rk", "tm" + "p", "ro" + "ot", "op" + "t", "ho" + "me"]
MACHINE_PATH = re.compile(rf"(?<![\w.\-/])/(?:{'|'.join(FOLDERS)})/")

TEXT = {"", ".cfg", ".in", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
REQUIREMENTS = ("runtime", "dev", "bench", "spark")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_no_file_names_a_registry_or_a_path_of_some_machine() -> None:
    found = [
        f"{place(path, number)} {line.strip()[:100]}"
        for path in written_files()
        if path.suffix
        in {"", ".cfg", ".in", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml"}
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if any(host in line for host in HOSTS) or MACHINE_PATH.search(line)
    ]
    assert found == []


def test_every_link_in_a_document_leads_somewhere() -> None:
    broken = [
        f"{place(path)} -> {target}"
        for path in written_files()
        if path.suffix == ".md"
        for target in LINK.findall(_text(path))
        if "://" not in target
        and not target.startswith("#")
        and not (path.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_every_decision_is_listed_and_numbered_without_gaps() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
    assert LINK.findall(_text(folder / "README.md")) == records


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_one_version_and_its_hashes(name: str) -> None:
    text = _text(ROOT / "requirements" / f"{name}.txt").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    loose = [
        line
        for line in lines
        if not re.match(r"^[\w.\-]+==[\w.]+( ; [^\\]+?)?\s+--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


def _pinned(name: str) -> set[str]:
    text = _text(ROOT / "requirements" / f"{name}.txt")
    return set(re.findall(r"^[\w.\-]+==\S+", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["dev", "bench"])
def test_what_is_tested_is_what_is_installed_to_serve(name: str) -> None:
    assert _pinned("runtime") - _pinned(name) == set()


def test_spark_is_installed_beside_the_rest_and_changes_none_of_it() -> None:
    theirs = {_normal(line) for line in _pinned("dev")}
    shared = {line for line in _pinned("spark") if _normal(line) in theirs}
    assert shared - _pinned("dev") == set()
    assert len(shared) > 3


def _normal(requirement: str) -> str:
    match = re.match(r"[\w.\-]+", requirement)
    assert match
    return match.group().lower().replace("_", "-")


def test_every_dependency_of_the_package_is_pinned() -> None:
    project = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]
    runtime = {_normal(line) for line in _pinned("runtime")}
    # Spark has a file of its own: it is large, and only a machine with Java can use it.
    dev = {_normal(line) for line in _pinned("dev") | _pinned("spark")}
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    assert {_normal(line) for line in project["dependencies"]} - runtime == set()
    assert {_normal(line) for line in extras} - dev == set()


def test_every_file_that_is_no_code_is_part_of_the_package() -> None:
    """A wheel without its templates would be a city without pages."""
    package = ROOT / "src" / "huiqi"
    data = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["setuptools"]["package-data"]
    shipped = {
        path
        for part, patterns in data.items()
        for pattern in patterns
        for path in (ROOT / "src" / part.replace(".", "/")).glob(pattern)
    }
    files = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".py")
    left_out = [
        path.relative_to(package).as_posix()
        for path in files
        if path not in shipped and "__pycache__" not in path.parts
    ]
    assert left_out == []


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "README.en.md",
        "CONTRIBUTING.md",
        "docs/start/README.md",
        "docs/howto/README.md",
    ],
)
def test_every_make_command_in_a_document_is_a_target(document: str) -> None:
    code = " ".join(re.findall(r"```.*?```|`[^`]+`", _text(ROOT / document), re.DOTALL))
    asked = set(re.findall(r"\bmake ([a-z]+)", code))
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    assert asked
    assert asked - targets == set()


def test_continuous_integration_runs_what_developers_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert _text(script).splitlines()[-1] == "make check test"
