"""YAML for authors: text stays text, and every surprise is a fault with its line.

YAML turns an unquoted `no`, `1:30`, `012` or date into something else and silently keeps the last
of two equal keys. This reader refuses both, and anchors, aliases and tags with them, so that what
an author sees in the file is what the bank says. It knows nothing of questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.library.faults import Fault

Path = tuple[str | int, ...]
"""Where a value stands in its document: keys and list positions from the root."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"
_PLAIN_INTEGER = re.compile(r"(0|[1-9][0-9]{0,8})$")
_MAX_DEPTH = 12


@dataclass(slots=True)
class Document:
    """A YAML document as plain values, with the line of each of them."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line, from 1, of the value at `path` or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str, file: str) -> Document:
    """Read one YAML document; what is wrong with it is in the result's `faults`.

    `file` is the name that faults bear. Strings, integers, `true` and `false` are the only scalars.
    """
    document = Document()
    try:
        _Builder(document, file, yaml.parse(text, Loader=_Loader)).build()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        document.faults.append(
            Fault(
                file=file,
                line=mark.line + 1 if mark else 1,
                what=f"this is not valid YAML: {what}",
                mend="check the indentation and the quotes on this line and the one before; "
                "text that contains ': ' or ' #' or begins with a symbol must be quoted",
            )
        )
    return document


class _Builder:
    """Turns parse events into values; one instance per document."""

    def __init__(self, document: Document, file: str, events: Any) -> None:
        self._document = document
        self._file = file
        self._events = events

    def build(self) -> None:
        seen_document = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen_document:
                    self._fault(event, "the file holds a second YAML document", "remove the `---` line")
                    return
                seen_document = True
            elif isinstance(event, yaml.NodeEvent):
                self._document.value = self._node(event, ())

    def _fault(self, event: Any, what: str, mend: str) -> None:
        line = event.start_mark.line + 1
        self._document.faults.append(Fault(file=self._file, line=line, what=what, mend=mend))

    def _node(self, event: Any, path: Path) -> Any:
        self._document.lines[path] = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"`*{event.anchor}` is a YAML alias", "write the text out")
            return None
        if event.anchor:
            self._fault(event, f"`&{event.anchor}` is a YAML anchor", "remove it")
        if event.tag and event.tag != "!":
            self._fault(event, f"`{event.tag}` is a YAML tag", "remove it and quote the text")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(path) >= _MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem="lists and mappings are nested too deeply", problem_mark=event.start_mark
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._node(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, path)
            if not isinstance(key, str):
                self._fault(event, "a key is not text", "quote it, or indent the line below it further")
                key = str(key)
            if key in values:
                first = self._document.line((*path, key))
                self._fault(event, f"the key `{key}` stands here again (first on line {first})", "keep one")
            value = self._node(next(self._events), (*path, key))
            self._document.lines[(*path, key)] = event.start_mark.line + 1
            values[key] = value
        return values

    def _scalar(self, event: Any) -> str | int | bool | None:
        text: str = event.value
        if event.style:  # quoted or a block: the author has said that it is text
            return text
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, event.implicit)
        if tag == _STRING:
            return text
        if tag.endswith(":int") and _PLAIN_INTEGER.match(text):
            return int(text)
        if text in ("true", "false"):
            return text == "true"
        if tag.endswith(":null"):
            self._fault(event, "the value is empty", "write it, or remove the line")
            return None
        kind = tag.rsplit(":", 1)[-1]
        self._fault(event, f"YAML reads the unquoted `{text}` as a {kind}", f'write "{text}" in quotes')
        return text
