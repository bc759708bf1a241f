"""对比命令: what changed between two versions of the library, for whom, and for how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huiqi.cli import output, words
from huiqi.cli.given import firms, today
from huiqi.library import load
from huiqi.rules.diff import Change, changes
from huiqi.rules.effect import Effect, effect_on_firms, effect_on_register
from huiqi.rules.given import Given
from huiqi.rules.load import load_library
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.say import plain, shown
from huiqi.rules.simulate import Sandbox
from huiqi.rules.sweep.run import default_shelf

if TYPE_CHECKING:
    from huiqi.rules.book import Library
    from huiqi.rules.compile import Rules

VERDICTS: Final = {**words.VERDICTS, "not_in_force": "不在有效期"}


@dataclass(frozen=True)
class Side:
    """一侧: programmes of one library as they stand on one day."""

    library: Library
    programmes: tuple[str, ...]
    on: date

    def rules(self, programme: str) -> Rules | None:
        """规则: of one programme in force that day, or None."""
        if programme not in self.programmes:
            return None
        policy = self.library.policy(programme)
        edition = policy.edition_on(self.on)
        return self.library.compiled(policy, edition, self.on, self.on) if edition else None


def diff(before: str, after: str, on: str | None, firms_file: str | None, *, as_json: bool) -> int:
    """对比: two versions, each a folder (judged on ``on``) or «programme@day»."""
    given = Given(today())
    day = given.day(on, "--on")
    one = given.attempt(lambda: side(before, day))
    other = given.attempt(lambda: side(after, day))
    given.refuse()
    assert one is not None
    assert other is not None
    names = sorted({*one.programmes, *other.programmes})
    found = [(name, one.rules(name), other.rules(name)) for name in names]
    effect = _effects(firms_file, other.on)
    told = [
        (name, changes(old, new), effect(old, new)) for name, old, new in found if old is not new
    ]
    if as_json:
        output.print_json([_described(*each) for each in told])
        return 0
    _show(output.Page(), told, one, other)
    return 0


def side(text: str, day: date) -> Side:
    """一侧: a programme of the library on a day, or a folder of one or several programmes."""
    if "@" in text and not Path(text).exists():
        return _dated(text)
    folder = Path(text)
    if not folder.is_dir():
        fix = "请写政策库或项目的文件夹，或「项目@日期」，如 shenzhen.srdi@2021-10-20。"
        raise Refused([Problem(f"「{text}」不是文件夹，也不是「项目@日期」。", fix=fix)])
    if (folder / "rules.yaml").is_file():
        folder = folder.resolve()
        library = load_library(folder.parent.parent)
        return Side(library, (f"{folder.parent.name}.{folder.name}",), day)
    library = load_library(folder)
    return Side(library, tuple(library.policies), day)


def _dated(text: str) -> Side:
    programme, _, written = text.partition("@")
    given = Given(today())
    on = given.day(written, f"「{text}」的日期")
    given.refuse()
    library = load()
    return Side(library, (library.policy(programme).id,), on)


def _effects(
    firms_file: str | None, on: date
) -> Callable[[Rules | None, Rules | None], Effect | None]:
    """What tells the effect of two versions on the firms of a file, which is read once."""
    if firms_file is None:
        return lambda *_: None
    if not firms_file.endswith(".parquet"):
        known = firms(firms_file, on)
        return lambda old, new: effect_on_firms(old, new, known) if old or new else None
    box = Sandbox(Path(firms_file), default_shelf())
    return lambda old, new: effect_on_register(old, new, box, on) if old or new else None


def _described(name: str, found: list[Change], effect: Effect | None) -> dict[str, object]:
    told: dict[str, object] = {
        "programme": name,
        "changes": [
            {"kind": one.kind, "text": one.text, "clause": one.clause or None} for one in found
        ],
    }
    if effect:
        told["effect"] = {
            "subjects": effect.subjects,
            "moves": [
                {"before": before, "after": after, "subjects": times}
                for (before, after), times in sorted(effect.moves.items())
            ],
            "amount_before": plain(effect.before),
            "amount_after": plain(effect.after),
            "amounts_unknown": effect.open_amounts,
        }
    return told


def _show(
    page: output.Page,
    told: list[tuple[str, list[Change], Effect | None]],
    one: Side,
    other: Side,
) -> None:
    same = 0
    for name, found, effect in told:
        if not found:
            same += 1
            continue
        library = other.library if name in other.programmes else one.library
        page.title(f"{library.policy(name).title}（{name}）")
        for change in found:
            page.line(
                f"{change.text}{f'（{change.clause}）' if change.clause else ''}",
                indent=2,
                mark="·",
            )
        for line in _effect_told(effect):
            page.line(line, indent=2, style="dim")
    if same:
        page.line(f"{same} 个项目没有变化。")


def _effect_told(effect: Effect | None) -> Iterator[str]:
    if effect is None:
        return
    moved = "；".join(
        f"{VERDICTS[before]}变为{VERDICTS[after]} {times} 户"
        for (before, after), times in sorted(effect.changed.items())
    )
    yield f"影响 {effect.subjects} 户：{moved or '结论都不变'}。"
    if effect.before or effect.after:
        told = f"已确定的最高金额合计由 {shown(effect.before, 'money')} 变为"
        open_ones = f"，另有 {effect.open_amounts} 户金额未知" if effect.open_amounts else ""
        yield f"{told} {shown(effect.after, 'money')}{open_ones}。"
