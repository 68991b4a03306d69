"""Rules against saying the same twice: aliases, questions, prompts and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.core.bank import Source
from bot.library.rules.entry import Entry, Finding, Path, folded, quoted, words

_SAME_TITLE = 90
_SAME_QUESTION = 75
_SAME_PROMPT = 88
"""Similarities, 0 to 100, from which two texts say the same. Prompts may differ in their numbers alone."""

_QUESTION_WORDS = frozenset(
    ["what", "is", "are", "the", "a", "an", "of", "and", "how", "why", "does", "do", "it", "in", "to", "for", "s"]
)


_KINDS = {"aliases": "alias", "phrasings": "phrasing"}

_Text = tuple[Entry, Path, str]


def claimed_aliases(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find aliases and phrasings that another question has, whatever their case and hyphens."""
    owner: dict[str, Entry] = {}
    for entry in entries:
        for path, text in _aliases(entry):
            first = owner.setdefault(folded(text), entry)
            if first is not entry:
                what = f"the {_KINDS[str(path[0])]} `{text}` belongs to `{first.question.id}` already"
                mend = "keep it with the question that people mean by it, and make the other more specific"
                yield entry.finding(path, what, mend)


def idle_aliases(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find aliases and phrasings that differ from another one of their entry only in case, spaces or hyphens."""
    for entry in entries:
        seen: dict[str, str] = {}
        for path, text in _aliases(entry):
            key = folded(text)
            if key in seen:
                what = (
                    f"the {_KINDS[str(path[0])]} `{text}` is `{seen[key]}` again: search folds case, spaces and hyphens"
                )
                yield entry.finding(path, what, "remove one of them")
            seen.setdefault(key, text)


def _aliases(entry: Entry) -> Iterator[tuple[Path, str]]:
    for field in _KINDS:
        for n, text in enumerate(getattr(entry.question, field)):
            yield (field, n), text


def alike_questions(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find questions whose words are nearly those of another one."""
    questions: list[_Text] = [(entry, ("question",), entry.question.question) for entry in entries]
    yield from _alike(questions, "question", _SAME_QUESTION)


def alike_prompts(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find quiz items whose prompt is nearly that of another one."""
    prompts: list[_Text] = [
        (entry, ("items", n, "prompt"), item.prompt) for entry in entries for n, item in enumerate(entry.question.items)
    ]
    yield from _alike(prompts, "prompt", _SAME_PROMPT)


def repeated_sources(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find sources that stand twice in one entry."""
    for entry in entries:
        seen: dict[str, int] = {}
        for n, source in enumerate(entry.question.sources):
            for mark in _marks(source):
                if seen.setdefault(mark, n) != n:
                    what = f"the source {quoted(source.title)} stands above already"
                    yield entry.finding(("sources", n), what, "keep one of them, with all its details")
                    break


def unlike_sources(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find identifiers under which two entries name different works or years."""
    first: dict[str, tuple[Entry, Source]] = {}
    for entry in entries:
        for n, source in enumerate(entry.question.sources):
            for mark in (mark for mark in (source.arxiv, source.doi) if mark):
                other, known = first.setdefault(mark.casefold(), (entry, source))
                same_title = fuzz.ratio(folded(source.title), folded(known.title)) > _SAME_TITLE
                if not same_title or source.year != known.year:
                    mine, theirs = f"{source.title} ({source.year})", f"{known.title} ({known.year})"
                    what = f"`{mark}` is {quoted(mine)} here and {quoted(theirs)} in {other.file.name}"
                    yield entry.finding(("sources", n), what, "look the work up and correct one of them")


def _alike(texts: list[_Text], noun: str, limit: float) -> Iterator[Finding]:
    keys = [" ".join(sorted(set(words(text)) - _QUESTION_WORDS)) for _, _, text in texts]
    for mine, key in enumerate(keys):
        # Not rapidfuzz's cdist: to import numpy takes longer than to compare all these texts.
        alike = process.extract(key, keys[:mine], scorer=fuzz.ratio, score_cutoff=limit, limit=None)
        for other in sorted(position for _, _, position in alike):
            entry, path, _ = texts[mine]
            first, first_path, text = texts[other]
            where = f"{first.file.name}:{first.file.line(*first_path)}"
            what = f"the {noun} asks nearly the same as {where}, {quoted(text)}"
            yield entry.finding(path, what, "ask for something else, or remove one of them")


def _marks(source: Source) -> Iterator[str]:
    yield from (mark.casefold() for mark in (source.arxiv, source.doi) if mark)
    yield f"{folded(source.title)} {folded(source.where or '')}"
