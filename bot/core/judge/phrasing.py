"""The sentence around an answer: fillers, clauses, denials and lists of alternatives.

Works on folded text and knows nothing of what the answer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.judge.lexicon import NEGATORS

_LEAD = re.compile(
    r"(?:i\.e\.?|e\.g\.?|a\.k\.a\.?|ie|aka|also|or rather|that is(?: to say)?|well|so|ok|okay|um+|uh+|hm+|"
    r"maybe|perhaps|probably|possibly|clearly|obviously|definitely|surely|certainly|"
    r"hence|thus|therefore|then|i|id|im|ill|we|wed|you|one(?= (?:gets?|would|can))|they|think|believe|guess|"
    r"suppose|assume|would|say|said|am|pretty|fairly|quite|sure|that|thats|this|these|it|its|itd|itll|is|was|be|are|"
    r"were|must|should|will|can|the|an?(?=\s+(?!(?:or|and)\b|/))|"
    r"my|your|our|(?:final|correct|right)(?=\s*[,:;.!]|\s+(?:answer|ans|result|value|name|term|one|is)\b)|answer|ans|result|value|name|term|called|named|known|as|get|gets|got|have|use|"
    r"uses|using|used|apply|by|with|equals?|to|about|approximately|approx\.?|roughly|around|circa|ca\.?|nearly|almost|"
    r"exactly|just|simply|basically|namely|yes|yep|yeah|imo|imho|what|there|here)(?![\w^*/(+-])[\s,:;.!'\"]*"
)
_TAIL = re.compile(
    r"(?<=\S)[\s,.!?;:]+(?:please|thanks|thank you|i think|i guess|i believe|i suppose|probably|maybe|right|imo|imho|"
    r"lol|obviously|of course|in total|overall|exactly|approximately|approx|roughly|or so|for sure|i would say|"
    r"(?:is|was|would be|are) (?:the|my) (?:right |correct |final )?answer|is it|it is|is right|is correct)$"
)
_START = re.compile(r"(?:[\s\"',:;!?=~]|\.(?!\d)|-(?=\s+[^\d\s.]))+")
_FINAL = " \"',.:;!?("
_MOST_FILLERS = 12
_LONGEST_TAIL = 60
_LONGEST_OUTCOME = 3
_CLAUSE = re.compile(
    r"[;!?\n]+\s*|[,.:]\s+|\s-+\s+(?=[a-z])|\s+but rather\s+|\s+however\s+|"
    r"(?<!anything)(?<!everything)(?<!nothing)(?<!\ball)\s+but\s+(?!rather)"
)
_CONTRAST = re.compile(
    r"\b(?:rather than|instead of|as opposed to|in contrast to|compared (?:to|with)|unlike|different from|"
    r"as against|contrary to|better than|and not|but not)\b"
)
_DENIALS = re.compile(
    r"\b(?:anything but|everything but|all but|everything except|anything except|all except|other than|apart from|"
    r"opposite of|far from|aside from|wrong|incorrect|false)\b"
)
_AUXILIARIES = "is are was were be does do did will would can could should has have had may might must am"
_AUXILIARY = frozenset(_AUXILIARIES.split())
_REASONS = re.compile(
    r"[\s,;(]+(?:because|since|as it|as they|as the|as in|so that|which|where|due to|thanks to|given that|that is why|"
    r"e\.?g\b\.?|for example|for instance|such as)\b"
)
_OR = re.compile(r"\s+(?:or|vs\.?|versus|and/or|nor)\s+|\s+/\s+|\s*\|+\s*")
_LIST = re.compile(
    r"\s+(?:or|and|vs\.?|versus|and/or|nor|plus|aka|a\.k\.a\.?|i\.e\.?|ie)\s+|\s+/\s+|"
    r"\s*\|+\s*|,\s+(?:or\s+|and\s+)?|\s*;\s*|\s*&\s*|"
    r"[?!]\s+"
)
_RELATION = re.compile(
    r"^(?:half|double|twice|triple|quadruple|an? (?:third|quarter))"
    r"(?:(?: of (?:it|that))?[:,]|,? i\.?e\.?,?)\s+(?=\S*\d)"
)
_OUTCOME = re.compile(
    r"(?<=[\w)%]),?\s+"
    r"(?:so|thus|hence|therefore|i\.?e\.?,?|that is,?|"
    r"(?:is |and |which )?round(?:s|ed|ing)?(?: (?:up|down|off))?(?: to)?)\s+"
    r"(?!\w+ (?:decimals?|digits?|places?|significant))"
)
_SLASH = re.compile(r"(?<=[a-z\d])/(?=[a-z])")
_WORD = re.compile(r"[a-z]+|\d[\d.,/%]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says is so, and what it says is not."""

    asserted: str
    denied: tuple[str, ...]


