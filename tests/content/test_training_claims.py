"""Claims of the topic "training" that numbers can settle."""

from __future__ import annotations

import math

import numpy as np
import pytest


def softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def sigmoid(x: np.ndarray | float) -> np.ndarray:
    return 1 / (1 + np.exp(-np.asarray(x)))


def adam(
    gradients: list[float], rate: float = 0.001, decay: float = 0.0, coupled: float = 0.0, at: float = 1.0
) -> float:
    """Run Adam (AdamW with `decay`, Adam on an L2 penalty with `coupled`) and return the parameter."""
    first = second = 0.0
    for step, loss_gradient in enumerate(gradients, 1):
        gradient = loss_gradient + coupled * at
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        move = (first / (1 - 0.9**step)) / (math.sqrt(second / (1 - 0.999**step)) + 1e-8)
        at -= rate * (move + decay * at)
    return at


@pytest.mark.parametrize("gradient", [1e-4, 0.3, 1.0, 5000.0, -2.0])
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(gradient: float) -> None:
    assert abs(1 - adam([gradient])) == pytest.approx(0.001, rel=1e-3)


def test_without_correction_adams_first_step_would_be_three_times_as_long() -> None:
    assert 0.1 / math.sqrt(0.001) == pytest.approx(3.16, abs=0.01)


def test_adams_moments_are_unbiased_after_correction() -> None:
    first = 0.0
    for step in range(1, 6):
        first = 0.9 * first + 0.1 * 7.0
        assert first / (1 - 0.9**step) == pytest.approx(7.0)


def test_adamw_is_not_adam_on_an_l2_penalty() -> None:
    gradients = [10.0, 8.0, 9.0, 11.0]
    assert adam(gradients, decay=0.1) != pytest.approx(adam(gradients, coupled=0.1), abs=1e-5)


def test_weight_decay_and_an_l2_penalty_agree_for_sgd() -> None:
    weight, gradient, rate, decay = 2.0, 0.3, 0.1, 0.01
    assert weight - rate * (gradient + decay * weight) == pytest.approx((1 - rate * decay) * weight - rate * gradient)


def test_adagrad_steps_shrink_with_the_root_of_time_and_rmsprop_steps_do_not() -> None:
    adagrad = [1 / math.sqrt(step) for step in (1, 100)]
    assert adagrad[1] == pytest.approx(adagrad[0] / 10)
    average = 0.0
    for _ in range(200):
        average = 0.9 * average + 0.1 * 1.0
    assert 1 / math.sqrt(average) == pytest.approx(1)


def test_momentum_multiplies_a_steady_gradient_by_ten() -> None:
    velocity = 0.0
    for _ in range(300):
        velocity = 0.9 * velocity + 1.0
    assert velocity == pytest.approx(10)


def test_nesterov_measures_the_gradient_ahead_and_overshoots_less() -> None:
    def run(ahead: bool) -> float:
        point, velocity, farthest = 1.0, 0.0, 0.0
        for _ in range(100):
            gradient = point + 0.9 * velocity if ahead else point
            velocity = 0.9 * velocity - 0.3 * gradient
            point += velocity
            farthest = min(farthest, point)
        return -farthest

    assert run(ahead=True) < run(ahead=False)


def test_softmax_ignores_a_shift_and_needs_it_for_large_logits(rng: np.random.Generator) -> None:
    logits = rng.normal(size=7)
    assert softmax(logits) == pytest.approx(softmax(logits + 1234.5))
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.isnan(np.exp(1000.0) / np.exp(np.array([1000.0, 0.0])).sum())
    assert softmax(np.array([1000.0, 0.0])) == pytest.approx([1, 0])


def test_the_gradient_of_cross_entropy_in_the_logits_is_p_minus_y(rng: np.random.Generator) -> None:
    logits, step = rng.normal(size=5), 1e-6
    shifts = np.eye(5) * step
    losses = -np.log(softmax(logits + shifts))[:, 2] + np.log(softmax(logits - shifts))[:, 2]
    assert losses / (2 * step) == pytest.approx(softmax(logits) - np.eye(5)[2], abs=1e-6)


def test_two_class_softmax_is_a_sigmoid_of_the_difference() -> None:
    assert softmax(np.array([1.3, -0.4]))[0] == pytest.approx(sigmoid(1.7))


def test_the_slope_of_a_sigmoid_is_at_most_a_quarter_and_tanh_has_one() -> None:
    x = np.linspace(-6, 6, 10_001)
    slope = sigmoid(x) * (1 - sigmoid(x))
    assert slope.max() == pytest.approx(0.25)
    assert x[slope.argmax()] == pytest.approx(0, abs=1e-9)
    assert (1 - np.tanh(x) ** 2).max() == pytest.approx(1)


def test_ten_sigmoid_layers_leave_a_millionth_of_a_gradient_at_best() -> None:
    assert pytest.approx(9.5e-7, rel=0.01) == 0.25**10


