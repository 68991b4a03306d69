"""Claims of the topics "transformer" and "llm-inference" that numbers can settle."""

from __future__ import annotations

import math

import numpy as np
import pytest


def softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def attend(queries: np.ndarray, keys: np.ndarray, values: np.ndarray, causal: bool = False) -> np.ndarray:
    scores = queries @ keys.T / math.sqrt(queries.shape[-1])
    if causal:
        scores = np.where(np.tri(*scores.shape, dtype=bool), scores, -np.inf)
    return softmax(scores) @ values


def rotate(vector: np.ndarray, position: float) -> np.ndarray:
    """Apply a rotary position embedding to pairs of neighboring dimensions."""
    angles = position * 10_000.0 ** (-np.arange(0, len(vector), 2) / len(vector))
    even, odd = vector[0::2], vector[1::2]
    return np.stack([even * np.cos(angles) - odd * np.sin(angles), even * np.sin(angles) + odd * np.cos(angles)])


@pytest.mark.parametrize("size", [16, 64, 256])
def test_dot_products_vary_with_the_dimension_and_the_root_undoes_it(rng: np.random.Generator, size: int) -> None:
    products = (rng.normal(size=(20_000, size)) * rng.normal(size=(20_000, size))).sum(1)
    assert products.var() == pytest.approx(size, rel=0.05)
    assert (products / math.sqrt(size)).var() == pytest.approx(1, rel=0.05)


def test_unscaled_scores_saturate_the_softmax(rng: np.random.Generator) -> None:
    scores = rng.normal(size=(1000, 10)) * math.sqrt(512)
    assert softmax(scores).max(axis=1).mean() > 0.9
    assert softmax(scores / math.sqrt(512)).max(axis=1).mean() < 0.5


def test_the_largest_of_twenty_weights_averages_what_the_entry_says(rng: np.random.Generator) -> None:
    lengths = np.sqrt(rng.chisquare(64, size=(200_000, 1)))
    scores = lengths * rng.normal(size=(200_000, 20))
    assert softmax(scores).max(axis=1).mean() == pytest.approx(0.835, abs=0.0015)
    assert softmax(scores / 8).max(axis=1).mean() == pytest.approx(0.216, abs=0.0015)


def test_rows_of_a_causal_mask_sum_to_one_and_do_not_look_ahead(rng: np.random.Generator) -> None:
    scores = np.where(np.tri(6, dtype=bool), rng.normal(size=(6, 6)), -np.inf)
    weights = softmax(scores)
    assert weights.sum(1) == pytest.approx(1)
    assert not np.triu(weights, 1).any()
    assert weights[0, 0] == 1


def test_masking_after_the_softmax_leaves_rows_that_do_not_sum_to_one(rng: np.random.Generator) -> None:
    weights = softmax(rng.normal(size=(6, 6))) * np.tri(6)
    assert weights.sum(1)[0] < 0.9


def test_later_tokens_do_not_change_earlier_outputs_so_that_the_cache_is_exact(rng: np.random.Generator) -> None:
    queries, keys, values = rng.normal(size=(3, 8, 4))
    whole = attend(queries, keys, values, causal=True)
    assert attend(queries[:5], keys[:5], values[:5], causal=True) == pytest.approx(whole[:5])
    assert attend(queries[7:], keys, values) == pytest.approx(whole[7:])


def test_attention_without_positions_does_not_see_the_order(rng: np.random.Generator) -> None:
    queries, keys, values = rng.normal(size=(3, 5, 4))
    order = rng.permutation(5)
    assert attend(queries, keys[order], values[order]) == pytest.approx(attend(queries, keys, values))


def test_the_scores_of_rotated_vectors_depend_on_their_distance_alone(rng: np.random.Generator) -> None:
    query, key = rng.normal(size=(2, 8))
    scores = [(rotate(query, m) * rotate(key, n)).sum() for m, n in ((3, 1), (103, 101), (12, 10))]
    assert scores == pytest.approx([scores[0]] * 3)
    assert (rotate(query, 3) * rotate(key, 2)).sum() != pytest.approx(scores[0])
    assert np.linalg.norm(rotate(query, 77)) == pytest.approx(np.linalg.norm(query))


def test_a_shift_of_sinusoidal_positions_is_a_rotation() -> None:
    frequencies = 10_000.0 ** (-np.arange(0, 16, 2) / 16)

    def encode(position: int) -> np.ndarray:
        return np.exp(1j * position * frequencies)

    assert encode(25) / encode(20) == pytest.approx(encode(5) / encode(0))


def test_softmax_computed_in_blocks_is_the_softmax(rng: np.random.Generator) -> None:
    logits, values = rng.normal(0, 20, 96), rng.normal(size=96)
    largest, total, weighted = -math.inf, 0.0, 0.0
    for start in range(0, 96, 16):
        block, its_values = logits[start : start + 16], values[start : start + 16]
        larger = max(largest, block.max())
        weights = np.exp(block - larger)
        total = total * math.exp(largest - larger) + weights.sum()
        weighted = weighted * math.exp(largest - larger) + weights @ its_values
        largest = larger
    assert weighted / total == pytest.approx(softmax(logits) @ values)


