"""content/ → Bank: reads every file, collects every fault, then builds the values.

The form of a question is defined once, in `question.schema.json`, which editors use as well; this
module adds what a schema cannot say (ids, references, exactly one key) and gives each fault its
file, line and remedy. What makes an entry *good* is judged in `lint`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from bot.core.bank import (
    Bank,
    Choice,
    ChoiceItem,
    Difficulty,
    Formula,
    Item,
    ItemId,
    KeyPoint,
    NearMiss,
    Question,
    QuestionId,
    Source,
    Topic,
    TopicId,
    TypedItem,
)
from bot.library import strict_yaml
from bot.library.explain import explain
from bot.library.faults import ContentError, Fault, Severity

TOPICS_FILE = "topics.yaml"


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """One file of the bank, read and found to be of the right form."""

    name: str
    topic: TopicId
    document: strict_yaml.Document

    def line(self, *path: str | int) -> int:
        """Return the line, from 1, of the value at `path`."""
        return self.document.line(path)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: the bank where there is no error, and all faults, in file order."""

    bank: Bank | None
    files: tuple[QuestionFile, ...]
    faults: tuple[Fault, ...]


def load_bank(directory: Path) -> Bank:
    """Load the bank from a content directory.

    Raises ContentError with every error of every file; warnings do not keep a bank from loading.
    """
    reading = read_bank(directory)
    if reading.bank is None:
        raise ContentError([fault for fault in reading.faults if fault.severity is Severity.ERROR])
    return reading.bank


def read_bank(directory: Path) -> Reading:
    """Read a content directory without judging style; never raises for what is inside the files."""
    faults: list[Fault] = []
    topics = _read_topics(directory, faults)
    files = list(_read_files(directory, {topic.id for topic in topics}, faults))
    faults += _reference_faults(files)
    bank = None
    if not faults:
        rank = {topic.id: position for position, topic in enumerate(topics)}
        questions = sorted(map(_question, files), key=lambda q: (rank[q.topic], q.id))
        bank = Bank(topics=topics, questions=tuple(questions))
    return Reading(bank=bank, files=tuple(files), faults=tuple(sorted(faults)))


@cache
def question_schema() -> dict[str, Any]:
    """Return the published JSON Schema of a question file."""
    return _schema("question.schema.json")


