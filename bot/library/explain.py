"""JSON Schema's findings in an author's words: what is wrong, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from bot.library.strict_yaml import Path, place

Finding = tuple[str, str, Path]
"""What is wrong, how to mend it, and where it stands in the document."""

_KINDS = {"string": "text", "integer": "a whole number", "array": "a list", "object": "a mapping of keys"}
_GUIDE = "see docs/authoring.md"


def explain(error: Any) -> Iterator[Finding]:
    """Yield one finding per fault that a validation error stands for.

    `error` is a jsonschema.ValidationError; its published types call every attribute possibly unset.
    """
    path = tuple(error.absolute_path)
    name = place(path)
    limit = error.validator_value
    match error.validator:
        case "additionalProperties":
            yield from _unknown_fields(error, path, name)
        case "required":
            yield from _missing(error, path, name)
        case "type":
            yield _wrong_type(error, name), _type_mend(error, path), path
        case "enum":
            options = [str(option) for option in limit]
            mend = f"write one of {', '.join(options)}{_guess(error.instance, options)}"
            yield f"{name} is {shown(error.instance)}", mend, path
        case "const":
            yield from _not_the_constant(error, path, name)
        case "minLength" | "maxLength":
            short = error.validator == "minLength"
            what = f"{name} has {_count(error.instance, 'character')}"
            yield what, f"write at least {limit}" if short else f"shorten it to at most {limit}", path
        case "minItems" | "maxItems":
            side = "at least" if error.validator == "minItems" else "at most"
            yield f"{name} has {_count(error.instance, 'entry')}", f"give {side} {limit}", path
        case "minimum" | "maximum":
            side = "at least" if error.validator == "minimum" else "at most"
            yield f"{name} is {shown(error.instance)}", f"write a number of {side} {limit}", path
        case "uniqueItems":
            twice = next(n for n, value in enumerate(error.instance) if value in error.instance[:n])
            yield f"{name} holds {shown(error.instance[twice])} twice", "keep one of them", (*path, twice)
        case "pattern":
            yield f"{name} is {shown(error.instance)}", _pattern_mend(path, error), path
        case "anyOf":
            yield f"{name} does not say where it can be found", "add `arxiv:`, `doi:` or `where:`", path
        case _:
            yield f"{name}: {error.message}", _GUIDE, path


def shown(value: Any) -> str:
    """Quote a value of a document, shortened."""
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value == "":
        return "empty text"
    return f"`{_short(str(value).lower() if isinstance(value, bool) else str(value))}`"


def _unknown_fields(error: Any, path: Path, name: str) -> Iterator[Finding]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            guess = _guess(key, known) or f"; the fields are {', '.join(known)}"
            yield f"{name} has an unknown field `{_short(key)}`", f"correct or remove it{guess}", (*path, key)


def _missing(error: Any, path: Path, name: str) -> Iterator[Finding]:
    key = next(key for key in error.validator_value if f"'{key}' is a required" in error.message)
    about = error.schema.get("properties", {}).get(key, {}).get("description", "")
    yield f"{name} has no `{key}`", f"add `{key}:` ({_short(about)})" if about else f"add `{key}:`", path


def _wrong_type(error: Any, name: str) -> str:
    wanted = _KINDS.get(str(error.validator_value), str(error.validator_value))
    return f"{name} is {shown(error.instance)}, not {wanted}"


def _type_mend(error: Any, path: Path) -> str:
    value, wanted = error.instance, error.validator_value
    if not path:
        return "start from the template of `bank new`" if wanted == "object" else "begin each entry with `- `"
    if wanted == "string" and isinstance(value, bool | int):
        return "put it in quotes"
    if wanted == "string" and isinstance(value, dict):
        return "put the text in quotes: it contains `: `"
    if wanted == "integer" and isinstance(value, str) and value.isdecimal():
        return "remove the quotes"
    if wanted == "array":
        return "begin each entry with `- `, or put them in [brackets]"
    return f"write {_KINDS.get(str(wanted), str(wanted))}"


def _not_the_constant(error: Any, path: Path, name: str) -> Iterator[Finding]:
    constant = shown(error.validator_value)
    if isinstance(error.instance, str) and error.instance.lower() == str(error.validator_value).lower():
        yield f"{name} is text", f"write {constant} without quotes", path
    else:
        yield f"{name} is {shown(error.instance)}", f"write {constant} or remove the line", path


def _pattern_mend(path: Path, error: Any) -> str:
    match path[-1] if path else None:
        case "arxiv":
            return 'write the bare identifier in quotes, like "1706.03762"'
        case "doi":
            return "write the bare DOI, like 10.1038/323533a0"
        case "url":
            return "write an address that begins with https://"
        case _ if str(error.validator_value).startswith("^[a-z0-9]"):
            return "use lower-case letters, digits and single hyphens, like newtons-method"
        case _:
            return _GUIDE


def _guess(value: Any, options: list[str]) -> str:
    close = difflib.get_close_matches(str(value)[:100].lower(), options, n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""


def _count(values: Any, noun: str) -> str:
    count = len(values)
    plural = f"{noun}s" if noun[-1] != "y" else f"{noun[:-1]}ies"
    return f"{count:,} {noun if count == 1 else plural}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57].rsplit(" ", 1)[0] + " …"
