"""Laws of the judge that hold for any text, and over every item of the bank."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bank import ChoiceItem, Difficulty, ItemId, QuestionId, TypedItem
from bot.core.judge import Reason, explain, judge, judge_item, judge_points
from bot.core.scoring import Verdict
from tests.shipped import shipped


@cache
def typed_items() -> tuple[TypedItem, ...]:
    return tuple(i for question in shipped().questions for i in question.items if isinstance(i, TypedItem))


def typed(*accept: str, prompt: str = "What is it?") -> TypedItem:
    return TypedItem(ItemId("q/i"), QuestionId("q"), Difficulty.EASY, prompt, None, accept, (), "Why.")


TERMS = ["batch normalization", "AdamW", "softmax", "forward KL", "teacher forcing", "L1 regularization", "non-causal"]
RIVALS = {"batch normalization": "layer norm", "AdamW": "Adam", "softmax": "sigmoid", "forward KL": "reverse KL"}
items = st.sampled_from(["batch normalization", "0.05", "O(n^2 d)", "7 x 12", "B", "non-causal decoder"]).map(typed)


@settings(max_examples=150, deadline=None)
@given(items, st.one_of(st.text(max_size=60), st.text("0123456789.,^*/+-=()%eE √²½xkMGB±~|\n", max_size=40)))
def test_any_text_gets_one_verdict_with_its_reason(item: TypedItem, text: str) -> None:
    first = judge(item, text)
    assert first == judge(item, text)
    assert explain(first)


@pytest.mark.parametrize("item", [typed("batch norm"), typed("0.5"), typed("O(n^2)"), typed("7 x 12"), typed("B")])
@pytest.mark.parametrize(
    "text",
    [
        "(" * 6000,
        "9" * 6000,
        "a" * 6000,
        "1/" * 3000,
        "^" * 6000,
        "\\frac{" * 1000,
        "10^10^10^10",
        "1e999",
        "2" + "." * 5998 + "1",
        "so " * 2000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_text_is_wrong(item: TypedItem, text: str) -> None:
    assert judge(item, text).verdict is Verdict.WRONG


FRAGMENTS = st.lists(
    st.sampled_from(
        ["1", "0.5 ", "B ", "layer norm ", "not ", "or ", "(", ")", ", ", "/", "=", "~", "one hundred and "]
    )
    | st.sampled_from(["%", " of ", "e", "^", "*", "-", "\\frac{", "}", "_", "a ", "x", "rows ", "i.e. ", "because "])
    | st.sampled_from(
        ["x = ", "with k = ", "plus ", "million ", "to the ", "√", "½", "٣", "שלום ", "\u202e", "🙂", "|"]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(items, FRAGMENTS)
def test_four_thousand_characters_of_anything_are_judged(item: TypedItem, fragments: list[str]) -> None:
    text = ("".join(fragments) * 4000)[:4000]
    assert explain(judge(item, text))
    question = shipped().questions[0]
    assert len(judge_points(question, text).missing) + len(judge_points(question, text).covered) == len(
        question.key_points
    )


@pytest.mark.parametrize("text", ["", "   ", "?!", "🎉🎉", "\u200b\u200b", "\x00\x01", "...", "()"])
def test_text_without_an_answer_is_wrong_because_it_is_empty(text: str) -> None:
    assert judge(typed("softmax"), text).reason is Reason.EMPTY


def test_every_accepted_form_of_the_bank_is_right_and_every_near_miss_close() -> None:
    for item in typed_items():
        assert {form: judge(item, form).verdict for form in item.accept} == dict.fromkeys(item.accept, Verdict.RIGHT)
        assert {near.text: judge(item, near.text).verdict for near in item.close} == {
            near.text: Verdict.CLOSE for near in item.close
        }


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_case_spaces_punctuation_and_fillers_do_not_matter(data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(typed_items()))
    form = data.draw(st.sampled_from(item.accept))
    form = data.draw(st.sampled_from([form, form.upper(), form.capitalize()]))
    before = data.draw(st.sampled_from(["", "  ", "It's ", "it is ", "The answer is ", "I think it's ", '"']))
    after = data.draw(st.sampled_from(["", " ", ".", "!", "?", " .", ' "', ", I think", " of course"]))
    assert judge(item, before + form + after).verdict is Verdict.RIGHT


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_denial_is_never_right(data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(typed_items()))
    form = data.draw(st.sampled_from(item.accept))
    denial = data.draw(
        st.sampled_from(["not {}", "It isn't {}.", "anything but {}", "never {}", "I don't think it's {}"])
    )
    assert judge(item, denial.format(form)).verdict is not Verdict.RIGHT


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_naming_a_second_answer_is_never_right(data: st.DataObject) -> None:
    item = data.draw(st.sampled_from([item for item in typed_items() if item.close]))
    pair = [data.draw(st.sampled_from(item.accept)), data.draw(st.sampled_from(item.close)).text]
    first, second = data.draw(st.permutations(pair))
    joint = data.draw(st.sampled_from([" or ", ", ", " and ", "; ", " | "]))
    assert judge(item, first + joint + second).verdict is not Verdict.RIGHT


@pytest.mark.parametrize(("form", "rival"), RIVALS.items())
@pytest.mark.parametrize("joint", [" or ", "/", ", ", " and ", " "])
def test_a_rival_takes_the_answer_back(form: str, rival: str, joint: str) -> None:
    assert judge(typed(form), form + joint + rival).verdict is not Verdict.RIGHT


def test_a_wrong_choice_of_a_sibling_item_is_right_only_where_it_says_the_accepted_number() -> None:
    right = [
        (item.id, choice.text)
        for question in shipped().questions
        for item in question.items
        if isinstance(item, TypedItem)
        for sibling in question.items
        if isinstance(sibling, ChoiceItem)
        for choice in sibling.choices
        if not choice.correct and judge(item, choice.text).verdict is Verdict.RIGHT
    ]
    for item_id, text in right:
        accepted = shipped().item(item_id)
        assert isinstance(accepted, TypedItem)
        assert any(form in text for form in accepted.accept), (item_id, text)


def test_choices_are_taken_by_letter_and_by_text() -> None:
    for question in shipped().questions:
        for item in question.items:
            if isinstance(item, ChoiceItem):
                said = [judge_item(question, item, choice.text).verdict is Verdict.RIGHT for choice in item.choices]
                lettered = [judge_item(question, item, f"({letter})").verdict is Verdict.RIGHT for letter in "ABCD"]
                assert said == lettered == [choice.correct for choice in item.choices]


@settings(deadline=None)
@given(st.integers(1, 999), st.integers(1, 4))
def test_a_decimal_equals_its_percentage_fraction_and_power(number: int, places: int) -> None:
    value = f"{number / 10**places:.{places}f}"
    item = typed(value)
    percent = f"{number / 10 ** (places - 2):.10g}%"
    for same in (percent, f"{number}/{10**places}", f"{number}e-{places}", f"{number}*10^-{places}", value + "000"):
        assert judge(item, same).verdict is Verdict.RIGHT, same


@settings(deadline=None)
@given(st.integers(2, 9999), st.integers(1, 4))
def test_the_next_decimal_is_not_the_same_number(number: int, places: int) -> None:
    item = typed(f"{number / 10**places:.{places}f}")
    following = judge(item, f"{(number + 1) / 10**places:.{places}f}").verdict
    assert following is Verdict.WRONG or (following is Verdict.CLOSE and (number + 1) % 10 == 0)


@settings(deadline=None)
@given(st.integers(1, 10**9), st.sampled_from([10, 100, 1000]))
def test_a_power_of_ten_or_the_sign_makes_a_number_wrong(number: int, factor: int) -> None:
    item = typed(str(number))
    assert judge(item, f"{number:,}").verdict is Verdict.RIGHT
    assert judge(item, str(number * factor)).verdict is Verdict.WRONG
    assert judge(item, f"-{number}").verdict is Verdict.WRONG


@settings(deadline=None)
@given(st.sampled_from(TERMS), st.integers(0, 30), st.sampled_from("qzjx"))
def test_a_typing_error_never_makes_another_term_of_it(term: str, place: int, letter: str) -> None:
    mistyped = term[:place] + letter + term[place + 1 :]
    others = [other for other in TERMS if other != term]
    assert all(judge(typed(other), mistyped).verdict is not Verdict.RIGHT for other in others)


def test_key_points_said_in_their_own_phrases_are_all_covered() -> None:
    for question in shipped().questions:
        for turn in range(2):
            said = ". ".join(point.accept[turn % len(point.accept)] for point in question.key_points)
            judgement = judge_points(question, said)
            assert judgement.missing == (), (question.id, said)
            assert judgement.verdict is Verdict.RIGHT
