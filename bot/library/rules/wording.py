"""Rules of the language: spelling, whole sentences, and Markdown that Discord reads as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.library.rules.entry import Entry, Finding, Passage, passages, quoted, without_code

# British stems whose verbs and nouns are American with z; only with these endings, so that "optimism" is no fault.
_ISE = """
    anonym binar categor central character crystall custom diagonal discret emphas equal factor formal general initial
    linear local marginal material maxim memor minim neutral normal optim organ orthogonal orthonormal parallel
    parameter parametr penal polar prior public quant random real recogn regular reparameter reparametr serial special
    stabil standard summar symbol symmetr synchron token util vector visual
""".split()  # noqa: SIM905
_ISE_ENDINGS = "e|es|ed|ing|er|ers|ation|ations|able"
_WITH_Z = "the form with z"
_BRITISH = {
    r"behaviour\w*": "behavior",
    r"colour\w*": "color",
    r"neighbour\w*": "neighbor",
    r"favour\w*": "favor",
    r"labell(?:ed|ing|er|ers)": "labeled, labeling",
    r"modell(?:ed|ing|er|ers)": "modeled, modeling",
    r"channell(?:ed|ing)": "channeled, channeling",
    r"travell(?:ed|ing)": "traveled, traveling",
    r"cancell(?:ed|ing)": "canceled, canceling",
    r"signall(?:ed|ing)": "signaled, signaling",
    r"totall(?:ed|ing)": "totaled, totaling",
    r"centr(?:e|es|ed)": "center",
    r"fibre\w*": "fiber",
    r"metres?": "meter",
    r"(?:re|para)?analys(?:e|ed|er|ers|ing)": "analyze",
    r"catalys(?:e|ed|ing)": "catalyze",
    r"paralys(?:e|ed|ing)": "paralyze",
    r"artefacts?": "artifact",
    r"grey\w*": "gray",
    r"whilst": "while",
    r"learnt": "learned",
    r"spelt": "spelled",
    r"fulfil(?:s|ment)?": "fulfill",
    r"defence": "defense",
    r"offence": "offense",
    r"sceptic\w*": "skeptic",
    r"programmes?": "program",
    r"catalogues?": "catalog",
    r"ageing": "aging",
    r"(?:" + "|".join(_ISE) + rf")is(?:{_ISE_ENDINGS})": _WITH_Z,
}
_PREFIX = "(?:un|re|de|pre|non|over|under|mis)?"
_ANY_BRITISH = re.compile(f"{_PREFIX}(?:{'|'.join(_BRITISH)})")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")

_SENTENCE_END = re.compile(r"[.!?…][)\]\"”'’`*_]*\Z|[.!?…]?`{3}\Z")

_BROKEN_MARKDOWN = (
    (re.compile(r"^#{1,6} ", re.MULTILINE), "a heading", "write a bold lead-in: `**Why it works.**`"),
    (re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE), "a table, which Discord does not draw", "write a list"),
    (re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE), "HTML", "write Markdown, or use backticks"),
    (re.compile(r"!\[[^\]]*\]\("), "a picture, which Discord does not show", "write a formula or a link"),
    (re.compile(r"\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)"), "LaTeX between dollar signs", "write Unicode in backticks"),
    (re.compile(r"\|\|"), "`||`, which opens a spoiler", "put the formula in backticks"),
    (re.compile(r"~~"), "`~~`, which strikes text out", "put it in backticks"),
    (re.compile(r"\w_|_\w"), "an underscore outside backticks", "put the formula or the name in backticks"),
)
_MARKUP = re.compile(r"[`*_#|<>~$]|!\[")
_ASTERISK = re.compile(r"(?<!\*)\*(?!\*)")
_ITALICS = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]*[^\s*]\*(?![\w*])")
_BULLET = re.compile(r"^(\s*)\*(?= )", re.MULTILINE)
_MENTION = re.compile(r"<[@#][&!]?\d*>?|@(?:everyone|here)\b|<a?:\w+:\d+>|<t:\d+")


def british_spelling(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find British forms; the house style is American, and search folds both."""
    for entry, passage in _all(entries):
        if not any(map(_american, set(_LATIN_WORD.findall(passage.text.lower())))):
            continue
        for found in _LATIN_WORD.finditer(passage.text):
            if american := _american(found[0].lower()):
                what = f"`{found[0]}` is British spelling"
                yield entry.finding(passage.path, what, f"write {american}", passage.text[: found.start()])


