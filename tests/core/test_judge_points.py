"""Long answers: which key points were said, which are missing, and with which words they were shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bank import Difficulty, KeyPoint, Question, QuestionId, TopicId
from bot.core.judge import Reason, explain, judge_points
from bot.core.scoring import Verdict

ASYMMETRIC = "KL is asymmetric and not a metric."
SUPPORT = "It is infinite where Q misses support."
LIKELIHOOD = "Minimizing it is maximum likelihood."
LOG_RATIO = "It is an expected log-ratio, E[log p/q]."
POINTS = (
    KeyPoint(ASYMMETRIC, ("asymmetric", "not symmetric", "not a metric")),
    KeyPoint(SUPPORT, ("infinite", "missing support", "blows up")),
    KeyPoint(LIKELIHOOD, ("maximum likelihood", "minimizing cross-entropy")),
    KeyPoint(LOG_RATIO, ("expected log ratio", "log(p/q)")),
)


def question(points: tuple[KeyPoint, ...] = POINTS) -> Question:
    return Question(
        id=QuestionId("kl"),
        topic=TopicId("probability"),
        version=1,
        question="What is the KL divergence?",
        difficulty=Difficulty.MEDIUM,
        aliases=(),
        summary="",
        answer="",
        formulas=(),
        key_points=points,
        sources=(),
        related=(),
        items=(),
    )


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("It is asymmetric.", (ASYMMETRIC,)),
        ("KL isn't symmetric", (ASYMMETRIC,)),
        ("the divergence is never symmetric", (ASYMMETRIC,)),
        ("it is symmetric", ()),
        ("It is not asymmetric.", ()),
        ("It is assymetric", (ASYMMETRIC,)),
        ("it becomes infinite if Q lacks mass", (SUPPORT,)),
        ("it is not infinite", ()),
        ("It does not stay small, it is infinite there", (SUPPORT,)),
        ("It blew up? No: it blows up", (SUPPORT,)),
        ("that's the MLE", (LIKELIHOOD,)),
        ("maximising the likelihood... maximum likelihood!", (LIKELIHOOD,)),
        ("one minimises the cross entropy", (LIKELIHOOD,)),
        ("the expectation of log( p / q ) under p", (LOG_RATIO,)),
        ("the log of the ratio", ()),
        ("Not only is it asymmetric, it is also infinite.", (ASYMMETRIC, SUPPORT)),
        ("", ()),
        ("🎉", ()),
        ("no idea", ()),
    ],
)
def test_a_point_counts_when_one_of_its_phrases_is_said_and_not_denied(text: str, covered: tuple[str, ...]) -> None:
    judgement = judge_points(question(), text)
    assert judgement.covered == covered
    assert judgement.missing == tuple(point.point for point in POINTS if point.point not in covered)
    assert len(judgement.saw) == len(covered)
    assert judgement.credit == len(covered) / 4


def shown(phrase: str, text: str) -> bool:
    return bool(judge_points(question((KeyPoint("The point.", (phrase,)),)), text).covered)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("keeps the direction", "the direction is preserved"),
        ("preserves direction", "which retains its direction"),
        ("changes the direction", "that alters the direction"),
        ("per element", "per component"),
        ("scales the whole", "scale the entire gradient"),
        ("20 tokens per parameter", "about twenty tokens per param"),
        ("4 bit weights", "the weights are kept in four bits"),
        ("neither a minimum nor a maximum", "neither a min nor a max"),
        ("paths curve", "the trajectories are curved"),
        ("average surprise", "the expected surprise"),
        ("larger batch", "with bigger batches"),
        ("future tokens", "it must not look at later tokens... so later tokens are hidden"),
        ("fine-tuned", "a finetuned model"),
        ("fine-tuning", "by fine tuning it"),
        ("pre-training", "in pretraining"),
        ("multi-head", "with several, that is multihead"),
        ("low-rank", "lowrank matrices"),
        ("dataset", "a fresh data set"),
        ("false positives dominate", "the false alarms swamp the real ones"),
        ("KL(q||p)", "the KL(q ‖ p)"),
        ("probabilities only", "it is about the probabilities only"),
        ("weight-only", "weight only quantization"),
        ("no saddle", "there are no bad local minima or saddle points"),
        ("quantizes", "after quantization"),
        ("looking for", "what it looks for"),
        ("at the expense of", "at the expense of the training loss"),
        ("one in six", "that is one in six"),
        ("may not converge", "it may fail to converge"),
        ("no saddle points", "it lacks saddle points"),
        ("iid", "they are independent and identically distributed"),
        ("asymmetric", "it is assymetric"),
        ("keys and values from the encoder", "the keys and the values come from the encoder"),
    ],
)
def test_a_phrase_is_known_in_other_words(phrase: str, text: str) -> None:
    assert shown(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("probabilities only", "one outcome has probability 1"),
        ("weight-only", "the remaining weights"),
        ("encoder to decoder", "from the decoder back to the encoder"),
        ("preserves direction", "the direction is not preserved"),
        ("lower bias", "higher bias"),
        ("variance rises", "the variance falls"),
        ("memory-bound", "the bound holds, and memory is free"),
        ("local minimum", "the minimum is found; locally it is flat"),
        ("tokenizer", "per token"),
        ("stall", "a small step"),
        ("lossy", "the loss"),
        ("averaging", "it is expected"),
        ("diminishing", "it reduces them"),
        ("√L", "the square root, sqrt, of n"),
        ("large n", "larger models"),
        ("random A", "a random start"),
        ("at the expense of", "it is expensive"),
        ("in between", "between the two"),
        ("can be used", "it uses a cache"),
        ("from 0 to 1", "the values 0, 2 and 1"),
        ("one in six", "1 of 12, or 6"),
        ("may not converge", "it does not fail to converge"),
        ("iid", "of dimension d"),
        ("preserves the direction", "it fails to preserve the direction"),
        ("normalization", "a normal distribution"),
        ("optimal", "the optimizer"),
        ("general", "it generalizes"),
        ("keys and values from the encoder", "queries come from the encoder and keys and values from the decoder"),
    ],
)
def test_a_phrase_is_not_heard_where_something_else_is_said(phrase: str, text: str) -> None:
    assert not shown(phrase, text)


PREFILL = "Prefill is compute-bound, since each weight is used for many tokens."
DECODE = "Decode is memory-bound, since all weights are read for one token."
TIMES = "TTFT is the time that prefill takes."
BOUND = (
    KeyPoint(PREFILL, ("compute-bound",)),
    KeyPoint(DECODE, ("memory-bound",)),
    KeyPoint(TIMES, ("time to first token",)),
)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Prefill is compute-bound and decode is memory-bound.", (PREFILL, DECODE)),
        ("Prefill is memory-bound and decode is compute-bound.", ()),
        ("Decode is compute-bound, prefill memory-bound", ()),
        ("Unlike prefill, decode is memory-bound", (DECODE,)),
        ("the one is compute-bound, the other memory-bound", (PREFILL, DECODE)),
        ("Prefill sets the time to first token.", (TIMES,)),
        ("Decode tokens one by one: memory-bound. Prefill: compute-bound.", (PREFILL, DECODE)),
    ],
)
def test_what_is_said_of_the_other_thing_that_is_compared_does_not_count(text: str, covered: tuple[str, ...]) -> None:
    asked = replace(question(BOUND), question="What distinguishes prefill from decode, and what is TTFT?")
    assert judge_points(asked, text).covered == covered


TOP_K = "Top-k keeps a fixed number of tokens."
TOP_P = "Top-p keeps the smallest set of tokens whose total probability reaches p."
SEARCH = "Search fits tasks with few answers; sampling fits open-ended text."
DECODING = (
    KeyPoint(TOP_K, ("fixed number",)),
    KeyPoint(TOP_P, ("cumulative probability",)),
    KeyPoint(SEARCH, ("open-ended",)),
)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Top-k keeps the tokens whose cumulative probability is k.", ()),
        ("Top-p goes by cumulative probability and top-k by a fixed number.", (TOP_K, TOP_P)),
        ("Nucleus sampling goes by the cumulative probability.", (TOP_P,)),
    ],
)
def test_things_that_are_compared_may_differ_in_their_last_letter(text: str, covered: tuple[str, ...]) -> None:
    asked = replace(question(DECODING), question="How do top-k, top-p and search or sampling differ?")
    assert judge_points(asked, text).covered == covered


def test_the_question_itself_covers_nothing() -> None:
    asked = replace(question(), question="Why is KL asymmetric and infinite?")
    assert judge_points(asked, "Why is KL asymmetric and infinite?").covered == ()
    assert judge_points(asked, "why is KL asymmetric and infinite? It blows up.").covered == (SUPPORT,)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("asymmetric, infinite, maximum likelihood, log(p/q)", Verdict.RIGHT),
        ("asymmetric, infinite, and maximum likelihood", Verdict.RIGHT),
        ("asymmetric and infinite", Verdict.CLOSE),
        ("asymmetric", Verdict.WRONG),
        ("nothing of it", Verdict.WRONG),
    ],
)
def test_two_thirds_of_the_points_are_right_and_one_third_is_close(text: str, verdict: Verdict) -> None:
    assert judge_points(question(), text).verdict is verdict


def test_the_words_that_showed_a_point_are_reported() -> None:
    judgement = judge_points(question(), "Well, KL is not really a metric. It blows up sometimes.")
    assert judgement.saw == ("not really metric", "blows up")
    assert explain(judgement) == 'Key points covered: 2 of 4, shown by "not really metric", "blows up".'


def test_one_of_a_single_point_is_right_and_an_empty_answer_says_so() -> None:
    single = question(POINTS[:1])
    assert judge_points(single, "asymmetric").verdict is Verdict.RIGHT
    assert judge_points(single, " ").reason is Reason.EMPTY
    assert judge_points(question(()), "anything").verdict is Verdict.WRONG


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_judged_alike_twice(text: str) -> None:
    judgement = judge_points(question(), text)
    assert judgement == judge_points(question(), text)
    assert {*judgement.covered, *judgement.missing} == {point.point for point in POINTS}
