"""严格 YAML: the plain part of YAML as nodes with line numbers; nothing is guessed from the text.

Every scalar stays text (a plain ``null``, ``~`` or nothing is None), so ``no``, ``1.10`` and
``2021-10-20`` arrive as written. Anchors, aliases, merge keys, tags, several documents and
duplicate keys are problems: each means two things to two readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from huiqi.rules.encoding import decode
from huiqi.rules.problems import Problem, Refused, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from yaml import MarkedYAMLError

# No policy nests deeper; readers of the nodes may recurse without running out of stack.
MAX_DEPTH: Final = 40

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_FLAGS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# A leading zero stays text: it is a code. Over 40 digits nothing is a sensible number.
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})")
_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})\.[0-9]{1,40}")


@dataclass(slots=True)
class Text:
    """文本: a scalar as written, None for null; ``plain`` means it had no quotes."""

    text: str | None
    line: int
    plain: bool = False


@dataclass(slots=True)
class Map:
    """映射: keys in file order; ``key_lines`` says where each key stands."""

    items: dict[str, Node]
    line: int
    key_lines: dict[str, int]


@dataclass(slots=True)
class List:
    """列表: nodes in file order."""

    items: list[Node]
    line: int


@dataclass(slots=True)
class Broken:
    """不可用: stands where a problem was found already, so that nobody reports it twice."""

    line: int


Node: TypeAlias = Text | Map | List | Broken


@dataclass
class Document:
    """文档: the root node and every problem found; a syntax error leaves the root Broken.

    ``data`` is the file itself where there is one, so that a hash is of what was read.
    """

    root: Node
    problems: list[Problem] = field(default_factory=list)
    data: bytes = b""


def read_text(text: str, file: str = "") -> Document:
    """读取文本: nodes and all problems of one YAML document; ``file`` is for the messages."""
    import yaml

    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.reader.ReaderError as error:
        builder.refuse_character(text, error.position, error.character)
    except yaml.MarkedYAMLError as error:
        builder.refuse_syntax(text, error)
    return builder.document()


def read_bytes(data: bytes, file: str = "") -> Document:
    """读取字节: as ``read_text``; a file that is not UTF-8 is a problem."""
    try:
        return read_text(decode(data, file), file)
    except Refused as refused:
        return Document(Broken(refused.problems[0].line), list(refused.problems))


def read_path(path: Path, file: str = "") -> Document:
    """读取文件: as ``read_bytes``; a file that cannot be opened is a problem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Document(Broken(0), [unreadable(error, file or str(path))])
    return replace(read_bytes(data, file or str(path)), data=data)


def plain_value(node: Node) -> Any:
    """普通值: dict, list, str, int, Fraction, bool and None; only unquoted scalars convert.

    Dates, codes with a leading zero and everything quoted stay text.
    """
    if isinstance(node, Text):
        return _plain_scalar(node)
    if isinstance(node, Map):
        return {key: plain_value(item) for key, item in node.items.items()}
    if isinstance(node, List):
        return [plain_value(item) for item in node.items]
    return None


def is_plain_number(text: str) -> bool:
    """是否数字写法: whether YAML readers take this text, unquoted, for a number."""
    return bool(_INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text))


def is_plain_flag(text: str) -> bool:
    """是否布尔写法: whether YAML readers take this text, unquoted, for true or false."""
    return text in _FLAGS


def _plain_scalar(node: Text) -> object:
    text = node.text
    if text is None or not node.plain:
        return text
    if text in _FLAGS:
        return _FLAGS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Fraction(text) if _DECIMAL.fullmatch(text) else text


