"""Claims of the topic "probability" that numbers can settle."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

HALF = np.array([0.5, 0.5])


def entropy(p: np.ndarray) -> float:
    """Entropy in nats, with 0 log 0 = 0."""
    kept = p[p > 0]
    return float(-(kept * np.log(kept)).sum())


def kl(p: np.ndarray, q: np.ndarray) -> float:
    """Kullback-Leibler divergence in nats, for q that is positive where p is."""
    kept = p > 0
    return float((p[kept] * np.log(p[kept] / q[kept])).sum())


def jensen_shannon(p: np.ndarray, q: np.ndarray) -> float:
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def distributions(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
    return rng.dirichlet(np.full(size, 0.5), count)


def test_z_of_1_96_covers_95_percent_of_a_normal_distribution() -> None:
    normal = NormalDist()
    assert normal.cdf(1.96) - normal.cdf(-1.96) == pytest.approx(0.95, abs=1e-4)
    assert normal.inv_cdf(0.975) == pytest.approx(1.96, abs=1e-4)


def test_ninety_five_of_a_hundred_intervals_cover_the_mean(rng: np.random.Generator) -> None:
    means = rng.normal(3.0, 2.0, (20_000, 25)).mean(axis=1)
    covered = np.abs(means - 3.0) <= 1.96 * 2.0 / math.sqrt(25)
    assert covered.mean() == pytest.approx(0.95, abs=0.006)


def test_quartering_the_width_of_an_interval_takes_sixteen_times_the_sample() -> None:
    assert 1.96 / math.sqrt(16 * 50) == pytest.approx(1.96 / math.sqrt(50) / 4)


def test_uniform_has_the_largest_entropy_and_certainty_none(rng: np.random.Generator) -> None:
    for p in distributions(rng, 200, 8):
        assert 0 <= entropy(p) <= math.log(8) + 1e-12
    assert entropy(np.full(8, 1 / 8)) == pytest.approx(math.log(8))
    assert entropy(np.eye(8)[0]) == 0


def test_a_fair_coin_has_one_bit_and_a_coin_of_nine_in_ten_half_of_it() -> None:
    assert entropy(HALF) / math.log(2) == pytest.approx(1)
    assert entropy(np.array([0.9, 0.1])) / math.log(2) == pytest.approx(0.469, abs=5e-4)


def test_kl_is_never_negative_and_zero_only_for_equals(rng: np.random.Generator) -> None:
    pairs = zip(distributions(rng, 200, 5), distributions(rng, 200, 5), strict=True)
    assert all(kl(p, q) > 0 and kl(p, p) == 0 for p, q in pairs)


def test_kl_is_not_symmetric() -> None:
    p = np.array([0.9, 0.1])
    assert kl(p, HALF) == pytest.approx(0.368, abs=5e-4)
    assert kl(HALF, p) == pytest.approx(0.511, abs=5e-4)


def test_kl_can_be_longer_than_a_detour() -> None:
    def between(means: tuple[float, float]) -> float:
        """KL of unit-variance Gaussians, summed over a fine grid."""
        grid = np.linspace(-12, 14, 26_001)
        first, second = (np.exp(-((grid - mean) ** 2) / 2) for mean in means)
        return kl(first / first.sum(), second / second.sum())

    assert between((0, 2)) == pytest.approx(2, abs=1e-6)
    assert between((0, 1)) == pytest.approx(0.5, abs=1e-6)
    assert between((1, 2)) == pytest.approx(0.5, abs=1e-6)


def test_cross_entropy_is_entropy_plus_kl(rng: np.random.Generator) -> None:
    for p, q in zip(distributions(rng, 50, 6), distributions(rng, 50, 6), strict=True):
        assert -(p * np.log(q)).sum() == pytest.approx(entropy(p) + kl(p, q))


def test_perplexity_is_the_exponential_of_cross_entropy_in_any_base() -> None:
    probabilities = np.array([0.1, 0.5, 0.25, 0.05])
    nats, bits = -np.log(probabilities).mean(), -np.log2(probabilities).mean()
    assert math.exp(nats) == pytest.approx(2**bits)
    assert math.exp(nats) == pytest.approx(np.prod(1 / probabilities) ** (1 / 4))


def test_perplexity_of_a_uniform_guess_is_the_number_of_outcomes() -> None:
    assert math.exp(entropy(np.full(50_000, 1 / 50_000))) == pytest.approx(50_000)


def test_jensen_shannon_is_symmetric_and_at_most_log_two(rng: np.random.Generator) -> None:
    for p, q in zip(distributions(rng, 100, 4), distributions(rng, 100, 4), strict=True):
        assert jensen_shannon(p, q) == pytest.approx(jensen_shannon(q, p))
        assert 0 <= jensen_shannon(p, q) <= math.log(2)
    apart = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert jensen_shannon(*apart) == pytest.approx(math.log(2))


def test_mutual_information_is_the_kl_from_independence_and_zero_for_it(rng: np.random.Generator) -> None:
    joint = rng.dirichlet(np.ones(12)).reshape(3, 4)
    rows, columns = joint.sum(1), joint.sum(0)
    apart = np.outer(rows, columns)
    information = kl(joint.ravel(), apart.ravel())
    assert information == pytest.approx(entropy(rows) + entropy(columns) - entropy(joint.ravel()))
    assert kl(apart.ravel(), np.outer(apart.sum(1), apart.sum(0)).ravel()) == pytest.approx(0, abs=1e-12)


def test_a_positive_result_of_a_good_test_for_a_rare_disease_is_mostly_false() -> None:
    prior, sensitivity, false_positive = 0.01, 0.99, 0.05
    positive = prior * sensitivity + (1 - prior) * false_positive
    assert prior * sensitivity / positive == pytest.approx(1 / 6, abs=1e-3)


def test_the_log_of_exponential_noise_turns_sampling_into_an_argmax(rng: np.random.Generator) -> None:
    p = np.array([0.5, 0.3, 0.2])
    gumbel = -np.log(rng.exponential(size=(50_000, 3)))
    shares = np.bincount((np.log(p) + gumbel).argmax(axis=1), minlength=3) / 50_000
    assert shares == pytest.approx(p, abs=0.01)


def test_uncorrelated_is_not_independent() -> None:
    x = np.array([-1.0, 0.0, 1.0])
    assert np.mean(x * x**2) - np.mean(x) * np.mean(x**2) == 0  # yet x decides its square


def test_the_elbo_falls_short_of_the_evidence_by_a_kl(rng: np.random.Generator) -> None:
    joint = rng.dirichlet(np.ones(6)) * 0.3  # p(x, z) at one x, so that p(x) = 0.3
    guess = rng.dirichlet(np.ones(6))
    elbo = (guess * (np.log(joint) - np.log(guess))).sum()
    assert math.log(0.3) - elbo == pytest.approx(kl(guess, joint / 0.3))


def test_forward_kl_covers_both_modes_and_reverse_kl_seeks_one() -> None:
    grid = np.linspace(-8, 8, 1601)

    def normal(mean: float, deviation: float) -> np.ndarray:
        weights = np.exp(-((grid - mean) ** 2) / (2 * deviation**2))
        return weights / weights.sum() + 1e-300

    target = (normal(-3, 0.7) + normal(3, 0.7)) / 2
    candidates = [(mean, deviation) for mean in (0.0, 3.0) for deviation in (0.7, 3.1)]
    assert min(candidates, key=lambda c: kl(target, normal(*c))) == (0.0, 3.1)
    assert min(candidates, key=lambda c: kl(normal(*c), target)) == (3.0, 0.7)
