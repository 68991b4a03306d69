"""Claims of the topics "diffusion", "llm-training" and "evaluation" that numbers can settle."""

from __future__ import annotations

import math

import numpy as np
import pytest

BETAS = np.linspace(1e-4, 0.02, 1000)
ALPHA_BARS = np.cumprod(1 - BETAS)


def test_noising_step_by_step_agrees_with_the_closed_form(rng: np.random.Generator) -> None:
    x, steps = np.full(200_000, 3.0), 60
    for beta in BETAS[-steps:]:
        x = math.sqrt(1 - beta) * x + math.sqrt(beta) * rng.normal(size=x.shape)
    kept = np.prod(1 - BETAS[-steps:])
    assert x.mean() == pytest.approx(3 * math.sqrt(kept), abs=0.01)
    assert x.var() == pytest.approx(1 - kept, rel=0.02)


def test_unit_variance_stays_unit_variance() -> None:
    assert pytest.approx(1) == ALPHA_BARS + (1 - ALPHA_BARS)


def test_the_linear_schedule_ends_in_almost_pure_noise() -> None:
    assert ALPHA_BARS[-1] == pytest.approx(4.04e-5, rel=0.01)


def test_the_posterior_variance_is_smaller_than_beta() -> None:
    posterior = BETAS[1:] * (1 - ALPHA_BARS[:-1]) / (1 - ALPHA_BARS[1:])
    assert np.all(posterior < BETAS[1:])
    assert posterior[-1] == pytest.approx(BETAS[-1], rel=1e-3)


def test_the_posterior_mean_can_be_written_with_the_noise() -> None:
    t, start, noise = 500, 0.8, -0.3
    alpha, bar, before, beta = 1 - BETAS[t], ALPHA_BARS[t], ALPHA_BARS[t - 1], BETAS[t]
    x = math.sqrt(bar) * start + math.sqrt(1 - bar) * noise
    by_start = (math.sqrt(before) * beta * start + math.sqrt(alpha) * (1 - before) * x) / (1 - bar)
    assert by_start == pytest.approx((x - beta / math.sqrt(1 - bar) * noise) / math.sqrt(alpha))


def test_the_score_of_noised_data_is_minus_the_noise_over_sigma(rng: np.random.Generator) -> None:
    sigma, clean, step = 0.7, 1.2, 1e-5
    noise = rng.normal(size=50)
    noised = clean + sigma * noise

    def log_density(x: np.ndarray) -> np.ndarray:
        return -((x - clean) ** 2) / (2 * sigma**2)

    score = (log_density(noised + step) - log_density(noised - step)) / (2 * step)
    assert score == pytest.approx(-noise / sigma, abs=1e-6)


def test_ddim_with_the_true_noise_lands_on_the_same_path_in_one_jump() -> None:
    start, noise, early, late = 0.4, 1.1, 100, 900
    x = math.sqrt(ALPHA_BARS[late]) * start + math.sqrt(1 - ALPHA_BARS[late]) * noise
    guess = (x - math.sqrt(1 - ALPHA_BARS[late]) * noise) / math.sqrt(ALPHA_BARS[late])
    jumped = math.sqrt(ALPHA_BARS[early]) * guess + math.sqrt(1 - ALPHA_BARS[early]) * noise
    assert jumped == pytest.approx(math.sqrt(ALPHA_BARS[early]) * start + math.sqrt(1 - ALPHA_BARS[early]) * noise)


def test_both_ways_of_writing_guidance_are_one() -> None:
    conditional, unconditional, scale = 0.9, -0.2, 7.5
    guided = unconditional + scale * (conditional - unconditional)
    assert guided == pytest.approx((1 + (scale - 1)) * conditional - (scale - 1) * unconditional)
    assert unconditional + 1 * (conditional - unconditional) == pytest.approx(conditional)


def test_the_straight_path_of_flow_matching_has_a_constant_velocity() -> None:
    noise, data, step = -0.5, 2.0, 1e-6
    velocities = [((t + step) * data + (1 - t - step) * noise - (t * data + (1 - t) * noise)) / step for t in (0, 0.5)]
    assert velocities == pytest.approx([data - noise] * 2, rel=1e-6)


def test_an_eightfold_smaller_latent_has_sixty_four_times_fewer_places() -> None:
    assert (512 * 512) // (64 * 64) == 64
    assert (512 * 512 * 3) / (64 * 64 * 4) == 48


def test_a_low_rank_update_has_r_times_the_sum_of_the_sides() -> None:
    inner, outer, rank = 4096, 4096, 8
    up, down = np.zeros((outer, rank)), np.empty((rank, inner))
    assert up.size + down.size == rank * (inner + outer) == 65_536
    assert (up.size + down.size) / (inner * outer) == pytest.approx(0.0039, abs=1e-4)


