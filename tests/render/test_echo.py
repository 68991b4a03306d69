"""What a member typed, shown again."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render.names import isolated

NASTY = st.lists(
    st.sampled_from(
        [
            *"*_~|`>#-[]()<@!&:/\\ a1\n",
            "@everyone",
            "@here",
            "<@1>",
            "<#1>",
            "https://e.org/",
            "\u202e",
            "\u2066",
            "ش",
            "🔥",
        ]
    ),
    max_size=30,
).map("".join)


@given(NASTY)
@example("http://a/**b**`c`<@1>")
@example("[x](https://evil.example)")
@example("\\*a\\*")
@example("a\u2069\u202eb")
def test_what_was_typed_forms_no_markup_mention_or_link_and_turns_nothing_around(typed: str) -> None:
    shown = isolated(typed)
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    body = shown[1:-1]
    bare = re.sub(r"\\[^A-Za-z0-9\s]", "", body)  # what is escaped is text
    assert not re.search(r"[*_~|`<]", bare)
    assert "://" not in body
    assert "\n" not in body
    assert not re.search(r"@(everyone|here)", body)
    assert not re.search(r"(?<!\\)\[[^\]]*\]\(", bare)
    assert not set(body) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@pytest.mark.parametrize("typed", ["kv cache", "what is σ(x)?", "L2 vs. L1", "ما هي الإنتروبيا", "c'est quoi"])
def test_plain_words_stay_as_they_are(typed: str) -> None:
    assert isolated(typed) == f"\u2068{typed}\u2069"
