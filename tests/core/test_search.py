"""The `/ask` search on a small bank of its own, so that authors may change the real one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bank import Bank, Difficulty, Formula, KeyPoint, Question, QuestionId, Topic, TopicId
from bot.core.search import Found, Hit, Nothing, Outcome, Suggestions, build, complete, find
from bot.core.search.building import BODY, MARGIN, SATURATION, TITLE
from bot.core.search.lexicon import STOP_WORDS
from bot.core.search.vocabulary import Vocabulary
from bot.core.search.words import BREAK, pieces, stem, words


def question(topic: str, name: str, text: str, aliases: list[str], summary: str, answer: str = "") -> Question:
    return Question(
        id=QuestionId(name),
        topic=TopicId(topic),
        version=1,
        question=text,
        difficulty=Difficulty.EASY,
        aliases=tuple(aliases),
        summary=summary,
        answer=answer,
        formulas=(Formula(r"\theta", "θ ← θ − η∇L"),) if name == "gradient-descent" else (),
        key_points=(KeyPoint(summary, ()),),
        sources=(),
        related=(),
        items=(),
    )


QUESTIONS = (
    question(
        "optimization",
        "gradient-descent",
        "How does gradient descent update the parameters?",
        ["gradient descent", "update rule", "steepest descent", "θ ← θ − η∇L"],
        "It moves the parameters a small step against the gradient of the loss.",
        "Too large a step overshoots the minimum; momentum smooths the path through a ravine.",
    ),
    question(
        "optimization",
        "learning-rate",
        "What does the learning rate control?",
        ["learning rate", "step size", "loss diverges"],
        "The length of each step: too large diverges, too small crawls.",
    ),
    question(
        "optimization",
        "saddle-point",
        "What is a saddle point?",
        ["saddle point", "flat in one direction", "indefinite Hessian"],
        "A stationary point that is a minimum along one direction and a maximum along another.",
    ),
    question(
        "training",
        "batch-normalization",
        "Why does batch normalization help to train deep networks?",
        ["batch norm", "batch normalization", "BN", "running statistics"],
        "It standardizes each feature over the minibatch and then scales and shifts it.",
        "At test time the running averages are used.",
    ),
    question(
        "training",
        "rmsprop",
        "How does RMSprop adapt the step of each parameter?",
        ["RMSprop", "moving average of squared gradients"],
        "It divides the gradient by the root of a moving average of its square.",
    ),
    question(
        "training",
        "dropout",
        "How does dropout regularize a network?",
        ["dropout", "drop units at random", "inverted scaling"],
        "It switches units off at random, so that none can rely on another.",
    ),
    question(
        "transformer",
        "attention",
        "What is attention?",
        ["attention", "weighted average of values", "soft lookup"],
        "A weighted average of values, with weights from the similarity of a query and the keys.",
    ),
    question(
        "transformer",
        "multi-head-attention",
        "Why does multi-head attention use several heads?",
        ["multi-head attention", "MHA", "parallel heads"],
        "Each head attends in a subspace of its own; their outputs are concatenated and projected.",
    ),
    question(
        "transformer",
        "kv-cache",
        "What does the key-value cache store while a model generates?",
        ["KV cache", "key-value cache", "reuse past keys"],
        "The keys and values of all earlier tokens, so that a new token costs one query only.",
    ),
)
BANK = Bank(
    topics=tuple(Topic(TopicId(name), name.title(), "", "") for name in ("optimization", "training", "transformer")),
    questions=QUESTIONS,
)
INDEX = build(BANK)


def hits(outcome: Outcome) -> tuple[Hit, ...]:
    match outcome:
        case Found(hits=found) | Suggestions(hits=found):
            return found
        case Nothing():
            return ()


def first(text: str, **options: str) -> str | None:
    found = hits(find(INDEX, text, **options))
    return found[0].question_id if found else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # as it is called
        ("dropout", "dropout"),
        ("What is a saddle point?", "saddle-point"),
        ("LEARNING RATE", "learning-rate"),
        # abbreviations, both ways
        ("bn", "batch-normalization"),
        ("lr", "learning-rate"),
        ("mha", "multi-head-attention"),
        ("grad desc", "gradient-descent"),
        ("multi head attn", "multi-head-attention"),
        # typing errors
        ("gradeint decsent", "gradient-descent"),
        ("batch nromalization", "batch-normalization"),
        ("sadle piont", "saddle-point"),
        ("hte dropuot", "dropout"),
        # unfinished words
        ("dropo", "dropout"),
        ("saddle p", "saddle-point"),
        ("batch nor", "batch-normalization"),
        # words joined and split
        ("rms prop", "rmsprop"),
        ("batchnorm", "batch-normalization"),
        ("multihead attention", "multi-head-attention"),
        ("key-value caching", "kv-cache"),
        # signs
        ("theta = theta - eta * grad", "gradient-descent"),
        ("∇L", "gradient-descent"),
        # whole sentences, and what stands only in the text
        ("hey, can somebody explain to me what the learning rate does exactly??", "learning-rate"),
        ("switches units off at random", "dropout"),
        ("flat in one way and a maximum along the other", "saddle-point"),
        # everyday words for the field's
        ("shut off units randomly", "dropout"),
    ],
)
def test_what_was_meant_comes_first(text: str, wanted: str) -> None:
    assert first(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "???", "🙂🙂", "1", "42", "x", "a b c d", "qwertyuiop", "aaaaaaaaaaaa", "\x00\x07\u202e",
        "weather tomorrow", "bitcoin price today", "who are you", "best pizza in town",
        "attention deficit disorder symptoms", "rate my haircut please", "random forest feature importance",
        "שלום עולם", "天气怎么样",
    ],
)  # fmt: skip
def test_what_the_bank_does_not_answer_is_refused(text: str) -> None:
    outcome = find(INDEX, text)
    assert isinstance(outcome, Nothing)
    assert 0 < len(outcome.topics) <= 3


def test_a_sure_match_is_found_and_a_vague_one_suggested() -> None:
    assert isinstance(find(INDEX, "batch normalization"), Found)
    assert isinstance(find(INDEX, "shut off units randomly"), Suggestions)


def test_a_refusal_names_the_topic_that_comes_closest() -> None:
    outcome = find(INDEX, "kubernetes cache eviction policy of cloud providers")
    assert isinstance(outcome, Nothing)
    assert outcome.topics[0] == "transformer"


def test_a_topic_leaves_out_all_others() -> None:
    assert first("attention", topic="transformer") == "attention"
    assert first("attention", topic="optimization") is None
    assert first("attention", topic="no such topic") is None


def test_an_empty_bank_finds_nothing() -> None:
    empty = build(Bank(topics=(), questions=()))
    assert find(empty, "attention") == Nothing(topics=())
    assert complete(empty, "att") == ()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("g", "gradient-descent"), ("dr", "dropout"), ("what is a s", "saddle-point"), ("multi-h", "multi-head-attention"),
     ("how does d", "dropout"), ("kv", "kv-cache"), ("lernin", "learning-rate"), ("attention", "attention"),
     ("what is", "saddle-point")],
)  # fmt: skip
def test_typing_completes_to_what_begins_so(typed: str, wanted: str) -> None:
    assert complete(INDEX, typed)[0].question_id == wanted


def test_nothing_typed_completes_to_nothing() -> None:
    assert complete(INDEX, "") == ()
    assert complete(INDEX, " ?") == ()


def test_equal_matches_keep_the_order_of_the_bank() -> None:
    twins = [question("t", name, f"About entropy {name}", ["chaos"], "Entropy.") for name in ("south", "north", "west")]
    index = build(Bank((Topic(TopicId("t"), "T", "", ""),), tuple(twins)))
    assert [hit.question_id for hit in complete(index, "entropy")] == ["south", "north", "west"]


def test_very_long_text_is_read_from_its_start() -> None:
    assert first("dropout " + "lorem ipsum " * 500 + "attention") != "attention"
    assert hits(find(INDEX, "dropout? " * 1_000))[0].question_id == "dropout"


WORDS = st.sampled_from([word for q in QUESTIONS for word in (q.question + " " + " ".join(q.aliases)).split()])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join))


@settings(deadline=None)
@given(texts=st.lists(st.one_of(TEXTS, st.text("aB1'’-é²σśİﬁ你 \n\x00\x1e", max_size=8)), max_size=4))
def test_texts_split_together_read_as_each_alone(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    spelled = [vocabulary.spellings[number] for number in vocabulary.numbers(pieces(texts))]
    assert spelled == [word for text in texts for word in (*words(text), BREAK)]


SAID = st.lists(st.sampled_from(["loss", "losses", "grid", "σ²", "of", "the", "adam"]), max_size=5).map(" ".join)


def said(q: Question) -> Counter[str]:
    """Count what a question says, without any of the index's haste."""
    weights = Counter[str]()
    for title in (q.question, *q.aliases, q.id):
        content = [word for word in words(title) if word not in STOP_WORDS]
        weights.update([stem(word) for word in content or words(title)] * TITLE)
    for text in (q.summary, q.key_points[0].point):
        weights.update([stem(word) for word in words(text) if word not in STOP_WORDS] * BODY)
    weights.update({stem(word): MARGIN for word in words(q.answer) if word not in STOP_WORDS})
    return weights