def cut_sentences(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find sentences without an end; questions, prompts, hints and choices may be phrases."""
    for entry, passage in _all(entries):
        field = passage.path[-1]
        if field in ("summary", "answer", "point", "why") and not _SENTENCE_END.search(passage.text):
            line = passage.text[: passage.text.rfind("\n") + 1]
            what = f"the {field} does not end like a sentence: “… {passage.text[-30:].strip()}”"
            yield entry.finding(passage.path, what, "finish the sentence, with its full stop", line)


def broken_markdown(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find Markdown that Discord would misread or not draw."""
    for entry, passage in _all(entries):
        text = without_code(passage.text)
        if not _MARKUP.search(text):
            continue
        if "`" in text:
            yield entry.finding(passage.path, "a backtick has no partner in its line", "close the code", _to(text, "`"))
        for bold in text.split("\n\n"):
            if bold.count("**") % 2:
                before = text[: text.index(bold) + bold.index("**")]
                yield entry.finding(passage.path, "`**` opens bold and nothing closes it", "close or remove it", before)
        for pattern, what, mend in _BROKEN_MARKDOWN:
            if found := pattern.search(text):
                yield entry.finding(passage.path, f"the text has {what}", mend, text[: found.start()])
        lone = _ASTERISK.search(_ITALICS.sub(_blank, _BULLET.sub(r"\1-", text)))
        if lone:
            what = "the text has an asterisk outside backticks"
            yield entry.finding(passage.path, what, "write · or ×, or use backticks", text[: lone.start()])
        if passage.path[-1] in ("prompt", "question") and "**" in text:
            what = f"the {passage.path[-1]} is shown in bold already"
            yield entry.finding(passage.path, what, "remove the `**`", _to(text, "**"))


def mentions(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find what would ping people or turn into a mention."""
    for entry, passage in _all(entries):
        for found in _MENTION.finditer(passage.text):
            what = f"`{found[0]}` is a mention on Discord"
            yield entry.finding(passage.path, what, "write it in other words", passage.text[: found.start()])


def broken_lines(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find line breaks in texts that stand in a heading, a list or a button."""
    for entry in entries:
        for path, text in _single_lines(entry):
            if "\n" in text:
                what = f"{quoted(text)} has a line break, and Discord shows it within one line"
                yield entry.finding(path, what, "write it on one line, or use `>-`")


def _all(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Passage]]:
    return ((entry, passage) for entry in entries for passage in passages(entry))


def _single_lines(entry: Entry) -> Iterator[Passage]:
    question = entry.question
    for passage in passages(entry):
        if passage.path[-1] in ("question", "summary", "point", "hint", "text", "why"):
            yield passage
    for field in ("aliases", "phrasings"):
        for n, text in enumerate(getattr(question, field)):
            yield Passage((field, n), text)
    for n, formula in enumerate(question.formulas):
        yield Passage(("formulas", n, "latex"), formula.latex)
        yield Passage(("formulas", n, "plain"), formula.plain)
    for n, source in enumerate(question.sources):
        for field in ("authors", "title", "where"):
            yield Passage(("sources", n, field), getattr(source, field) or "")


@cache
def _american(word: str) -> str | None:
    """Return the American form of a British word in lower case, None for any other word."""
    if not _ANY_BRITISH.fullmatch(word):
        return None
    for pattern, american in _BRITISH.items():
        if re.fullmatch(f"{_PREFIX}(?:{pattern})", word):
            if american != _WITH_Z:
                return f"`{american}`" if "," not in american else f"the American form ({american})"
            stem, _, ending = word.rpartition("is")
            return f"`{stem}iz{ending}`"
    return None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _to(text: str, sign: str) -> str:
    return text[: text.index(sign)]
