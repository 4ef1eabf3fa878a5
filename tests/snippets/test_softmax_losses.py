"""Softmax, cross-entropy and KL against loops, finite differences and the slips candidates make."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets import softmax_losses
from snippets.softmax_losses import cross_entropy, cross_entropy_grad, kl_divergence, log_softmax, softmax
from tests.snippets.slips import on_page, slipped

Space = dict[str, Any]
B, T, V = 2, 4, 128  # V > 100: the ignored label -100 is then a legal NumPy index


def sample() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    p, q = rng.standard_normal((2, B, T, V))
    return p, q, rng.integers(0, V, (B, T)), np.array([[0, 1, 1, 1], [0, 0, 0, 1]], bool)


def log_p(row: np.ndarray, k: int) -> float:
    return float(row[k]) - math.log(sum(math.exp(x) for x in row))


def agrees_with_loops(f: Space) -> bool:
    """Ordinary numbers, every label real."""
    p, q, tokens, _ = sample()
    places = [(b, t) for b in range(B) for t in range(T)]
    ce = -sum(log_p(p[b, t], tokens[b, t]) for b, t in places) / len(places)
    kl = [
        sum(math.exp(log_p(p[b, t], k)) * (log_p(p[b, t], k) - log_p(q[b, t], k)) for k in range(V)) for b, t in places
    ]
    got = np.asarray(f["kl_divergence"](p, q))
    return bool(np.isclose(f["cross_entropy"](p, tokens), ce)) and got.shape == (B, T) and np.allclose(got.ravel(), kl)


def survives_extremes(f: Space) -> bool:
    """Scores far apart, far up and far down, and entries masked with -inf: exact values, no NaN."""
    far = np.array([[0.0, 1000.0], [-3000.0, -3000.0]])
    loss = f["cross_entropy"](far, np.array([0, 1]))
    masked = np.array([[1.0, 1.0, -np.inf]])
    kl, zero = (
        f["kl_divergence"](masked, np.array([[1.0, 1.0, end]])) for end in (1 + math.log(2), -np.inf)
    )  # KL((1/2, 1/2, 0) || (1/4, 1/4, 1/2)) = log 2, and against itself 0
    return bool(np.isclose(loss, (1000 + math.log(2)) / 2) and np.allclose(kl, math.log(2)) and np.allclose(zero, 0))


def shifts_and_ignores(f: Space) -> bool:
    """Sequences of different length, prompts ignored: each trained token counts once, read one position earlier."""
    p, _, tokens, train = sample()
    places = [(b, t) for b in range(B) for t in range(1, T) if train[b, t]]
    want = -sum(log_p(p[b, t - 1], tokens[b, t]) for b, t in places) / len(places)
    return bool(np.isclose(f["next_token_loss"](p, tokens, train), want))


def gradient_is_right(f: Space) -> bool:
    p, _, tokens, train = sample()
    labels = np.where(train, tokens, -100)
    grad, numeric = f["cross_entropy_grad"](p, labels), np.zeros_like(p)
    for at in np.ndindex(*p.shape):
        up, down = p.copy(), p.copy()
        up[at] += 1e-5
        down[at] -= 1e-5
        numeric[at] = (cross_entropy(up, labels) - cross_entropy(down, labels)) / 2e-5
    return np.allclose(grad, numeric, atol=1e-8)


TESTS: list[Callable[[Space], bool]] = [agrees_with_loops, survives_extremes, shifts_and_ignores, gradient_is_right]

# What is typed, what is typed by mistake, and which of TESTS then fail: the table on the page.
LOG = "    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))"
GAP = "np.subtract(log_p, log_q, out=gap, where=p > 0)"
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "no maximum subtracted": ([(" - logits.max(axis=-1, keepdims=True)", "")], "0100"),
    "one maximum for the whole array": ([("logits.max(axis=-1, keepdims=True)", "logits.max()")], "0100"),
    "log of softmax": ([(LOG, "    return np.log(softmax(logits))")], "0100"),
    "log of softmax + 1e-12": ([(LOG, "    return np.log(softmax(logits) + 1e-12)")], "0100"),
    "softmax over the wrong axis": ([("axis=-1, keepdims=True", "axis=0, keepdims=True")], "1111"),
    "probabilities taken for logits": ([("log_softmax(logits), at", "log_softmax(softmax(logits)), at")], "1110"),
    "KL arguments swapped": (
        [("log_softmax(p_logits), log_softmax(q_logits)", "log_softmax(q_logits), log_softmax(p_logits)")],
        "1100",
    ),
    "KL averaged over V": ([("(p * gap).sum(axis=-1)", "(p * gap).mean(axis=-1)")], "1100"),
    "0 log 0 not excluded": ([(GAP, "gap = log_p - log_q")], "0100"),
    "no shift": ([("logits[:, :-1], labels", "logits[:, 1:], labels")], "0010"),
    "shift the other way": (
        [
            ("train[:, 1:], tokens[:, 1:], -100", "train[:, :-1], tokens[:, :-1], -100"),
            ("logits[:, :-1], labels", "logits[:, 1:], labels"),
        ],
        "0010",
    ),
    "-100 used as an index": (
        [
            ("np.where(real, labels, 0)[..., None]  #", "labels[..., None]  #"),
            ("np.where(real, picked, 0.0).sum()", "picked.sum()"),
        ],
        "0010",
    ),
    "mean over all positions": (
        [("np.where(real, picked, 0.0).sum() / real.sum()", "np.where(real, picked, 0.0).mean()")],
        "0010",
    ),
    "mean of the sequences' means": (
        [
            (
                "np.where(real, picked, 0.0).sum() / real.sum()",
                "(np.where(real, picked, 0.0).sum(-1) / real.sum(-1)).mean()",
            ),
        ],
        "0010",
    ),
    "gradient not divided by the count": ([("real[..., None] / real.sum()", "real[..., None]")], "0001"),
    "gradient kept where ignored": ([("grad * real[..., None]", "grad")], "0001"),
}


def verdict(space: Space) -> str:
    return "".join("01"[not test(space)] for test in TESTS)


def test_right() -> None:
    assert verdict(vars(softmax_losses)) == "0000"


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    space = slipped("softmax_losses", edits)
    assert verdict(space) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    """The two wrong shifts share a row."""
    assert on_page("code-softmax-cross-entropy-kl", language) == [
        expected for name, (_, expected) in SLIPS.items() if name != "shift the other way"
    ]


def test_softmax_rows_are_distributions_and_ignore_a_shift() -> None:
    p, q, _, _ = sample()
    np.testing.assert_allclose(softmax(p).sum(-1), 1)
    np.testing.assert_allclose(softmax(p + 1e4), softmax(p))
    np.testing.assert_allclose(np.exp(log_softmax(q)), softmax(q))


def test_untrained_model_starts_at_log_v() -> None:
    assert np.isclose(cross_entropy(np.zeros((3, V)), np.array([0, 5, -100])), math.log(V))


def test_cross_entropy_is_entropy_plus_kl() -> None:
    p, q, _, _ = sample()
    entropy = -(softmax(p) * log_softmax(p)).sum(-1)
    np.testing.assert_allclose(-(softmax(p) * log_softmax(q)).sum(-1), entropy + kl_divergence(p, q))


def test_kl_properties() -> None:
    p, q, _, _ = sample()
    assert (kl_divergence(p, q) > 0).all()
    np.testing.assert_allclose(kl_divergence(p, p), 0)
    assert not np.allclose(kl_divergence(p, q), kl_divergence(q, p))
    assert kl_divergence(np.zeros(2), np.array([0.0, -np.inf])) == np.inf  # q = 0 where p > 0


def test_gradient_rows_sum_to_zero() -> None:
    p, _, tokens, _ = sample()
    np.testing.assert_allclose(cross_entropy_grad(p, tokens).sum(-1), 0, atol=1e-12)
