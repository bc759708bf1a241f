"""形状: what a YAML node must look like, declared once; it checks nodes and emits JSON Schema.

Reading collects every problem with its line and gives plain typed values. A shape that has
reported a problem returns BAD, so that nothing is built from half a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeAlias, TypeVar

from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem
from huiqi.rules.strict_yaml import Broken, List, Map, Node, Text, plain_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

JsonSchema: TypeAlias = dict[str, Any]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
K = TypeVar("K")
V = TypeVar("V")

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_LISTED: Final = 20  # more choices than this are not listed in a message


class Bad:
    """坏值: a value that cannot be used; its problem is in the log."""


BAD: Final = Bad()


@dataclass
class Log:
    """记录: the problems of one file, in the order in which they are found."""

    file: str = ""
    problems: list[Problem] = field(default_factory=list)

    def say(self, line: int, what: str, why: str = "", fix: str = "", key: str = "") -> Bad:
        """记下: adds one problem and gives BAD, for the reader to return."""
        self.problems.append(Problem(what, why, fix, self.file, line, key))
        return BAD


def suggest(word: str, known: Sequence[str]) -> str:
    """建议: a sentence with the nearest known word, else the known words when they are few."""
    near = nearest(word, list(known))
    if near:
        return f"是否要写 {near}？"
    return f"可用的有：{'、'.join(known)}。" if len(known) <= _LISTED else ""


class Shape(Protocol[T_co]):
    """形状: reads a node into a value of one type, or logs problems and returns BAD."""

    @property
    def kinds(self) -> tuple[type, ...]:
        """节点种类: the node classes that the shape takes."""
        ...

    def read(self, node: Node, log: Log, key: str, /) -> T_co | Bad:
        """读取: ``key`` names the node in messages."""
        ...

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: as JSON Schema; named records go into ``defs`` once."""
        ...


def wrong_kind(node: Node, log: Log, key: str, wanted: str) -> Bad:
    """种类不符: reports that the node is empty, or text where a list is due, and so on."""
    if isinstance(node, Broken):
        return BAD
    if isinstance(node, Text) and node.text is None:
        return log.say(
            node.line, f"{key} 是空的。", fix=f"请写{wanted}；不需要就删去这个键。", key=key
        )
    got = {Text: "文本", Map: "映射", List: "列表"}[type(node)]
    return log.say(node.line, f"{key} 应为{wanted}，得到{got}。", key=key)


