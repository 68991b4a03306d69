"""Looking something up: decides between found, "did you mean" and nothing."""

from __future__ import annotations

from bot.core.bank import TopicId
from bot.core.search.index import Index
from bot.core.search.query import Query, read
from bot.core.search.ranking import Candidate, rank
from bot.core.search.results import Found, Hit, Nothing, Outcome, Suggestions

# The confidence from which an entry is offered at all, and the score from which it is the answer.
OFFERED, CERTAIN = 0.46, 0.35
SPELLED_OUT = 0.6

# A long query holds words around the matter, which lower its score: each word that is understood makes up for some of
# them, up to six. Score and words together tell best what the bank answers from what it does not, by the queries of
# `make eval`; the share of the query that the best entry explains adds nothing to them.
PER_WORD, WORDS = 0.05, 6

NEAREST_TOPICS = 3


def find(index: Index, text: str, *, topic: str | None = None, limit: int = 5) -> Outcome:
    """Look up what a member asked, among all questions or those of one topic; `limit` bounds the hits.

    The text may be anything, of any length; what is no word, and whatever is very far back, is ignored.
    """
    query = read(index, text)
    ranked = _ranked(index, query, topic)
    if not ranked or not _is_answered(index, query, ranked[0]):
        return Nothing(_nearest_topics(index, ranked))
    hits = _hits(index, ranked[:limit])
    return Found(hits) if hits[0].score >= CERTAIN else Suggestions(hits)


def complete(index: Index, text: str, *, topic: str | None = None, limit: int = 25) -> tuple[Hit, ...]:
    """Return the questions that a text being typed may lead to, best first; none for an empty text."""
    return _hits(index, _ranked(index, read(index, text), topic)[:limit])


def _ranked(index: Index, query: Query, topic: str | None) -> list[Candidate]:
    if topic is None:
        return rank(index, query)
    position = next((n for n, known in enumerate(index.topics) if known == topic), None)
    return [] if position is None else rank(index, query, position)


def _is_answered(index: Index, query: Query, best: Candidate) -> bool:
    """Tell whether the best entry answers the query at all."""
    if best.entry in {*index.titled(query.text), *index.titled(query.core)}:
        return True
    # Single characters mean too many things, unless a title is made of them.
    if all(len(word) == 1 for word in query.text.split()):
        return len(query.units) > 1 and best.score >= SPELLED_OUT
    understood = min(WORDS, sum(unit.understood for unit in query.units))
    return best.score + PER_WORD * understood >= OFFERED


def _hits(index: Index, ranked: list[Candidate]) -> tuple[Hit, ...]:
    return tuple(Hit(index.ids[candidate.entry], candidate.score) for candidate in ranked)


def _nearest_topics(index: Index, ranked: list[Candidate]) -> tuple[TopicId, ...]:
    """Return the topics of the entries that come closest; the bank's first ones where nothing does."""
    nearest = [index.topic_of[candidate.entry] for candidate in ranked]
    return tuple(index.topics[n] for n in dict.fromkeys([*nearest, *range(len(index.topics))]))[:NEAREST_TOPICS]
