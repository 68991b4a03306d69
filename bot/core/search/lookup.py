"""Looking something up: decides between found, "did you mean" and nothing."""

from __future__ import annotations

from bot.core.bank import TopicId
from bot.core.search.index import Index
from bot.core.search.query import Query, read
from bot.core.search.ranking import Candidate, confidence, rank
from bot.core.search.results import Found, Hit, Nothing, Outcome, Suggestions

# The confidence from which an entry is offered at all, and the score from which it is the answer.
OFFERED, CERTAIN = 0.8, 0.35

NEAREST_TOPICS = 3


def find(index: Index, text: str, *, topic: str | None = None, limit: int = 5) -> Outcome:
    """Look up what a member asked, among all questions or those of one topic; `limit` bounds the hits.

    The text may be anything, of any length; what is no word, and whatever is very far back, is ignored.
    """
    query = read(index, text)
    ranked = _ranked(index, query, topic)
    sure = confidence(index, query, ranked[0].entry) if ranked and _is_readable(index, query) else 0.0
    hits = _hits(index, ranked[:limit])
    if sure < OFFERED or not hits:
        return Nothing(_nearest_topics(index, ranked))
    return Found(hits) if hits[0].score >= CERTAIN else Suggestions(hits)


def complete(index: Index, text: str, *, topic: str | None = None, limit: int = 25) -> tuple[Hit, ...]:
    """Return the questions that a text being typed may lead to, best first; none for an empty text."""
    return _hits(index, _ranked(index, read(index, text), topic)[:limit])


def _ranked(index: Index, query: Query, topic: str | None) -> list[Candidate]:
    if topic is None:
        return rank(index, query)
    position = next((n for n, known in enumerate(index.topics) if known == topic), None)
    return [] if position is None else rank(index, query, position)


def _is_readable(index: Index, query: Query) -> bool:
    """Tell whether there is more than single characters, which mean too many things, unless a title reads so."""
    return any(len(word) > 1 for word in query.text.split()) or any(True for _ in index.titled(query.text))


def _hits(index: Index, ranked: list[Candidate]) -> tuple[Hit, ...]:
    return tuple(Hit(index.ids[candidate.entry], candidate.score) for candidate in ranked)


def _nearest_topics(index: Index, ranked: list[Candidate]) -> tuple[TopicId, ...]:
    """Return the topics of the entries that come closest; the bank's first ones where nothing does."""
    nearest = [index.topic_of[candidate.entry] for candidate in ranked]
    return tuple(index.topics[n] for n in dict.fromkeys([*nearest, *range(len(index.topics))]))[:NEAREST_TOPICS]
