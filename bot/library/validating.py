"""The JSON Schema validator of the bank: jsonschema's own, without its detours for plain texts.

Most of a bank are texts of which the schema says nothing but how long they may be. For each of them
jsonschema makes a validator; here one look decides, and only what does not fit goes the long way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

_PLAIN = {"type", "minLength", "maxLength", "description"}


def _fits(value: Any, schema: Any) -> bool:
    """Tell whether a value is certainly right: a text, by a schema that asks for a text of some length."""
    return (
        isinstance(value, str)
        and schema.get("type") == "string"
        and schema.keys() <= _PLAIN
        and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", math.inf)
    )


def _properties(
    validator: Draft202012Validator, properties: dict[str, Any], value: Any, _: dict[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        for name, schema in properties.items():
            if name in value and not _fits(value[name], schema):
                yield from validator.descend(value[name], schema, path=name, schema_path=name)


def _items(
    validator: Draft202012Validator, schema: dict[str, Any], value: Any, _: dict[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            if not _fits(item, schema):
                yield from validator.descend(item, schema, path=position)


BankValidator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"properties": _properties, "items": _items}
)
"""For schemas without `prefixItems` and without schemas that are `true` or `false`."""