def strip(text: str) -> str:
    """Take punctuation and fillers ("I think it's …", "… of course") off the ends of folded text."""
    for _ in range(_MOST_FILLERS):
        before = text
        text = ends(text)
        text = text[:-_LONGEST_TAIL] + _TAIL.sub("", text[-_LONGEST_TAIL:])
        if (found := _LEAD.match(text)) and text[found.end() :].strip(" .,:;!?\"'"):
            text = text[found.end() :]
        if before == text:
            break
    return text


def ends(text: str) -> str:
    """Take only punctuation and brackets off the ends of folded text."""
    text = text.rstrip(_FINAL)
    if start := _START.match(text):
        text = text[start.end() :]
    return _unbracket(text)


def _unbracket(text: str) -> str:
    pairs = {"(": ")", "[": "]"}
    if len(text) > 2 and pairs.get(text[0]) == text[-1] and not re.search(r"[()\[\]]", text[1:-1]):
        return text[1:-1].strip()
    return text


def claim(text: str, harmless: frozenset[str] = frozenset()) -> Claim:
    """Split folded text into what it asserts and what it denies ("softmax, not sigmoid").

    `harmless` are negators that belong to an accepted form, as in "non-causal decoder".
    """
    negators = NEGATORS - harmless
    asserted: list[str] = []
    denied: list[str] = []
    for clause in _CLAUSE.split(text):
        said, *refused = _parts(clause, negators)
        if said.strip():
            asserted.append(said.strip())
        denied += [part.strip() for part in refused if part.strip()]
    return Claim(", ".join(asserted), tuple(denied))


def _parts(clause: str, negators: frozenset[str]) -> Iterator[str]:
    """Yield what a clause asserts (perhaps nothing), then what it denies."""
    contrast = _CONTRAST.search(clause)
    head = clause[: contrast.start()] if contrast else clause
    words = _WORD.findall(head)
    negator = next((i for i, word in enumerate(words) if word in negators), None)
    if negator is None and not _denial(head, negators):
        yield head
    elif negator and words[negator] in {"not", "no"} and _contrasts(words, negator):
        yield from re.split(rf"\b{words[negator]}\b", head, maxsplit=1)
    else:
        yield ""
        yield head
    if contrast:
        yield clause[contrast.end() :]


def _denial(head: str, negators: frozenset[str]) -> bool:
    return any(found[0] not in NEGATORS - negators for found in _DENIALS.finditer(head))


def _contrasts(words: list[str], negator: int) -> bool:
    """Tell "softmax not sigmoid" from "softmax is not it"."""
    return negator + 1 < len(words) and not _AUXILIARY & set(words[:negator])


def denies_at_end(text: str) -> bool:
    """Tell whether a text takes itself back with its last clause ("softmax, not")."""
    return bool(re.search(r"(?:^|[\s,;.!?])(?:not|no|nope|false|wrong|just kidding|jk)[\s.!?]*$", text))


def without_reason(text: str) -> str:
    """Cut an explanation off ("softmax, because …")."""
    found = _REASONS.search(text)
    return text[: found.start()] if found and found.start() else text


def without_relation(text: str) -> str:
    """Cut off how a number relates to another one ("half: 4")."""
    return _RELATION.sub("", text)


def outcome(text: str) -> str:
    """Return the few words to which a reckoning comes ("32 blocks" of "31.25, so 32 blocks"), else the text."""
    last = _OUTCOME.split(without_reason(text))[-1]
    short = len(last.split()) <= _LONGEST_OUTCOME and any(character.isdigit() for character in last)
    return last if short else text


def spaced(text: str) -> str:
    """Set slashes between words apart, so that "relu/gelu" reads as two terms."""
    return _SLASH.sub(" / ", text)


def alternatives(text: str) -> list[str]:
    """Split folded text at "or", "and", commas, free slashes and the like; itself where there is none."""
    return [part for part in (strip(part) for part in _LIST.split(text)) if part]


def offers_choice(text: str) -> bool:
    """Tell whether a text leaves a choice open by "or" or a slash."""
    return bool(_OR.search(text))
