"""From a content folder to documents: finding the files, reading their bytes, checking their form.

Knows where a file may stand and what its text may be; the fields are judged by the JSON Schemas
beside this module, which editors use as well.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from bot.core.bank import TopicId
from bot.library import strict_yaml
from bot.library.explain import explain, shown
from bot.library.faults import Fault
from bot.library.validating import BankValidator

TOPICS_FILE = "topics.yaml"
_MAX_BYTES = 200_000
_HOW_TO_OPEN = {
    "FileNotFoundError": "it is a link to nothing; remove it or mend its target",
    "PermissionError": "let the bot's user read it (chmod a+r)",
}


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """One file of the bank that could be read as YAML; `sound` where its form is right."""

    name: str
    topic: TopicId
    document: strict_yaml.Document
    sound: bool

    @property
    def value(self) -> Any:
        """The document's plain value; a question only where the file is sound."""
        return self.document.value

    def line(self, *path: str | int, before: str = "") -> int:
        """Return the line, from 1, of the value at `path`, or of the place in it after `before`."""
        return self.document.line(path, before)


@cache
def schema(name: str) -> dict[str, Any]:
    """Return one of the JSON Schemas that stand beside this module."""
    loaded: dict[str, Any] = json.loads(resources.files("bot.library").joinpath(name).read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(name: str) -> Draft202012Validator:
    return BankValidator(schema(name))


def yaml_files(directory: Path, faults: list[Fault]) -> list[Path]:
    """Return the YAML files below a folder in order of their names, hidden ones left out.

    Links to folders are followed, each folder once. A folder that cannot be listed is a fault.
    """

    def unlisted(error: OSError) -> None:
        name = name_within(Path(error.filename), directory)
        faults.append(Fault(name, 1, f"the folder cannot be listed: {error.strerror}", _mend(error)))

    found: list[Path] = []
    seen: set[str] = set()
    for root, folders, files in os.walk(directory, onerror=unlisted, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if name.lower().endswith((".yaml", ".yml")):
                where = name_within(Path(root) / name, directory)
                faults.append(Fault(where, 1, "this is a folder with the name of a file", "rename the folder"))
        found += [
            Path(root) / name for name in files if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")
        ]
    return sorted(found)


def name_within(path: Path, directory: Path) -> str:
    """Return the name that faults bear: relative to the bank, with slashes, always printable."""
    name = os.fsencode(path.relative_to(directory).as_posix()).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def read_document(path: Path, name: str, schema_name: str) -> tuple[strict_yaml.Document | None, list[Fault]]:
    """Read one file and check its form; no document where the file is not readable YAML at all."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            return None, [Fault(name, 1, "this is not a plain file", "write the question as a text file")]
        if status.st_size > _MAX_BYTES:
            what = f"the file has {status.st_size:,} bytes, more than {_MAX_BYTES:,}"
            return None, [Fault(name, 1, what, "a question needs about 10,000; check what is in it")]
        content = path.read_bytes()
        document = strict_yaml.read(content.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mend = "save it as UTF-8 (in most editors: Save with Encoding)"
        return None, [Fault(name, line, "the file is not UTF-8 text", mend)]
    except OSError as error:
        return None, [Fault(name, 1, f"the file cannot be read: {error.strerror}", _mend(error))]
    if document.broken:
        return None, document.faults
    return document, [*document.faults, *_form_faults(document, name, schema_name)]


def _mend(error: OSError) -> str:
    return _HOW_TO_OPEN.get(type(error).__name__, "check what it is: the bank needs a plain file")


def _form_faults(document: strict_yaml.Document, name: str, schema_name: str) -> Iterator[Fault]:
    value = document.value
    if schema_name == "question.schema.json":
        value, kinds = _with_kinds(value)
        for path, what, mend in kinds:
            if not any(path[:n] in document.suspect for n in range(len(path) + 1)):
                yield Fault(name, document.line(path), what, mend)
    for error in _validator(schema_name).iter_errors(value):
        yield from _in_words(error, document, name)


def _in_words(error: ValidationError, document: strict_yaml.Document, name: str) -> Iterator[Fault]:
    for what, mend, path in explain(error):
        # What YAML misread has its fault already; the schema would only repeat it in other words.
        if path not in document.suspect:
            yield Fault(name, document.line(path), what, mend)


def _with_kinds(value: Any) -> tuple[Any, list[tuple[strict_yaml.Path, str, str]]]:
    """Give each quiz item of unknown kind the kind that its fields suggest, and a finding.

    The schema checks an item by its kind, so that one wrong word would bring a fault for every field.
    """
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        return value, []
    mended: list[Any] = []
    findings: list[tuple[strict_yaml.Path, str, str]] = []
    for position, item in enumerate(items):
        if not isinstance(item, dict) or item.get("kind") in ("choice", "typed"):
            mended.append(item)
            continue
        likely = "choice" if "choices" in item else "typed"
        findings.append(_unknown_kind(position, item, likely))
        mended.append({**item, "kind": likely})
    return {**value, "items": mended}, findings


def _unknown_kind(position: int, item: dict[str, Any], likely: str) -> tuple[strict_yaml.Path, str, str]:
    what = (
        f"`items[{position + 1}].kind` is {shown(item['kind'])}"
        if "kind" in item
        else (f"`items[{position + 1}]` has no `kind`")
    )
    fits = f"; its fields look like `{likely}`" if {"choices", "accept"} & item.keys() else ""
    mend = f"write `kind: choice` or `kind: typed`{fits}"
    return ("items", position, *(("kind",) if "kind" in item else ())), what, mend
