"""The file that `bank new` writes: every field with what belongs in it, and nothing to load yet."""

from __future__ import annotations

import re
from pathlib import Path

from bot.core.errors import VivaError
from bot.library.files import TOPICS_FILE
from bot.library.loader import read_topics

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_MAX_ID = 48


class TemplateRefused(VivaError):
    """The template cannot be written; the message is a sentence that says what to do."""


def create(directory: Path, topic: str, question_id: str) -> Path:
    """Write the template of a new question into the bank and return its path.

    Raises TemplateRefused for an unknown topic, an id that no question may bear, and a question that
    exists under any topic. An existing file is never touched.
    """
    topics = [known.id for known in read_topics(directory)[0]]
    if not topics:
        raise TemplateRefused(f"{directory / TOPICS_FILE} cannot be read; `bank check` says why.")
    if topic not in topics:
        raise TemplateRefused(f"`{topic}` is not a topic. The topics are {', '.join(topics)}.")
    if not _ID.match(question_id) or len(question_id) > _MAX_ID:
        form = f"lower-case letters, digits and single hyphens, at most {_MAX_ID} characters"
        raise TemplateRefused(f"`{question_id}` cannot be an id. Use {form}, like newtons-method.")
    for taken in directory.glob(f"*/{question_id}.yaml"):
        raise TemplateRefused(f"The question `{question_id}` exists already: {taken}.")
    path = directory / topic / f"{question_id}.yaml"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(template(question_id))
    except OSError as error:
        raise TemplateRefused(f"{path} cannot be written: {error.strerror}.") from error
    return path


def template(question_id: str) -> str:
    """Return the text of a new question's file; the checker names each place that waits for words."""
    return _TEMPLATE.format(id=question_id)


_TEMPLATE = """\
# yaml-language-server: $schema=../../bot/library/question.schema.json
# docs/authoring.md explains every field. Remove the comments as you go; `bank check` tells what is left.
id: {id}
question:  # as an interviewer would ask it
difficulty: medium  # easy: a definition; medium: a reason or a comparison; hard: a derivation or a judgement
aliases:  # what people type when they mean this question: names, abbreviations, symbols, everyday words
  -
  -
  -
phrasings:  # how somebody asks who does not know the name, in everyday words; only the search reads them
  -
  -
  -
summary: >-  # one or two sentences: what you would say first
answer: |-  # why; under which conditions; an example or a number; the mistake people make
formulas:  # remove where there is none
  - latex: ''  # within matplotlib's mathtext, without dollar signs
    plain: ""  # the same in Unicode, as you would read it aloud
key_points:  # three to six sentences that a strict interviewer wants to hear
  - point:
    accept: []  # short phrases, any one of which shows that the point was said
  - point:
    accept: []
  - point:
    accept: []
sources:  # one to three primary sources that you looked up
  - authors:
    title:
    year:
    where:  # chapter, journal or conference; or arxiv: "1706.03762"; or doi: 10.1038/323533a0
related: []  # ids of the questions one would ask next, nearest first
items:
  - id: first-item
    kind: choice
    prompt:  # it stands alone and does not contain the answer
    choices:  # one key; three mistakes of the same kind and length
      - text:
        why:
      - text:
        correct: true
        why:
      - text:
        why:
      - text:
        why:
  - id: second-item
    kind: choice
    prompt:
    choices:
      - text:
        why:
      - text:
        why:
      - text:
        why:
      - text:
        correct: true
        why:
  - id: in-writing
    kind: typed
    prompt:  # ask for a number, a term or a short formula
    accept: []  # the first is shown as the answer
    why:
"""
