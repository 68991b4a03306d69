"""What is kept of a look-up that found nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.misses import LONGEST, miss_of


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("How to bake Sourdough??", "how to bake sourdough"),
        ("  how   to bake\nsourdough ", "how to bake sourdough"),
        ("“sourdough”", "“sourdough”"),
        ("ＢＰＥ", "bpe"),
        ("C++", None),
        ("c++ templates", "c++ templates"),
        ("gpt-4o", "gpt-4o"),
        ("mail ada@example.org please", "mail please"),
        ("who is <@123456789012345678>", "who is"),
        ("see https://example.org/x?y=1 now", "see now"),
        ("call +49 170 1234567 tonight", "call tonight"),
        ("adam 0.9 0.999", "adam 0.9 0.999"),
        ("what is the <unk> token", "what is the <unk> token"),
        ("evil\u202egnp.exe", "evil gnp.exe"),
        ("что такое энтропия", "что такое энтропия"),
        ("ما هي الإنتروبيا", "ما هي الإنتروبيا"),
        ("🔥🔥🔥", None),
        ("12345", None),
        ("?!", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_a_miss_is_kept_as_an_author_can_use_it_and_without_persons(query: str, kept: str | None) -> None:
    assert miss_of(query) == kept


def test_a_long_miss_is_cut_at_a_word() -> None:
    kept = miss_of("sourdough " * 600)
    assert kept is not None
    assert len(kept) <= LONGEST
    assert set(kept.split()) == {"sourdough"}


@given(st.text(max_size=300))
def test_whatever_is_typed_a_miss_is_short_one_line_and_its_own_form(query: str) -> None:
    kept = miss_of(query)
    if kept is not None:
        assert 2 <= len(kept) <= LONGEST
        assert kept == " ".join(kept.split())
        assert miss_of(kept) == kept
