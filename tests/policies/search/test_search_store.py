"""索引库: made anew when it is missing, broken, old or of another version."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import ABOUT, CURRENT, BeingMade, Store

ON = date(2021, 10, 20)


def ids(finder: Finder, text: str = "小巨人") -> list[str]:
    return [hit.entry.id for hit in finder.find(text, on=ON).hits]


def current(finder: Finder) -> Path:
    folder = finder.store.folder
    return folder / (folder / CURRENT).read_text(encoding="utf-8")


def no_pointer(finder: Finder) -> None:
    (finder.store.folder / CURRENT).unlink()


def pointer_elsewhere(finder: Finder) -> None:
    (finder.store.folder / CURRENT).write_text("../../etc", encoding="utf-8")


def put_in_place_of(file: Path, content: bytes) -> None:
    """A new file of the same name: the old one is still mapped by the finder that reads it,
    and a mapped file that shrinks ends its process.
    """
    file.unlink()
    file.write_bytes(content)


def half_a_file(finder: Finder) -> None:
    file = next(one for one in current(finder).glob("*.store"))
    put_in_place_of(file, file.read_bytes()[:-7])


def other_bytes(finder: Finder) -> None:
    file = next(one for one in current(finder).glob("*.term"))
    put_in_place_of(file, b"\x00" * file.stat().st_size)


def other_version(finder: Finder) -> None:
    about = json.loads((current(finder) / ABOUT).read_text(encoding="utf-8"))
    (current(finder) / ABOUT).write_text(json.dumps(about | {"version": 0}), encoding="utf-8")


def no_description(finder: Finder) -> None:
    (current(finder) / ABOUT).write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    "harm",
    [no_pointer, pointer_elsewhere, half_a_file, other_bytes, other_version, no_description],
)
def test_a_harmed_index_is_noticed_answered_without_and_made_anew(
    bare: Finder, harm: Callable[[Finder], None]
) -> None:
    bare.rebuild()
    before = ids(bare)
    harm(bare)
    after = Finder(Store(bare.store.folder), bare.entries)
    assert after.find("小巨人", on=ON).is_fresh is False
    assert sorted(ids(after)) == sorted(before)
    after.rebuild()
    assert after.find("小巨人", on=ON).is_fresh
    assert ids(after) == before


def test_an_older_index_answers_until_there_is_a_new_one(bare: Finder) -> None:
    bare.rebuild()
    kept = [one for one in bare.entries if one.id != "national.little_giant"]
    renamed = [replace(kept[0], title="别的名称"), *kept[1:]]
    later = Finder(Store(bare.store.folder), renamed)
    assert later.find("小巨人", on=ON).is_fresh is False
    assert ids(later) == ["shenzhen.srdi_award"]
    later.rebuild()
    assert later.find("小巨人", on=ON).is_fresh


def test_another_process_sees_the_new_index_without_being_told(bare: Finder) -> None:
    bare.rebuild()
    reader = Finder(Store(bare.store.folder), bare.entries)
    assert reader.find("小巨人", on=ON).total == 2
    bare.rebuild()
    bare.rebuild()
    assert reader.find("小巨人", on=ON).is_fresh
    assert ids(reader) == ids(bare)


def test_two_do_not_make_it_at_once(bare: Finder) -> None:
    bare.store.folder.mkdir()
    with bare.store._alone(), pytest.raises(BeingMade):
        Store(bare.store.folder).rebuild(bare.entries)


def test_old_indexes_do_not_pile_up(bare: Finder) -> None:
    for _ in range(4):
        bare.rebuild()
    assert len([path for path in bare.store.folder.iterdir() if path.is_dir()]) == 2