@settings(max_examples=50, deadline=None)
@given(written=st.lists(st.tuples(SAID, SAID, SAID, SAID), min_size=1, max_size=4))
def test_an_index_holds_what_its_texts_say(written: list[tuple[str, str, str, str]]) -> None:
    questions = [question("t", f"q{n}", text, [alias], *rest) for n, (text, alias, *rest) in enumerate(written)]
    index = build(Bank((Topic(TopicId("t"), "T", "", ""),), tuple(questions)))
    for entry, q in enumerate(questions):
        held = {root: impact for root, term in index.terms.items() if (impact := index.impact(term, entry))}
        assert held == pytest.approx({root: weight / (weight + SATURATION) for root, weight in said(q).items()})


@settings(deadline=None)
@given(text=TEXTS, limit=st.integers(1, 9))
def test_hits_are_sorted_within_bounds_and_limited(text: str, limit: int) -> None:
    for found in (hits(find(INDEX, text, limit=limit)), complete(INDEX, text, limit=limit)):
        scores = [hit.score for hit in found]
        assert len(found) <= limit
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 < score <= 1.0 for score in scores)
        assert len({hit.question_id for hit in found}) == len(found)


@settings(deadline=None)
@given(text=TEXTS, topic=st.sampled_from(BANK.topics))
def test_all_hits_belong_to_the_topic(text: str, topic: Topic) -> None:
    found = hits(find(INDEX, text, topic=topic.id)) + complete(INDEX, text, topic=topic.id)
    assert {q.topic for hit in found if (q := BANK.question(hit.question_id))} <= {topic.id}


