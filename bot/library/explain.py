"""JSON Schema's findings in an author's words: what is wrong, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from jsonschema import ValidationError

Path = tuple[str | int, ...]
Finding = tuple[str, str, Path]
"""What is wrong, how to mend it, and where it stands in the document."""

_KINDS = {"string": "text", "integer": "a whole number", "array": "a list", "object": "a mapping of keys"}


def explain(error: ValidationError) -> Iterator[Finding]:
    """Yield one finding per fault that a validation error stands for."""
    path = tuple(error.absolute_path)
    name = _name(path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_fields(error, path, name)
        case "required":
            missing = _missing(error)
            if missing is not None:
                about = error.schema.get("properties", {}).get(missing, {}).get("description", "")
                yield f"{name} has no `{missing}`", f"add `{missing}:` ({_short(about)})" if about else "add it", path
        case "type":
            wanted = _KINDS.get(str(error.validator_value), str(error.validator_value))
            mend = "put it in quotes" if wanted == "text" and isinstance(error.instance, int) else f"write {wanted}"
            yield f"{name} is {_shown(error.instance)}, not {wanted}", mend, path
        case "enum":
            options = [str(option) for option in error.validator_value]
            yield f"{name} is {_shown(error.instance)}", f"write one of {', '.join(options)}{_guess(error.instance, options)}", path
        case "const":
            yield f"{name} is {_shown(error.instance)}", f"write `{str(error.validator_value).lower()}` or remove the line", path
        case "minLength" | "maxLength":
            yield _length(error, name), "write more" if error.validator == "minLength" else "shorten it", path
        case "minItems" | "maxItems":
            side = "at least" if error.validator == "minItems" else "at most"
            count = len(error.instance)
            yield f"{name} has {count} {'entry' if count == 1 else 'entries'}", f"give {side} {error.validator_value}", path
        case "uniqueItems":
            twice = next(v for n, v in enumerate(error.instance) if v in error.instance[:n])
            yield f"{name} holds {_shown(twice)} twice", "keep one of them", path
        case "pattern":
            yield f"{name} is {_shown(error.instance)}", _pattern_hint(path, error), path
        case "anyOf":
            yield f"{name} does not say where it can be found", "add `arxiv:`, `doi:` or `where:`", path
        case _:
            yield f"{name}: {error.message}", "see docs/authoring.md", path


def _unknown_fields(error: ValidationError, path: Path, name: str) -> Iterator[Finding]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            guess = _guess(key, known) or f"; the fields are {', '.join(known)}"
            yield f"{name} has an unknown field `{key}`", f"correct or remove it{guess}", (*path, key)


def _missing(error: ValidationError) -> str | None:
    return next((key for key in error.validator_value if f"'{key}' is a required" in error.message), None)


def _length(error: ValidationError, name: str) -> str:
    side = "shorter" if error.validator == "minLength" else "longer"
    return f"{name} has {len(error.instance)} characters, {side} than {error.validator_value}"


def _pattern_hint(path: Path, error: ValidationError) -> str:
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
            return "see docs/authoring.md"


def _name(path: Path) -> str:
    """Say where in words: `items[1].choices[0].text` counts from 1 as people do."""
    if not path:
        return "the file"
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1] if parts else 'entry'}[{step + 1}]"]
        else:
            parts.append(step)
    return f"`{'.'.join(parts)}`"


def _guess(value: Any, options: list[str]) -> str:
    close = difflib.get_close_matches(str(value), options, n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None:
        return "empty"
    return f"`{_short(str(value))}`"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + " …"