def two_layer_gradients(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradients of the squared error of a tanh network on four fixed inputs."""
    inputs = np.array([[0.5, -1.0], [1.5, 0.3], [-0.2, 0.8], [1.0, 1.0]])
    targets = np.array([1.0, -1.0, 0.5, 2.0])
    hidden = np.tanh(inputs @ first)
    errors = hidden @ second - targets
    back = errors[:, None] * second * (1 - hidden**2)
    return inputs.T @ back, hidden.T @ errors


def test_hidden_units_with_equal_weights_get_equal_gradients() -> None:
    first, second = two_layer_gradients(np.full((2, 3), 0.4), np.full(3, 0.7))
    assert np.ptp(first, axis=1) == pytest.approx(0)
    assert np.ptp(second) == pytest.approx(0)


def test_zero_weights_get_no_gradient_at_all_in_a_tanh_network() -> None:
    first, second = two_layer_gradients(np.zeros((2, 3)), np.zeros(3))
    assert not first.any()
    assert not second.any()


def test_logistic_regression_learns_from_zero_weights() -> None:
    inputs, targets = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([1.0, 0.0])
    assert (inputs.T @ (sigmoid(inputs @ np.zeros(2)) - targets)).all()


def test_he_keeps_the_second_moment_through_relu_layers_and_xavier_through_linear(
    rng: np.random.Generator,
) -> None:
    width = 400
    relu = linear = rng.normal(size=(400, width))
    for _ in range(5):
        relu = np.maximum(relu @ rng.normal(0, math.sqrt(2 / width), (width, width)), 0)
        linear = linear @ rng.normal(0, math.sqrt(2 / (width + width)), (width, width))
    assert np.mean(relu**2) == pytest.approx(1, rel=0.5)
    assert np.mean(linear**2) == pytest.approx(1, rel=0.2)


def test_xavier_halves_the_signal_of_each_relu_layer(rng: np.random.Generator) -> None:
    width = 600
    signal = np.maximum(rng.normal(size=(600, width)), 0)
    after = np.maximum(signal @ rng.normal(0, math.sqrt(1 / width), (width, width)), 0)
    assert np.mean(after**2) / np.mean(signal**2) == pytest.approx(0.5, rel=0.1)


def test_relu_passes_gradients_of_positive_inputs_whole_and_others_not_at_all() -> None:
    x, step = np.array([-2.0, -0.1, 0.1, 3.0]), 1e-6
    slope = (np.maximum(x + step, 0) - np.maximum(x - step, 0)) / (2 * step)
    assert slope == pytest.approx([0, 0, 1, 1])


def test_batch_norm_standardizes_features_and_layer_norm_examples(rng: np.random.Generator) -> None:
    batch = rng.normal(5, 3, (64, 32))
    by_feature = (batch - batch.mean(0)) / batch.std(0)
    by_example = (batch - batch.mean(1, keepdims=True)) / batch.std(1, keepdims=True)
    assert by_feature.mean(0) == pytest.approx(0, abs=1e-12)
    assert by_feature.std(0) == pytest.approx(1)
    assert by_example.mean(1) == pytest.approx(0, abs=1e-12)
    assert by_example.std(1) == pytest.approx(1)


def test_a_bias_before_batch_norm_has_no_effect(rng: np.random.Generator) -> None:
    batch = rng.normal(size=(16, 4))
    shifted = batch + np.array([1.0, -2.0, 30.0, 0.5])
    assert (batch - batch.mean(0)) / batch.std(0) == pytest.approx((shifted - shifted.mean(0)) / shifted.std(0))


def test_smoothed_labels_still_sum_to_one() -> None:
    smoothing, classes = 0.1, 10
    target = (1 - smoothing) * np.eye(classes)[3] + smoothing / classes
    assert target.sum() == pytest.approx(1)
    assert (target[3], target[0]) == pytest.approx((0.91, 0.01))


def test_dropout_needs_its_scale_to_keep_the_mean(rng: np.random.Generator) -> None:
    kept = rng.random((1000, 1000)) < 0.8
    assert (kept / 0.8).mean() == pytest.approx(1, abs=0.01)


def test_independent_models_divide_the_variance_and_correlated_ones_hit_a_floor(
    rng: np.random.Generator,
) -> None:
    models, correlation = 10, 0.5
    shared, own = rng.normal(size=(100_000, 1)), rng.normal(size=(100_000, models))
    predictions = math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * own
    assert own.mean(1).var() == pytest.approx(1 / models, rel=0.05)
    assert predictions.mean(1).var() == pytest.approx(correlation + (1 - correlation) / models, rel=0.05)


def test_accumulated_micro_batches_are_the_large_batch_when_their_losses_are_averaged(rng: np.random.Generator) -> None:
    gradients = rng.normal(size=(32, 6))
    accumulated = sum(micro.mean(0) / 4 for micro in gradients.reshape(4, 8, 6))
    assert accumulated == pytest.approx(gradients.mean(0))


def test_half_precision_loses_small_gradients_that_bfloat16_range_and_loss_scaling_keep() -> None:
    assert np.float16(1e-8) == 0
    assert np.float16(1e-8 * 2**16) != 0
    assert float(np.finfo(np.float16).max) == 65504


def test_contrastive_loss_of_a_uniform_guess_is_the_log_of_the_batch() -> None:
    assert -np.log(softmax(np.zeros(256)))[0] == pytest.approx(math.log(256))


def test_high_temperature_softens_and_the_distillation_gradient_shrinks_with_its_square() -> None:
    teacher, student = np.array([4.0, 1.0, -2.0]), np.array([1.0, 0.5, 0.0])

    def gradient(temperature: float) -> float:
        difference = softmax(student / temperature) - softmax(teacher / temperature)
        return float(np.abs(difference).sum() / temperature)

    assert softmax(teacher / 10).max() < softmax(teacher).max()
    assert gradient(100) / gradient(200) == pytest.approx(4, rel=0.02)
