"""Causal multi-head attention against loops, finite differences and the slips candidates make."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from snippets.mha import attention, attention_backward, multi_head_attention, softmax
from tests.snippets.slips import on_page, slipped

HEADS, WIDTH, LENGTH, BATCH = 4, 16, 6, 2


Weights = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def sample(seed: int = 0) -> tuple[np.ndarray, Weights]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((BATCH, LENGTH, WIDTH))
    wq, wk, wv, wo = rng.standard_normal((4, WIDTH, WIDTH)) / 2
    return x, (wq, wk, wv, wo)


def by_loops(x: np.ndarray, wq: np.ndarray, wk: np.ndarray, wv: np.ndarray, wo: np.ndarray, heads: int) -> np.ndarray:
    """The definition, one batch, position, head and key at a time; nothing later than i is touched."""
    out = np.zeros_like(x)
    dim = x.shape[2] // heads
    for b in range(x.shape[0]):
        for i in range(x.shape[1]):
            joined: list[float] = []
            for h in range(heads):
                part = slice(h * dim, (h + 1) * dim)
                query = x[b, i] @ wq[:, part]
                e = [math.exp(sum(query * (x[b, j] @ wk[:, part])) / math.sqrt(dim)) for j in range(i + 1)]
                joined.extend(sum(e[j] / sum(e) * (x[b, j] @ wv[:, part]) for j in range(i + 1)))
            out[b, i] = np.array(joined) @ wo
    return out


Mha = Callable[..., np.ndarray]


def agrees_with_loops(f: Mha) -> bool:
    x, w = sample()
    return np.allclose(f(x, *w, HEADS), by_loops(x, *w, HEADS))


def hides_the_future(f: Mha) -> bool:
    x, w = sample()
    changed = x.copy()
    changed[:, -1] += 1
    return np.allclose(f(x, *w, HEADS)[:, :-1], f(changed, *w, HEADS)[:, :-1])


def ignores_padding(f: Mha) -> bool:
    """Two layers over a left-padded batch: the real tokens come out as they do alone."""
    x, w = sample()
    real = np.ones((BATCH, LENGTH), bool)
    real[0, :2] = False
    alone = f(f(x[:1, 2:], *w, HEADS), *w, HEADS)
    padded = f(f(x, *w, HEADS, real), *w, HEADS, real)
    return np.allclose(padded[:1, 2:], alone)


def survives_large_scores(f: Mha) -> bool:
    x, w = sample()
    return bool(np.isfinite(f(100 * x, *w, HEADS)).all())


TESTS: list[Callable[[Mha], bool]] = [agrees_with_loops, hides_the_future, ignores_padding, survives_large_scores]

# What is typed, what is typed by mistake, and which of TESTS then fail: the table on the page.
SCALE = "/ q.shape[-1] ** 0.5"
SPLIT = "x = x.reshape(batch, length, heads, width // heads)\n    return x.transpose(0, 2, 1, 3)"
MERGE = "x.transpose(0, 2, 1, 3).reshape(batch, length, heads * dim)"
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "split without transpose": ([(SPLIT, "return x.reshape(batch, heads, length, width // heads)")], "1110"),
    "split and merge without transpose": (
        [
            (SPLIT, "return x.reshape(batch, heads, length, width // heads)"),
            (MERGE, "x.reshape(batch, length, heads * dim)"),
        ],
        "1010",
    ),
    "scale by the full width": ([(SCALE, f"/ (q.shape[-1] * {HEADS}) ** 0.5")], "1000"),
    "zero after the softmax": (
        [
            ("    scores = np.where(allowed, scores, -np.inf)", "    pass"),
            ("softmax(scores) @ v", "(softmax(scores) * allowed) @ v"),
        ],
        "1110",
    ),
    "add -1e-9": (
        [("scores = np.where(allowed, scores, -np.inf)", "scores = scores + np.where(allowed, 0, -1e-9)")],
        "1110",
    ),
    "softmax over queries": ([("axis=-1", "axis=-2")], "1100"),
    "diagonal off by one": ([("np.ones((length, length), bool))", "np.ones((length, length), bool), 1)")], "1100"),
    "no maximum subtracted": ([(" - scores.max(axis=-1, keepdims=True)", "")], "0001"),
    "padding on the query axis": ([("real[:, None, None, :]", "real[:, None, :, None]")], "0010"),
    "empty rows kept": ([("        allowed = allowed | np.eye(length, dtype=bool)", "        pass")], "0010"),
}


@pytest.mark.parametrize("test", TESTS)
def test_right(test: Callable[[Mha], bool]) -> None:
    assert test(multi_head_attention)


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    space = slipped("mha", edits)
    wrong = space["multi_head_attention"]
    x, w = sample()
    assert wrong(x, *w, HEADS).shape == x.shape  # the shape gives nothing away
    assert "".join("01"[not test(wrong)] for test in TESTS) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-self-attention-mha", language) == [s[1] for s in SLIPS.values()]


def test_first_position_reads_only_itself() -> None:
    x, (wq, wk, wv, wo) = sample()
    np.testing.assert_allclose(multi_head_attention(x, wq, wk, wv, wo, HEADS)[:, 0], x[:, 0] @ wv @ wo)


def test_softmax_is_a_distribution_whatever_the_size() -> None:
    for shift in (-1e4, 0.0, 1e4):
        p = softmax(np.array([1.0, 2.0, 3.0]) + shift)
        np.testing.assert_allclose(p, np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum())


def test_single_precision_stays_single() -> None:
    x, w = sample()
    wq, wk, wv, wo = (m.astype(np.float32) for m in w)
    assert multi_head_attention(x.astype(np.float32), wq, wk, wv, wo, HEADS).dtype == np.float32
    assert (np.ones(2, np.float32) / np.sqrt(16)).dtype == np.float64  # what np.sqrt would have done (NumPy 2)


def test_width_must_be_divisible() -> None:
    x, w = sample()
    with pytest.raises(ValueError, match="divisible"):
        multi_head_attention(x, *w, 3)


def test_backward_against_finite_differences() -> None:
    rng = np.random.default_rng(1)
    q, k, v, grad = rng.standard_normal((4, 2, 5, 3))
    allowed = np.tril(np.ones((5, 5), bool))
    analytic = attention_backward(q, k, v, allowed, grad)
    for which in range(3):
        args = [q, k, v]
        numeric = np.zeros_like(q)
        for at in np.ndindex(*q.shape):
            up, down = (list(args), list(args))
            up[which], down[which] = args[which].copy(), args[which].copy()
            up[which][at] += 1e-6
            down[which][at] -= 1e-6
            numeric[at] = (
                (attention(up[0], up[1], up[2], allowed) - attention(down[0], down[1], down[2], allowed)) * grad
            ).sum() / 2e-6
        np.testing.assert_allclose(analytic[which], numeric, atol=1e-7)