@cache
def _schema(name: str) -> dict[str, Any]:
    text = resources.files("bot.library").joinpath(name).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _read_document(path: Path, name: str, schema: dict[str, Any], faults: list[Fault]) -> strict_yaml.Document | None:
    """Read one file and check its form; None where the form is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        mend = "save it as UTF-8 (in most editors: Save with Encoding)"
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(Fault(name, line, "the file is not UTF-8 text", mend))
        return None
    except OSError as error:
        faults.append(Fault(name, 1, f"the file cannot be read: {error.strerror}", "check its permissions"))
        return None
    document = strict_yaml.read(text, name)
    found = list(document.faults)
    if not any("not valid YAML" in fault.what for fault in found):
        found += _form_faults(document, name, schema)
    faults += found
    return None if found else document


def _form_faults(document: strict_yaml.Document, name: str, schema: dict[str, Any]) -> Iterator[Fault]:
    already = {fault.line for fault in document.faults}
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document.value):
        for what, mend, path in explain(error):
            line = document.line(path)
            if line not in already:
                yield Fault(name, line, what, mend)


def _read_topics(directory: Path, faults: list[Fault]) -> tuple[Topic, ...]:
    path = directory / TOPICS_FILE
    if not path.is_file():
        mend = f"create {TOPICS_FILE} there, or name the folder that holds the bank"
        faults.append(Fault(str(directory), 1, f"the folder has no {TOPICS_FILE}", mend))
        return ()
    document = _read_document(path, TOPICS_FILE, _schema("topics.schema.json"), faults)
    if document is None:
        return ()
    seen: dict[str, int] = {}
    for position, entry in enumerate(document.value):
        line = document.line((position, "id"))
        first = seen.setdefault(entry["id"], line)
        if first != line:
            faults.append(Fault(TOPICS_FILE, line, f"topic `{entry['id']}` stands here again", f"see line {first}"))
    return tuple(Topic(TopicId(e["id"]), e["name"], e["description"], e["emoji"]) for e in document.value)


def _read_files(directory: Path, topics: set[TopicId], faults: list[Fault]) -> Iterator[QuestionFile]:
    schema = question_schema()
    # A broken topics file must not bring a second fault for every folder.
    judge_folders = bool(topics)
    for path in sorted([*directory.rglob("*.yaml"), *directory.rglob("*.yml")]):
        name = path.relative_to(directory).as_posix()
        if name == TOPICS_FILE:
            continue
        topic = TopicId(path.parent.relative_to(directory).as_posix())
        if path.suffix == ".yml":
            faults.append(Fault(name, 1, "the file's name ends in .yml", "let it end in .yaml"))
        if judge_folders and topic not in topics:
            known = ", ".join(sorted(topics))
            faults.append(Fault(name, 1, f"`{topic}` is not a topic", f"move it to one of {known}, or add the topic"))
        document = _read_document(path, name, schema, faults)
        if document is None:
            continue
        file = QuestionFile(name, topic, document)
        if path.stem != document.value["id"]:
            what = f"the id `{document.value['id']}` is not the file's name"
            faults.append(Fault(name, file.line("id"), what, f"rename the file or write `id: {path.stem}`"))
        faults += _item_faults(file)
        yield file


def _item_faults(file: QuestionFile) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for position, item in enumerate(file.document.value["items"]):
        line = file.line("items", position, "id")
        first = seen.setdefault(item["id"], line)
        if first != line:
            mend = f"give it another one (first on line {first})"
            yield Fault(file.name, line, f"the item id `{item['id']}` stands here again", mend)
        if item["kind"] == "choice":
            correct = sum("correct" in choice for choice in item["choices"])
            if correct != 1:
                where = file.line("items", position, "choices")
                what = f"{correct or 'none'} of the choices of `{item['id']}` {'are' if correct else 'is'} marked correct"
                yield Fault(file.name, where, what, "put `correct: true` on exactly one")
            texts = [choice["text"].casefold().strip() for choice in item["choices"]]
            for n, text in enumerate(texts):
                if text in texts[:n]:
                    where = file.line("items", position, "choices", n, "text")
                    yield Fault(file.name, where, "this choice stands above already", "write four different choices")


def _reference_faults(files: list[QuestionFile]) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for file in files:
        own = file.document.value["id"]
        first = home.setdefault(own, file.name)
        if first != file.name:
            mend = f"an id belongs to one question (see {first})"
            yield Fault(file.name, file.line("id"), f"the id `{own}` is taken", mend)
    for file in files:
        for position, other in enumerate(file.document.value.get("related", ())):
            if other == file.document.value["id"]:
                line = file.line("related", position)
                yield Fault(file.name, line, "the question is related to itself", "remove the line")
            elif other not in home:
                line = file.line("related", position)
                yield Fault(file.name, line, f"no question has the id `{other}`", "correct it or remove it")


def _question(file: QuestionFile) -> Question:
    value = file.document.value
    own = QuestionId(value["id"])
    difficulty = Difficulty(value["difficulty"])
    return Question(
        id=own,
        topic=file.topic,
        version=value.get("version", 1),
        question=value["question"].strip(),
        difficulty=difficulty,
        aliases=tuple(value["aliases"]),
        summary=value["summary"].strip(),
        answer=value["answer"].strip(),
        formulas=tuple(Formula(**formula) for formula in value.get("formulas", ())),
        key_points=tuple(KeyPoint(p["point"], tuple(p["accept"])) for p in value["key_points"]),
        sources=tuple(Source(**source) for source in value["sources"]),
        related=tuple(map(QuestionId, value.get("related", ()))),
        items=tuple(_item(own, difficulty, item) for item in value["items"]),
    )


def _item(question: QuestionId, default: Difficulty, value: dict[str, Any]) -> Item:
    own = ItemId(f"{question}/{value['id']}")
    difficulty = Difficulty(value.get("difficulty", default))
    prompt, hint = value["prompt"].strip(), value.get("hint")
    if value["kind"] == "choice":
        choices = tuple(Choice(c["text"], c.get("correct", False), c["why"].strip()) for c in value["choices"])
        return ChoiceItem(own, question, difficulty, prompt, hint, choices)
    close = tuple(NearMiss(near["text"], near["why"].strip()) for near in value.get("close", ()))
    return TypedItem(own, question, difficulty, prompt, hint, tuple(value["accept"]), close, value["why"].strip())