def test_a_merged_low_rank_update_computes_the_same(rng: np.random.Generator) -> None:
    weight, up, down, x = rng.normal(size=(6, 5)), rng.normal(size=(6, 2)), rng.normal(size=(2, 5)), rng.normal(size=5)
    assert (weight + 0.5 * up @ down) @ x == pytest.approx(weight @ x + 0.5 * (up @ (down @ x)))


def test_a_zero_factor_starts_from_the_pretrained_model_and_still_gets_a_gradient(rng: np.random.Generator) -> None:
    up, down, x, error = np.zeros((6, 2)), rng.normal(size=(2, 5)), rng.normal(size=5), rng.normal(size=6)
    assert not (up @ down).any()
    assert np.outer(error, down @ x).any()  # the zero factor's gradient
    assert not np.outer(up.T @ error, x).any()  # the other factor waits for it


def test_the_optimal_policy_reweights_the_reference_by_the_exponential_reward(rng: np.random.Generator) -> None:
    reference, reward, beta = rng.dirichlet(np.ones(5)), rng.normal(size=5), 0.4
    best = reference * np.exp(reward / beta)
    best /= best.sum()

    def objective(policy: np.ndarray) -> float:
        return float(policy @ reward - beta * (policy * np.log(policy / reference)).sum())

    assert all(objective(best) >= objective(other) for other in rng.dirichlet(np.ones(5), 500))
    differences = beta * np.log(best / reference)
    assert differences - differences[0] == pytest.approx(reward - reward[0])  # what DPO builds on


def test_dpo_starts_at_log_two() -> None:
    assert -math.log(1 / (1 + math.exp(-0.0))) == pytest.approx(math.log(2))


def test_advantages_within_a_group_have_mean_zero() -> None:
    rewards = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    advantages = (rewards - rewards.mean()) / rewards.std()
    assert advantages.mean() == pytest.approx(0)
    assert advantages.std() == pytest.approx(1)


def test_compute_optimal_training_takes_about_twenty_tokens_per_parameter() -> None:
    assert pytest.approx(20) == 1.4e12 / 70e9  # Chinchilla
    compute = 6 * 70e9 * 1.4e12
    assert math.sqrt(compute / (6 * 20)) == pytest.approx(70e9)


def test_pass_at_k_of_independent_tries_is_one_minus_the_chance_that_all_fail(rng: np.random.Generator) -> None:
    tries = rng.random((100_000, 8)) < 0.2
    assert tries.any(1).mean() == pytest.approx(1 - 0.8**8, abs=0.005)


def test_the_jaccard_similarity_is_the_chance_that_minimum_hashes_agree(rng: np.random.Generator) -> None:
    first, second = np.arange(60), np.arange(20, 80)
    ranks = np.argsort(rng.random((5000, 80)), axis=1)
    agree = ranks[:, first].min(1) == ranks[:, second].min(1)
    assert agree.mean() == pytest.approx(40 / 80, abs=0.03)


def test_accuracy_hides_what_precision_and_recall_show() -> None:
    true_positives, false_positives, false_negatives, true_negatives = 5, 20, 5, 970
    assert (true_positives + true_negatives) / 1000 == 0.975
    precision = true_positives / (true_positives + false_positives)
    recall = true_positives / (true_positives + false_negatives)
    assert (precision, recall) == (0.2, 0.5)
    assert 2 * precision * recall / (precision + recall) == pytest.approx(2 / 7)


def test_the_area_under_the_roc_curve_is_the_chance_of_ranking_a_pair_right(rng: np.random.Generator) -> None:
    scores = np.concatenate([rng.normal(1, 1, 400), rng.normal(0, 1, 600)])
    labels = np.arange(1000) < 400
    pairs = (scores[labels][:, None] > scores[~labels]).mean()
    order = labels[np.argsort(-scores)]
    hits, alarms = np.cumsum(order) / 400, np.cumsum(~order) / 600
    assert np.sum(np.diff(alarms, prepend=0) * hits) == pytest.approx(pairs)


def test_calibration_says_nothing_about_discrimination(rng: np.random.Generator) -> None:
    outcomes = rng.random(100_000) < 0.3
    assert outcomes.mean() == pytest.approx(0.3, abs=0.01)  # "0.3, always" is calibrated and useless


def test_the_frechet_distance_of_equal_normals_is_zero_and_grows_with_the_means() -> None:
    def distance(mean: float, deviation: float, other_mean: float, other: float) -> float:
        return (mean - other_mean) ** 2 + deviation**2 + other**2 - 2 * deviation * other

    assert distance(1, 2, 1, 2) == 0
    assert distance(0, 1, 3, 1) == 9
    assert distance(0, 1, 0, 3) == 4


def test_the_brevity_penalty_punishes_half_a_translation_by_the_exponential() -> None:
    assert math.exp(1 - 20 / 10) == pytest.approx(0.368, abs=5e-4)