class Free:
    """任意值: plain Python values, to be judged elsewhere."""

    kinds: tuple[type, ...] = (Text, Map, List)

    def read(self, node: Node, _log: Log, _key: str, /) -> Any:
        """读取: only unquoted scalars become numbers, flags or None."""
        return BAD if isinstance(node, Broken) else plain_value(node)

    def schema(self, _defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: anything."""
        return {}


@dataclass(frozen=True)
class Nullable(Generic[T]):
    """可空: null gives None, anything else is read by ``shape``."""

    shape: Shape[T]

    @property
    def kinds(self) -> tuple[type, ...]:
        """节点种类: those of the shape, and null."""
        return (*self.shape.kinds, Text)

    def read(self, node: Node, log: Log, key: str, /) -> T | Bad | None:
        """读取: see the class."""
        if type(node) is Text and node.text is None:
            return None
        return self.shape.read(node, log, key)

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: null or the shape."""
        return {"anyOf": [{"type": "null"}, self.shape.schema(defs)]}


@dataclass(frozen=True)
class OneOf:
    """其一: the first shape that takes this kind of node (text, map or list) reads it."""

    shapes: tuple[Shape[Any], ...]

    @property
    def kinds(self) -> tuple[type, ...]:
        """节点种类: those of all shapes."""
        return tuple(kind for shape in self.shapes for kind in shape.kinds)

    def read(self, node: Node, log: Log, key: str, /) -> Any:
        """读取: a kind that no shape takes is reported by the last one."""
        for shape in self.shapes:
            if type(node) in shape.kinds:
                return shape.read(node, log, key)
        return self.shapes[-1].read(node, log, key)

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: any of the shapes."""
        return {"anyOf": [shape.schema(defs) for shape in self.shapes]}


@dataclass(frozen=True)
class ListOf(Generic[T]):
    """列表: of one shape, ``at_least`` to ``at_most`` entries (both included); read as a tuple."""

    item: Shape[T]
    at_least: int = 0
    at_most: int | None = None
    kinds: tuple[type, ...] = (List,)

    def read(self, node: Node, log: Log, key: str, /) -> tuple[T, ...] | Bad:
        """读取: BAD when any entry is."""
        if type(node) is not List:
            return wrong_kind(node, log, key, "列表")
        found = [self.item.read(item, log, key) for item in node.items]
        if not self.at_least <= len(found) <= (self.at_most or len(found)):
            wanted = "应有" if self.at_most == self.at_least else "至少要有"
            what = f"{key} {wanted} {self.at_least} 项，得到 {len(found)} 项。"
            return log.say(node.line, what, key=key)
        good = tuple(item for item in found if not isinstance(item, Bad))
        return good if len(good) == len(found) else BAD

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: an array."""
        made: JsonSchema = {"type": "array", "items": self.item.schema(defs)}
        if self.at_least:
            made["minItems"] = self.at_least
        if self.at_most:
            made["maxItems"] = self.at_most
        return made


def _keep(_key: Any, value: Any, _line: int) -> Any:
    return value


@dataclass(frozen=True)
class MapOf(Generic[K, V]):
    """映射: free keys of one shape, values of another; ``make`` gets key, value and line."""

    key: Shape[K]
    value: Shape[Any]
    make: Callable[[K, Any, int], V] = _keep
    at_least: int = 0
    kinds: tuple[type, ...] = (Map,)

    def read(self, node: Node, log: Log, key: str, /) -> dict[K, V] | Bad:
        """读取: in file order; BAD when any key or value is."""
        if type(node) is not Map:
            return wrong_kind(node, log, key, "映射")
        if len(node.items) < self.at_least:
            return log.say(node.line, f"{key} 至少要有 {self.at_least} 项。", key=key)
        found: dict[K, V] = {}
        for name, child in node.items.items():
            line = node.key_lines[name]
            read_key = self.key.read(Text(name, line), log, f"{key} 的键")
            value = self.value.read(child, log, name)
            if not (isinstance(read_key, Bad) or value is BAD):
                found[read_key] = self.make(read_key, value, line)
        return found if len(found) == len(node.items) else BAD

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: an object with any properties that match the key."""
        made: JsonSchema = {
            "type": "object",
            "propertyNames": self.key.schema(defs),
            "additionalProperties": self.value.schema(defs),
        }
        if self.at_least:
            made["minProperties"] = self.at_least
        return made


@dataclass(frozen=True)
class Field:
    """字段: one key of a record; ``into`` is its name in the value when it differs."""

    shape: Shape[Any]
    note: str
    required: bool = True
    into: str = ""


def need(shape: Shape[Any], note: str, into: str = "") -> Field:
    """必填字段: ``note`` is its Chinese description, which editors show."""
    return Field(shape, note, required=True, into=into)


def may(shape: Shape[Any], note: str, into: str = "") -> Field:
    """选填字段: see ``need``."""
    return Field(shape, note, required=False, into=into)


@dataclass(frozen=True)
class Record(Generic[T]):
    """记录: known keys only; ``make`` gets the fields read and ``line`` by name.

    Of the keys in ``exactly_one`` one must be given, and not two.
    """

    name: str
    fields: Mapping[str, Field]
    make: Callable[..., T]
    exactly_one: tuple[str, ...] = ()
    kinds: tuple[type, ...] = (Map,)

    @cached_property
    def _required(self) -> tuple[str, ...]:
        return tuple(key for key, entry in self.fields.items() if entry.required)

    def read(self, node: Node, log: Log, key: str, /) -> T | Bad:
        """读取: unknown keys, missing keys and wrong values are all reported."""
        if type(node) is not Map:
            return wrong_kind(node, log, key, "映射")
        before = len(log.problems)
        values: dict[str, Any] = {"line": node.line}
        bad, meant = False, set()
        for name, child in node.items.items():
            entry = self.fields.get(name)
            if entry is None:
                meant.add(self._refuse_key(name, node, log))
                continue
            value = entry.shape.read(child, log, name)
            bad = bad or value is BAD
            values[entry.into or name] = value
        for name in self._required:
            if name not in node.items and name not in meant:
                what = f"{key} 缺少 {name}（{self.fields[name].note}）。"
                log.say(node.line, what, fix="请补上。", key=name)
        self._check_exactly_one(node, log, key, meant)
        return BAD if bad or len(log.problems) > before else self.make(**values)

    def _refuse_key(self, name: str, node: Map, log: Log) -> str:
        known = tuple(self.fields)
        log.say(node.key_lines[name], f"键 {name} 不认识。", fix=suggest(name, known), key=name)
        return nearest(name, known)

    def _check_exactly_one(self, node: Map, log: Log, key: str, meant: set[str]) -> None:
        given = [name for name in self.exactly_one if name in node.items or name in meant]
        if self.exactly_one and len(given) != 1:
            listed = "、".join(self.exactly_one)
            got = f"同时写了 {'、'.join(given)}" if given else "都没有写"
            log.say(node.line, f"{key} 须在 {listed} 中写且只写一个，现在{got}。", key=key)

    def schema(self, defs: dict[str, JsonSchema], /) -> JsonSchema:
        """架构: a reference; the record itself goes into ``defs`` under its name."""
        if self.name not in defs:
            made = defs.setdefault(self.name, {"type": "object", "additionalProperties": False})
            made["properties"] = {
                key: {**entry.shape.schema(defs), "description": entry.note}
                for key, entry in self.fields.items()
            }
            if self._required:
                made["required"] = list(self._required)
            if self.exactly_one:
                made["oneOf"] = [{"required": [key]} for key in self.exactly_one]
        return {"$ref": f"#/$defs/{self.name}"}


def document_schema(shape: Shape[Any], title: str) -> JsonSchema:
    """完整架构: a JSON Schema (draft 2020-12) with its definitions sorted by name."""
    defs: dict[str, JsonSchema] = {}
    made = {"$schema": DRAFT, "title": title, **shape.schema(defs)}
    return {**made, "$defs": dict(sorted(defs.items()))}
