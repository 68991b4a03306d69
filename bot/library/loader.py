"""content/ → Bank: reads every file, collects every fault, then builds the values.

The form of a question is defined once, in `question.schema.json`, which editors use as well. What
makes an entry *good* is judged in `lint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.bank import Bank, Topic, TopicId
from bot.library import building, identity
from bot.library.faults import ContentError, Fault
from bot.library.files import TOPICS_FILE, QuestionFile, name_within, read_document, schema, yaml_files


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: the bank where there is no fault, the sound files, and all faults in order."""

    bank: Bank | None
    files: tuple[QuestionFile, ...]
    faults: tuple[Fault, ...]


def load_bank(directory: Path) -> Bank:
    """Load the bank from a content directory. Raises ContentError with every error of every file."""
    reading = read_bank(directory)
    if reading.bank is None:
        raise ContentError(directory, reading.faults)
    return reading.bank


def read_bank(directory: Path) -> Reading:
    """Read a content directory without judging style; never raises for what is inside the files."""
    topics, faults = read_topics(directory)
    rank = {topic.id: position for position, topic in enumerate(topics)}
    found = yaml_files(directory, faults) if directory.is_dir() else []
    paths = [path for path in found if path != directory / TOPICS_FILE]
    names = [name_within(path, directory) for path in paths]
    readable: list[QuestionFile] = []
    for path, name in zip(paths, names, strict=True):
        file = _read_question(path, name, list(rank), faults)
        if file is not None:
            readable.append(file)
    faults += identity.reference_faults(readable, names)
    files = tuple(file for file in readable if file.sound)
    bank = None
    if not faults:
        questions = sorted(map(building.question, files), key=lambda q: (rank[q.topic], q.id))
        bank = Bank(topics=topics, questions=tuple(questions))
    return Reading(bank=bank, files=files, faults=tuple(sorted(set(faults))))


def question_schema() -> dict[str, Any]:
    """Return the published JSON Schema of a question file."""
    return schema("question.schema.json")


def read_topics(directory: Path) -> tuple[tuple[Topic, ...], list[Fault]]:
    """Read the topics of a content directory, in their order; none where the file has a fault of form."""
    path = directory / TOPICS_FILE
    if not path.is_file():
        what = f"the folder has no {TOPICS_FILE}" if directory.is_dir() else "there is no such folder"
        mend = f"create {TOPICS_FILE} there, or name the folder that holds the bank"
        return (), [Fault(str(directory), 0, what, mend)]
    document, faults = read_document(path, TOPICS_FILE, "topics.schema.json")
    if document is None or faults:
        return (), faults
    seen: dict[str, int] = {}
    for position, entry in enumerate(document.value):
        line = document.line((position, "id"))
        if entry["id"] in seen:
            mend = f"give it another id (first on line {seen[entry['id']]})"
            faults.append(Fault(TOPICS_FILE, line, f"the topic `{entry['id']}` stands here again", mend))
        seen.setdefault(entry["id"], line)
    return tuple(map(building.topic, document.value)), faults


def _read_question(path: Path, name: str, topics: list[TopicId], faults: list[Fault]) -> QuestionFile | None:
    """Read a question; None where it is no YAML. A broken topics file brings no fault for each folder."""
    topic = TopicId(Path(name).parent.as_posix())
    faults += identity.place_faults(name, topic, topics)
    document, found = read_document(path, name, "question.schema.json")
    faults += found
    if document is None:
        return None
    file = QuestionFile(name, topic, document, sound=not found)
    own = list(identity.own_faults(file))
    faults += own
    return QuestionFile(name, topic, document, sound=not found and not own)