class _Builder:
    """Builds nodes from parser events; events tell anchors and tags, composed nodes do not."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[Map | List] = []
        self.keys: list[str | None] = []  # the key that waits for its value, per open container
        self.skipping = 0  # depth inside a container used as a key, or nested too deep
        self.failed = False
        self._takers = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._start,
            "SequenceStartEvent": self._start,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._begin_document,
        }

    def take(self, event: Any) -> None:
        taker = self._takers.get(type(event).__name__)
        if taker:
            taker(event)

    def document(self) -> Document:
        if self.failed or self.root is None:
            return Document(Broken(0), self.problems or [self._empty()])
        return Document(self.root, self.problems)

    def say(self, line: int, what: str, why: str = "", fix: str = "", key: str = "") -> None:
        self.problems.append(Problem(what, why, fix, self.file, line, key))

    def _empty(self) -> Problem:
        return Problem("文件是空的。", fix="请写入内容，或删除该文件。", file=self.file)

    def _scalar(self, event: Any) -> None:
        if self.skipping:
            return
        line, text = event.start_mark.line + 1, event.value
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event, line)
        plain = not event.style
        stack = self.stack
        if stack and type(stack[-1]) is Map and self.keys[-1] is None:
            self._key(text, line, plain)
        else:
            self._add(Text(None if plain and text in NULLS else text, line, plain))

    def _key(self, text: str, line: int, plain: bool) -> None:
        target = self.stack[-1]
        assert isinstance(target, Map)
        if plain and text == "<<":
            self.say(line, "不支持合并键 <<。", "合并后的内容看不到行号。", "请把内容逐项写出。")
        elif text == "":
            self.say(line, "键名为空。", fix="请在冒号前写明键名。")
        elif text in target.items:
            first = target.key_lines[text]
            why = f"第 {first} 行已经写过，重复时无法判断以哪个为准。"
            self.say(line, f"键 {text} 重复。", why, "请合并为一处或改名。", text)
        else:
            target.key_lines[text] = line
            target.items[text] = Broken(line)  # holds the place, and so the file order
            self.keys[-1] = text
            return
        self.keys[-1] = ""  # the value that follows belongs to no key

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        target = self.stack[-1]
        if isinstance(target, List):
            target.items.append(node)
            return
        key = self.keys[-1]
        self.keys[-1] = None
        if key:
            target.items[key] = node

    def _start(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event, line)
        if self.skipping or self._must_skip(line):
            self.skipping += 1
            return
        is_map = type(event).__name__ == "MappingStartEvent"
        node: Map | List = Map({}, line, {}) if is_map else List([], line)
        self._add(node)
        self.stack.append(node)
        self.keys.append(None)

    def _must_skip(self, line: int) -> bool:
        if self.stack and type(self.stack[-1]) is Map and self.keys[-1] is None:
            self.say(line, "键名不能是列表或映射。", fix="请把键名写成文本。")
            self.keys[-1] = ""
            return True
        if len(self.stack) >= MAX_DEPTH:
            self.say(line, f"嵌套超过 {MAX_DEPTH} 层。", fix="请检查括号和缩进。")
            self._add(Broken(line))
            return True
        return False

    def _end(self, _event: Any) -> None:
        if self.skipping:
            self.skipping -= 1
        else:
            self.stack.pop()
            self.keys.pop()

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self.say(
            line,
            f"不支持引用 *{event.anchor}。",
            _NO_MARKS,
            "请把内容写出来；以 * 开头的文本请加引号。",
        )
        if self.skipping:
            return
        if self.stack and type(self.stack[-1]) is Map and self.keys[-1] is None:
            self.keys[-1] = ""
        else:
            self._add(Broken(line))

    def _refuse_marks(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.say(
                line,
                f"不支持锚点 &{event.anchor}。",
                _NO_MARKS,
                "请删去；以 & 开头的文本请加引号。",
            )
        if event.tag is not None:
            self.say(
                line,
                f"不支持类型标签 {event.tag}。",
                _NO_MARKS,
                "请删去；以 ! 开头的文本请加引号。",
            )

    def _begin_document(self, event: Any) -> None:
        if self.root is not None:
            self.failed = True
            self.say(
                event.start_mark.line + 1, "一个文件只能有一个文档。", fix="请删去分隔行 ---。"
            )

    def refuse_character(self, text: str, position: int, character: object) -> None:
        self.failed = True
        code = character if isinstance(character, int) else ord(str(character))
        line = _line_of(text, position, chr(code))
        self.say(
            line, f"含有不可用的字符 U+{code:04X}。", "YAML 不允许控制字符。", "请删去该字符。"
        )

    def refuse_syntax(self, text: str, error: MarkedYAMLError) -> None:
        self.failed = True
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        what, fix = _explain(error.problem or "", error.context or "")
        began = error.context_mark.line + 1 if error.context_mark else line
        why = f"该结构从第 {began} 行开始。" if began and began != line else ""
        self.say(line, what, why, _hint(text, line) or fix)


_NO_MARKS: Final = "政策文件须逐字可读，不用锚点、引用和标签。"

# Fragments of libyaml's messages, the first that occurs wins.
_SYNTAX: Final = (
    ("nesting depth", "嵌套太深。", "请检查括号和缩进。"),
    ("mapping values are not allowed", "冒号的位置不对。", "文本里有冒号时请给整段文本加引号。"),
    (
        "cannot start any token",
        "有不能作为开头的字符。",
        "请给以 @ ` % 等开头的文本加引号；缩进用空格。",
    ),
    ("while scanning a quoted scalar", "引号没有闭合。", "请补上结尾的引号。"),
    ("unknown escape character", "双引号中的反斜杠转义不对。", "请改用单引号，或把 \\ 写成 \\\\。"),
    (
        "could not find expected ':'",
        "这一行缺少冒号。",
        "请写成「键: 值」，冒号用半角，其后空一格。",
    ),
    ("flow sequence", "方括号列表没有写完整。", "请检查逗号和结尾的 ]。"),
    ("flow mapping", "花括号映射没有写完整。", "请检查逗号和结尾的 }。"),
    ("block mapping", "缩进或冒号不对。", "请让同级的键左对齐，冒号用半角，其后空一格。"),
    ("block collection", "缩进或列表写法不对。", "请让同级的 - 左对齐，其后空一格。"),
    ("scanning an a", "以 & 或 * 开头的文本会被当作引用。", "请给这段文本加引号。"),
)


def _explain(problem: str, context: str) -> tuple[str, str]:
    told = f"{context} {problem}"
    for fragment, what, fix in _SYNTAX:
        if fragment in told:
            return f"YAML 语法错误：{what}", fix
    return f"YAML 语法错误：{told.strip()}。", "请检查缩进、冒号和引号。"


def _hint(text: str, last: int) -> str:
    """Name the mistakes of Chinese keyboards, which the parser reports only indirectly."""
    # A key without its colon runs on into the next line, where the parser stumbles.
    lines = text.splitlines()[max(last - 2, 0) : last]
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return "缩进里有制表符：请改用空格。"
        if "\u3000" in indent or "\u00a0" in indent:
            return "缩进里有全角或不换行空格：请改用半角空格。"
        if "：" in line and ": " not in line and not line.rstrip().endswith(":"):
            return "这一行用了全角冒号「：」：请改用半角冒号加一个空格。"
        if re.search(r"[:\-\[{,]\s*[“”‘’]", line):
            return "这一行用了中文引号：请改用半角引号。"
    return ""


def _line_of(text: str, position: int, character: str) -> int:
    # The C reader counts bytes and the Python reader characters: look for the character itself.
    found = text.find(character)
    return text.count("\n", 0, found if found >= 0 else position) + 1