@settings(max_examples=25, deadline=None)
@given(text=TEXTS)
def test_the_same_text_finds_the_same_in_an_index_built_anew(text: str) -> None:
    assert find(build(BANK), text) == find(INDEX, text)


@settings(deadline=None)
@given(asked=st.sampled_from(QUESTIONS), dress=st.sampled_from(["{}", "  {}!!", "**{}**", "«{}»", "{}\n"]))
def test_a_question_s_own_text_finds_it_first(asked: Question, dress: str) -> None:
    assert first(dress.format(asked.question)) == asked.id


@settings(deadline=None)
@given(asked=st.sampled_from(QUESTIONS), data=st.data())
def test_every_alias_finds_its_question_first(asked: Question, data: st.DataObject) -> None:
    alias = data.draw(st.sampled_from(asked.aliases))
    assert first(alias) == asked.id
    assert first(alias.upper()) == asked.id


@pytest.mark.parametrize(
    ("british", "american"),
    [("optimiser", "optimizer"), ("normalisation", "normalization"), ("behaviours", "behavior"), ("centres", "center"),
     ("analysing", "analyze"), ("labelled", "labeling"), ("modelling", "models")],
)  # fmt: skip
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    assert stem(british) == stem(american)


def test_words_that_only_look_british_keep_their_family() -> None:
    for family in ("call calls calling called", "score scores scored", "noise noises", "hour hours", "roll rolling"):
        assert len({stem(word) for word in family.split()}) == 1