def test_linear_attention_may_sum_over_keys_first(rng: np.random.Generator) -> None:
    queries, keys, values = np.abs(rng.normal(size=(3, 7, 3)))
    assert (queries @ keys.T) @ values == pytest.approx(queries @ (keys.T @ values))


def test_rms_norm_is_layer_norm_without_the_mean(rng: np.random.Generator) -> None:
    x = rng.normal(2, 3, 50)
    centered = x - x.mean()
    assert centered / np.sqrt(np.mean(centered**2)) == pytest.approx((x - x.mean()) / x.std())
    assert np.mean((x / np.sqrt(np.mean(x**2))) ** 2) == pytest.approx(1)


def test_the_nucleus_is_the_smallest_set_that_reaches_p() -> None:
    def nucleus(probabilities: list[float], p: float) -> int:
        return int(np.searchsorted(np.cumsum(sorted(probabilities, reverse=True)) + 1e-12, p)) + 1

    assert nucleus([0.5, 0.3, 0.15, 0.05], 0.9) == 3
    assert nucleus([0.5, 0.3, 0.15, 0.05], 0.8) == 2
    assert nucleus([0.97, 0.02, 0.01], 0.9) == 1


def test_temperature_sharpens_below_one_and_keeps_the_order() -> None:
    logits = np.array([2.0, 1.0, 0.1])
    assert softmax(logits / 0.5).max() > softmax(logits).max() > softmax(logits / 2).max()
    assert np.argsort(logits / 0.5).tolist() == np.argsort(logits).tolist()


def test_speculative_decoding_keeps_the_distribution_of_the_large_model(rng: np.random.Generator) -> None:
    target, draft = rng.dirichlet(np.ones(6)), rng.dirichlet(np.ones(6))
    accepted = draft * np.minimum(1, target / draft)
    rest = np.maximum(target - draft, 0)
    emitted = accepted + (1 - accepted.sum()) * rest / rest.sum()
    assert emitted == pytest.approx(target)
    assert accepted.sum() == pytest.approx(np.minimum(target, draft).sum())


def test_expected_tokens_per_verification_follow_a_geometric_sum(rng: np.random.Generator) -> None:
    rate, drafted = 0.8, 4
    lengths = [min(k, drafted) + 1 for k in rng.geometric(1 - rate, 200_000) - 1]
    assert np.mean(lengths) == pytest.approx((1 - rate ** (drafted + 1)) / (1 - rate), rel=0.01)


def cache_bytes(layers: int, heads: int, size: int, tokens: int, bytes_each: int = 2) -> int:
    return 2 * layers * heads * size * tokens * bytes_each


def test_a_cache_of_a_seven_billion_model_takes_half_a_megabyte_per_token() -> None:
    assert cache_bytes(32, 32, 128, 1) == 512 * 1024
    assert cache_bytes(32, 32, 128, 4096) == 2 * 1024**3


def test_grouped_queries_shrink_the_cache_by_queries_per_group() -> None:
    assert cache_bytes(80, 64, 128, 1) / cache_bytes(80, 8, 128, 1) == 8


def test_a_transformer_block_has_twelve_d_squared_parameters() -> None:
    width = 4096
    attention, feed_forward = 4 * width**2, 2 * width * 4 * width
    assert attention + feed_forward == 12 * width**2


def test_training_costs_six_operations_per_parameter_and_token() -> None:
    forward, backward = 2, 4
    assert (forward + backward) * 175e9 * 300e9 == pytest.approx(3.15e23)


def test_heads_divide_the_width_so_that_their_number_is_free() -> None:
    width = 512
    assert {heads * 3 * width * (width // heads) for heads in (1, 2, 4, 8, 16)} == {3 * width**2}


def test_an_image_of_224_pixels_has_196_patches_of_16() -> None:
    assert (224 // 16) ** 2 == 196


def test_a_linear_recurrence_is_a_convolution(rng: np.random.Generator) -> None:
    decay, inputs = 0.7, rng.normal(size=12)
    state, outputs = 0.0, []
    for value in inputs:
        state = decay * state + value
        outputs.append(state)
    assert np.convolve(inputs, decay ** np.arange(12))[:12] == pytest.approx(outputs)


def test_the_lstm_state_keeps_gradients_that_repeated_squashing_loses() -> None:
    assert 0.99**100 > 0.3
    assert 0.25**100 < 1e-50


def test_eight_bits_err_by_half_a_step_and_an_outlier_makes_the_step_coarse(
    rng: np.random.Generator,
) -> None:
    def error(weights: np.ndarray) -> float:
        step = np.abs(weights).max() / 127
        rounded = np.round(weights / step) * step
        assert np.abs(rounded - weights).max() <= step / 2 + 1e-12
        return float(np.abs(rounded - weights)[1:].mean())

    weights = rng.uniform(-1, 1, 1000)
    with_outlier = weights.copy()
    with_outlier[0] = 50
    assert error(with_outlier) > 20 * error(weights)
