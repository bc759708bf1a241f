"""文字: what people read, collected from the code, and the English beside it.

The source language is Chinese and stands in the code; ``locale/en`` holds one English sentence
for each. Everything is done by Babel, so that no machine needs the programs of GNU gettext.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE: Final = Path(__file__).parents[1]
ENGLISH: Final = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED: Final = ENGLISH.with_suffix(".mo")

KEYWORDS: Final[Mapping[str, tuple[int, ...] | tuple[int | tuple[int, str], ...] | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "worded", "saying")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("counted", "counting"), (1, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
HEAD: Final = """\
# 惠企的英文。msgid 由 make words 收集，msgstr 由人翻译。
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
INDENT: Final = re.compile(rb"^[ \t]+", re.MULTILINE)

Key = tuple[str, str | None]


def key_of(message: Message) -> Key:
    """键: the Chinese sentence and, where one has several meanings, which."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def collected() -> Catalog:
    """收集: every sentence of the package that is marked for translation, with its files."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for told, sentence, context in _marked():
        catalogue.add(sentence, locations=[(told, 1)], context=context)
    return catalogue


@cache
def _marked() -> tuple[tuple[str, str | tuple[str, ...], str | None], ...]:
    """File, sentence and context, once: the code of a process stays as it was started."""
    paths = (path for path in sorted(PACKAGE.rglob("*")) if "migrations" not in path.parts)
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), *marked)
        for path in paths
        if path.suffix in (".py", ".html", ".txt")
        for marked in _sentences(path)
    )


def _sentences(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    if path.suffix != ".py" and "templates" not in path.parts:
        return
    found = extract(
        "python", BytesIO(_code(path)), keywords=KEYWORDS, options={"encoding": "utf-8"}
    )
    for _line, sentence, _comments, context in found:
        if sentence:
            yield sentence, context


def _code(path: Path) -> bytes:
    if path.suffix == ".py":
        return path.read_bytes()
    from django.utils.translation.template import templatize

    # A template is turned into calls that stand wherever its tags stood.
    return INDENT.sub(b"", templatize(path.read_text(encoding="utf-8"), str(path)).encode())


def english() -> Catalog:
    """英文: the catalogue as it is committed."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def renewed() -> Catalog:
    """更新: what is collected now, with the translations there are; what nobody says is gone."""
    there = {key_of(message): message for message in english()}
    catalogue = collected()
    for message in catalogue:
        old = there.get(key_of(message))
        if old is not None and isinstance(old.id, str) == isinstance(message.id, str):
            message.string = old.string
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """写法: the same bytes for the same sentences: by file, no line numbers, no dates."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEAD.encode() + body.getvalue().strip() + b"\n"


def untranslated(catalogue: Catalog) -> list[str]:
    """未译: the Chinese of every sentence without English."""
    return [key_of(message)[0] for message in catalogue if message.id and not all(forms(message))]


def forms(message: Message) -> tuple[str, ...]:
    """英文的各形: one, or singular and plural; empty where there is no translation."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def compile_english() -> None:
    """编译: where the compiled catalogue is missing or older than what people wrote.

    Whole or not at all, for several processes may start at once. OSError where nothing can
    be written.
    """
    if COMPILED.exists() and COMPILED.stat().st_mtime >= ENGLISH.stat().st_mtime:
        return
    with tempfile.NamedTemporaryFile(dir=COMPILED.parent, suffix=".tmp", delete=False) as file:
        write_mo(file, english())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(COMPILED)


if __name__ == "__main__":
    compile_english()
