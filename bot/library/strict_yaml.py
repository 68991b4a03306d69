"""YAML for authors: text stays text, and every surprise is a fault with its line.

YAML turns an unquoted `no`, `1:30`, `012` or date into something else and silently keeps the last
of two equal keys. This reader refuses both, and anchors, aliases and tags with them, so that what
an author sees in the file is what the bank says. It also bounds what a file can cost: depth and
number of entries are limited, and nothing is expanded. It knows nothing of questions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.library.faults import Fault

Path = tuple[str | int, ...]
"""Where a value stands in its document: keys and list positions from the root."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"
_KINDS = {"int": "a number", "float": "a number", "bool": "a truth value", "timestamp": "a date or time"}
_PLAIN_INTEGER = re.compile(r"(0|[1-9][0-9]{0,8})\Z")
# YAML 1.2, which editors follow, knows numbers that PyYAML takes for text.
_NUMBER_ELSEWHERE = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?\Z|0[ox][0-9a-fA-F]+\Z")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_MAX_DEPTH = 12
_MAX_ENTRIES = 200


@dataclass(slots=True)
class Document:
    """A YAML document as plain values, with the line of each of them.

    `broken` tells that reading stopped early; `suspect` are the places that have a fault already,
    `literal` those of `|` blocks.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    suspect: set[Path] = field(default_factory=set)
    broken: bool = False
    literal: set[Path] = field(default_factory=set)

    def line(self, path: Path, before: str = "") -> int:
        """Return the line, from 1, of the value at `path` or of its nearest known parent.

        `before` is the part of the text that precedes the place meant; only a literal block shows in
        its value where its lines end, so elsewhere the answer is the line where the value begins.
        """
        within = before.count("\n") + 1 if path in self.literal else 0
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1) + within


class _Refused(Exception):
    """The document is larger than any question is."""

    def __init__(self, what: str, event: Any) -> None:
        super().__init__(what)
        self.line = event.start_mark.line + 1


def place(path: Path) -> str:
    """Say where in words: `items[2].choices[1].text` counts from 1 as people do."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words = f"{words or 'entry'}[{step + 1}]"
        else:
            words = f"{words}.{_brief(step)}" if words else _brief(step)
    return f"`{words}`" if words else "the file"


def read(text: str, file: str) -> Document:
    """Read one YAML document; what is wrong with it is in the result's `faults`.

    `file` is the name that faults bear. Strings (without the white space around them), integers,
    `true` and `false` are the only scalars.
    """
    document = Document()
    text = text.removeprefix("\ufeff")
    document.faults += _unprintable(text, file)
    if document.faults:
        document.broken = True
        return document
    try:
        _Builder(document, file, yaml.parse(text, Loader=_Loader)).build()
    except yaml.YAMLError as error:
        document.broken = True
        document.faults.append(_syntax_fault(error, text, file))
    except _Refused as refused:
        document.broken = True
        document.faults.append(Fault(file, refused.line, str(refused), "a question needs far less; check the file"))
    return document


def _unprintable(text: str, file: str) -> Iterator[Fault]:
    for found in _UNPRINTABLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fault(file, line, f"the line holds the invisible character {_code(found[0])}", "remove it")


def _code(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    lines = text.splitlines()
    if line <= len(lines) and "\t" in lines[line - 1]:
        mend = "indent with spaces: YAML does not take tabs"
    else:
        mend = (
            "check the indentation and the quotes on this line and the one before; "
            "text that contains ': ' or ' #' or begins with a symbol must be quoted"
        )
    return Fault(file, line, f"this is not valid YAML: {what}", mend)


def _brief(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:39]}…"


class _Builder:
    """Turns parse events into values; one instance per document."""

    def __init__(self, document: Document, file: str, events: Iterator[Any]) -> None:
        self._document = document
        self._file = file
        self._events = events

    def build(self) -> None:
        seen_document = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen_document:
                    self._fault(event, (), "the file holds a second YAML document", "remove the `---` line")
                    return
                seen_document = True
            elif isinstance(event, yaml.NodeEvent):
                self._document.value = self._node(event, ())

    def _fault(self, event: Any, path: Path, what: str, mend: str) -> None:
        self._document.suspect.add(path)
        self._document.faults.append(Fault(self._file, event.start_mark.line + 1, what, mend))

    def _node(self, event: Any, path: Path) -> Any:
        self._document.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, path, f"`*{event.anchor}` is a YAML alias", "write the text out, or quote it")
            return None
        if event.anchor:
            self._fault(event, path, f"`&{event.anchor}` is a YAML anchor", "remove it, or quote the text")
        if event.tag and event.tag != "!":
            self._fault(event, path, f"`{event.tag}` is a YAML tag", "remove it, or quote the text")
        if isinstance(event, yaml.ScalarEvent):
            if event.style == "|":
                self._document.literal.add(path)
            return self._scalar(event, path)
        if len(path) >= _MAX_DEPTH:
            raise _Refused("lists and mappings are nested too deeply", event)
        return self._sequence(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if len(values) == _MAX_ENTRIES:
                raise _Refused(f"a list has more than {_MAX_ENTRIES} entries", event)
            values.append(self._node(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if len(values) == _MAX_ENTRIES:
                raise _Refused(f"a mapping has more than {_MAX_ENTRIES} keys", event)
            key = self._key(event, path)
            inner = (*path, key)
            if key in values:
                first = self._document.line(inner)
                self._fault(event, inner, f"the key `{key}` stands here again (first on line {first})", "keep one")
            else:
                self._document.lines[inner] = event.start_mark.line + 1
            value = self._node(next(self._events), inner)
            values.setdefault(key, value)
        return values

    def _key(self, event: Any, path: Path) -> str:
        """Read a key; whatever is not plain text is a fault and gets a name that no field has."""
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and not event.tag:
            faults = len(self._document.faults)
            place = (*path, event.value)
            key = self._scalar(event, place)
            if not isinstance(key, str) and len(self._document.faults) == faults:
                self._fault(event, place, f"the key `{event.value}` is not text", "quote it")
            return str(event.value)
        name = f"key on line {event.start_mark.line + 1}"
        self._fault(event, (*path, name), "a key is not text", "quote it, or indent the line below it further")
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            inner = next(self._events)
            depth += int(isinstance(inner, yaml.CollectionStartEvent)) - int(isinstance(inner, yaml.CollectionEndEvent))
        return name

    def _scalar(self, event: Any, path: Path) -> str | int | bool | None:
        text: str = event.value
        if event.style:  # quoted or a block: the author has said that it is text
            if found := _UNPRINTABLE.search(text):
                self._fault(event, path, f"the text holds the invisible character {_code(found[0])}", "remove it")
                return _UNPRINTABLE.sub("", text).strip()
            return text.strip()
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
        kind = _KINDS.get(tag.rsplit(":", 1)[-1], "something else")
        if text in ("true", "false"):
            return text == "true"
        if tag == _STRING:
            if not _NUMBER_ELSEWHERE.match(text):
                return text
            kind = "a number"
        elif _PLAIN_INTEGER.match(text):
            return int(text)
        elif tag.endswith(":null"):
            what = f"the unquoted `{text}` means nothing" if text else f"{place(path)} is empty"
            mend = f'write "{text}" in quotes, or remove the line' if text else "write it, or remove the line"
            self._fault(event, path, what, mend)
            return None
        self._fault(event, path, f"YAML reads the unquoted `{text}` as {kind}", f'write "{text}" in quotes')
        return text
