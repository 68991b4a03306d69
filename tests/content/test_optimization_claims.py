"""Claims of the topic "optimization" that numbers can settle."""

from __future__ import annotations

import math

import numpy as np
import pytest


def descend(curvatures: np.ndarray, rate: float, steps: int) -> np.ndarray:
    """Run gradient descent on the quadratic of these curvatures from the vector of ones."""
    return np.ones_like(curvatures) * (1 - rate * curvatures) ** steps


def test_one_newton_step_ends_on_the_minimum_of_any_quadratic(rng: np.random.Generator) -> None:
    root = rng.normal(size=(5, 5))
    hessian, linear = root @ root.T + np.eye(5), rng.normal(size=5)
    start = rng.normal(size=5)
    reached = start - np.linalg.solve(hessian, hessian @ start - linear)
    assert hessian @ reached == pytest.approx(linear)


def test_newton_by_hand_reaches_three_and_ten() -> None:
    assert 0 - (2 * 0 - 6) / 2 == 3  # x² − 6x from 0
    assert 0 - (0 - 10) / 1 == 10  # x²/2 − 10x from 0


def test_newton_moves_uphill_along_negative_curvature() -> None:
    curvatures, point = np.array([4.0, -1.0]), np.array([1.0, 0.5])
    step = -(curvatures * point) / curvatures
    assert np.allclose(point + step, 0)  # the saddle attracts it
    assert step[1] * -(curvatures[1] * point[1]) < 0  # against the direction of descent


def test_a_saddle_without_negative_curvature_traps_gradient_descent_from_one_side() -> None:
    def descended(y: float) -> float:
        """Follow y under gradient descent on x² + y³ for a thousand steps, or until it has left."""
        for _ in range(1000):
            if y < -1:
                break
            y -= 0.1 * 3 * y**2
        return y

    assert 0 < descended(0.5) < 0.01
    assert descended(-0.01) < -1


def test_gradient_descent_converges_only_below_twice_the_inverse_curvature() -> None:
    curvature = np.array([5.0])
    assert abs(descend(curvature, 1.99 / 5, 2000)[0]) < 1e-4
    assert abs(descend(curvature, 2.01 / 5, 2000)[0]) > 1e4


def test_the_best_fixed_rate_shrinks_the_error_by_kappa_minus_one_over_kappa_plus_one() -> None:
    low, high = 1.0, 100.0
    after = np.abs(descend(np.array([low, high]), 2 / (low + high), 1))
    assert after == pytest.approx((high - low) / (high + low))


def test_the_condition_number_sets_the_number_of_steps() -> None:
    def steps(kappa: float) -> int:
        return math.ceil(math.log(1e-6) / math.log((kappa - 1) / (kappa + 1)))

    assert steps(1000) / steps(100) == pytest.approx(10, rel=0.01)


def test_the_condition_number_is_the_ratio_of_extreme_eigenvalues(rng: np.random.Generator) -> None:
    root = rng.normal(size=(6, 6))
    hessian = root @ root.T + 0.1 * np.eye(6)
    values = np.linalg.eigvalsh(hessian)
    assert np.linalg.cond(hessian) == pytest.approx(values[-1] / values[0])


def test_a_convex_function_lies_below_its_chords_and_above_its_tangents(rng: np.random.Generator) -> None:
    x, y, t = rng.normal(size=(3, 1000))
    t = 1 / (1 + np.exp(-t))
    assert np.all(np.logaddexp(0, t * x + (1 - t) * y) <= t * np.logaddexp(0, x) + (1 - t) * np.logaddexp(0, y) + 1e-12)
    slope = 1 / (1 + np.exp(-x))
    assert np.all(np.logaddexp(0, y) >= np.logaddexp(0, x) + slope * (y - x) - 1e-12)


def test_map_with_a_normal_prior_is_ridge_regression(rng: np.random.Generator) -> None:
    inputs, targets = rng.normal(size=(30, 3)), rng.normal(size=30)
    noise, prior = 0.5, 2.0
    precision = inputs.T @ inputs / noise**2 + np.eye(3) / prior**2
    posterior = np.linalg.solve(precision, inputs.T @ targets / noise**2)
    ridge = np.linalg.solve(inputs.T @ inputs + noise**2 / prior**2 * np.eye(3), inputs.T @ targets)
    assert posterior == pytest.approx(ridge)


def test_the_maximum_likelihood_of_heads_is_their_share() -> None:
    grid = np.linspace(0.001, 0.999, 999)
    assert grid[np.argmax(7 * np.log(grid) + 3 * np.log(1 - grid))] == pytest.approx(0.7)


def test_clipping_by_norm_keeps_the_direction_and_clipping_by_value_does_not() -> None:
    gradient = np.array([3.0, 4.0])
    by_norm = gradient * min(1, 1 / np.linalg.norm(gradient))
    assert by_norm == pytest.approx([0.6, 0.8])
    assert np.clip(gradient, -1, 1) == pytest.approx([1, 1])


def test_an_orthogonalized_step_has_a_root_mean_square_of_one_fifth_after_scaling(rng: np.random.Generator) -> None:
    left, _, right = np.linalg.svd(rng.normal(size=(30, 80)), full_matrices=False)
    step = 0.2 * math.sqrt(80) * left @ right
    assert math.sqrt((step**2).mean()) == pytest.approx(0.2)


def test_the_second_order_taylor_remainder_is_cubic() -> None:
    def remainder(step: float) -> float:
        return math.exp(step) - (1 + step + step**2 / 2)

    assert remainder(0.01) / remainder(0.005) == pytest.approx(8, rel=0.01)


def test_the_noise_of_a_gradient_falls_with_the_root_of_the_batch(rng: np.random.Generator) -> None:
    gradients = rng.normal(size=(4000, 64))
    assert gradients.std() / gradients.mean(axis=1).std() == pytest.approx(8, rel=0.05)


def test_expected_error_splits_into_bias_variance_and_noise(rng: np.random.Generator) -> None:
    truth, noise, samples = 2.0, 0.5, rng.normal(2.0, 1.0, (200_000, 4))
    guesses = 0.8 * samples.mean(axis=1)
    errors = (guesses - rng.normal(truth, noise, len(guesses))) ** 2
    bias, variance = (0.8 * truth - truth) ** 2, 0.8**2 / 4
    assert errors.mean() == pytest.approx(bias + variance + noise**2, rel=0.02)


def test_sharpness_changes_under_a_rescaling_that_leaves_the_function_alone() -> None:
    def curvatures(scale: float) -> np.ndarray:
        """Curvatures of (ab − 1)² in a and b at a = scale, b = 1/scale."""
        return np.array([2 / scale**2, 2 * scale**2])

    assert curvatures(10).max() == pytest.approx(100 * curvatures(1).max())
