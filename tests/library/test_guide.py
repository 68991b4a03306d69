"""docs/authoring.md is true: every field, every rule, and the example that it walks through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bot.library import question_schema
from bot.library.lint import RULES

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")


def fields(schema: Any) -> Iterator[str]:
    """Yield the name of every field that a schema knows, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from fields(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from fields(inner)


def topics_schema() -> Any:
    return json.loads(resources.files("bot.library").joinpath("topics.schema.json").read_text(encoding="utf-8"))


def test_the_table_has_exactly_the_fields_of_the_schema() -> None:
    table = GUIDE[GUIDE.index("## The fields") : GUIDE.index("Within these")]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(question_schema()["properties"])


def test_every_field_at_any_depth_is_documented() -> None:
    known = {*fields(question_schema()), *fields(topics_schema())}
    assert {name for name in known if f"`{name}`" not in GUIDE and f"`{name}: " not in GUIDE} == set()


def test_the_table_has_exactly_the_rules_of_the_checker() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert rows[0][:2] == ("form", "error")
    assert rows[1:] == [(rule.name, rule.severity.value, rule.why) for rule in RULES]


@pytest.mark.parametrize("target", re.findall(r"\]\((\.\.?/[^)#]+)\)", GUIDE))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / "docs" / target).resolve().exists()


def test_the_example_says_what_the_guide_quotes_from_it() -> None:
    example = (ROOT / "content" / "optimization" / "newtons-method.yaml").read_text(encoding="utf-8")
    quotes = re.findall(r"\"([^\"]{3,})\"", GUIDE[GUIDE.index("## One entry") : GUIDE.index("## What the checker")])
    invented = {"What is Newton's method?", "Hessian"}
    assert [quote for quote in quotes if quote not in invented and quote.casefold() not in example.casefold()] == []
    assert GUIDE.count("question.schema.json") == 1
    assert "yaml-language-server: $schema=../../bot/library/question.schema.json" in example
