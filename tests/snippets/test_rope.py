"""RoPE against complex numbers, without a reference, and against the slips candidates make."""

import cmath
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets import rope
from snippets.rope import rotate, rotate_half_split, table, to_half_split
from tests.snippets.slips import on_page, slipped

BATCH, HEADS, LENGTH, DIM = 2, 3, 7, 8
Space = dict[str, Any]


def sample(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    q, k = np.random.default_rng(seed).standard_normal((2, BATCH, HEADS, LENGTH, DIM))
    return q, k


def turned(x: np.ndarray, position: int) -> list[complex]:
    """One vector as DIM / 2 complex numbers, each multiplied by exp(i m theta)."""
    return [
        complex(x[2 * i], x[2 * i + 1]) * cmath.exp(1j * position * 10000 ** (-2 * i / DIM)) for i in range(DIM // 2)
    ]


def by_loops(q: np.ndarray, k: np.ndarray) -> np.ndarray:
    out = np.zeros((BATCH, HEADS, LENGTH, LENGTH))
    for b, h, m, n in np.ndindex(*out.shape):
        pairs = zip(turned(q[b, h, m], m), turned(k[b, h, n], n), strict=True)
        out[b, h, m, n] = sum((x * y.conjugate()).real for x, y in pairs) / DIM**0.5
    return out


def agrees_with_complex_numbers(f: Space) -> bool:
    q, k = sample()
    return np.allclose(f["scores"](q, k), by_loops(q, k))


def depends_on_distance_only(f: Space) -> bool:
    """The same q and the same k at every position: every diagonal of the scores is constant, and they differ."""
    q, k = (np.repeat(x[:, :, :1], LENGTH, axis=2) for x in sample())
    s = f["scores"](q, k)
    return np.allclose(s[..., 1:, 1:], s[..., :-1, :-1]) and not np.allclose(s[..., 0, :], s[..., :1, 0])


def keeps_lengths(f: Space) -> bool:
    x, _ = sample()
    out = f["rotate"](x.copy(), *f["table"](np.arange(LENGTH), DIM))
    return np.allclose(np.linalg.norm(out, axis=-1), np.linalg.norm(x, axis=-1))


def same_with_a_cache(f: Space) -> bool:
    """The last three queries alone, as when the first four are cached."""
    q, k = sample()
    return np.allclose(f["scores"](q[:, :, 4:], k, 4), f["scores"](q, k)[:, :, 4:])


Test = Callable[[Space], bool]
TESTS: list[Test] = [agrees_with_complex_numbers, depends_on_distance_only, keeps_lengths, same_with_a_cache]
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "one sign wrong": ([("a * cos - b * sin\n    out", "a * cos + b * sin\n    out")], "1110"),
    "both signs wrong": (
        [("a * cos - b * sin\n    out", "a * cos + b * sin\n    out"), ("= a * sin + b * cos", "= b * cos - a * sin")],
        "1000",
    ),
    "in place": ([("np.empty_like(x)", "x")], "1111"),
    "exponent without the 2": ([("base ** (-np.arange(0, dim, 2) / dim)", "base ** (-np.arange(dim // 2) / dim)")], "1000"),
    "mixed conventions": (
        [("    a, b = x[..., 0::2], x[..., 1::2]  #", "    a, b = np.split(x, 2, axis=-1)  #")],
        "1000",
    ),
    "table of one convention, pairs of the other": (
        [("    a, b = x[..., 0::2], x[..., 1::2]  # (..., T, d/2), views\n",
          "    cos, sin = (np.concatenate([t, t], axis=-1) for t in (cos, sin))\n"
          "    y = np.stack([-x[..., 1::2], x[..., 0::2]], axis=-1).reshape(x.shape)\n"
          "    return x * cos + y * sin\n")],
        "1110",
    ),
    "only q rotated": ([("    k = rotate(k, *table(np.arange(k.shape[-2]), dim, base))", "    pass")], "1100"),
    "positions restart with a cache": ([("table(first + np.arange(length)", "table(np.arange(length)")], "0001"),
    "k moved by the cache as well": ([("table(np.arange(k.shape[-2])", "table(first + np.arange(k.shape[-2])")], "0001"),
}  # fmt: skip


def fails(test: Test, f: Space) -> bool:
    return not test(f)


@pytest.mark.parametrize("test", TESTS)
def test_right(test: Test) -> None:
    assert test(vars(rope))


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    wrong = slipped("rope", edits)
    q, k = sample()
    assert wrong["scores"](q, k).shape == (BATCH, HEADS, LENGTH, LENGTH)
    assert "".join("01"[fails(test, wrong)] for test in TESTS) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-rope", language) == [s[1] for s in SLIPS.values()]


def test_position_zero_changes_nothing() -> None:
    x, _ = sample()
    np.testing.assert_array_equal(rotate(x[:, :, :1], *table(np.zeros(1), DIM)), x[:, :, :1])


def test_single_precision_stays_single() -> None:
    x = sample()[0].astype(np.float32)
    for f in (rotate, rotate_half_split):
        assert f(x, *table(np.arange(LENGTH), DIM)).dtype == np.float32


def test_reordered_weights_give_the_same_scores() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((LENGTH, 12))
    wq, wk = rng.standard_normal((2, HEADS * DIM, 12))

    def all_scores(f: Callable[..., np.ndarray], wq: np.ndarray, wk: np.ndarray) -> np.ndarray:
        q, k = (
            f((x @ w.T).reshape(LENGTH, HEADS, DIM).swapaxes(0, 1), *table(np.arange(LENGTH), DIM)) for w in (wq, wk)
        )
        product: np.ndarray = q @ k.swapaxes(-1, -2)
        return product

    expected = all_scores(rotate, wq, wk)
    np.testing.assert_allclose(
        all_scores(rotate_half_split, to_half_split(wq, HEADS), to_half_split(wk, HEADS)), expected
    )
    assert not np.allclose(all_scores(rotate_half_split, wq, wk), expected)
    assert not np.allclose(all_scores(rotate_half_split, to_half_split(wq, 1), to_half_split(wk, 1)), expected)


def test_backward_is_the_rotation_back() -> None:
    x, grad = sample()
    cos, sin = table(np.arange(LENGTH), DIM)
    analytic = rotate(grad, cos, -sin)
    numeric = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[at] += 1e-6
        down[at] -= 1e-6
        numeric[at] = ((rotate(up, cos, sin) - rotate(down, cos, sin)) * grad).sum() / 2e-6
    np.testing.assert_allclose(analytic, numeric, atol=1e-8)
    np.testing.assert_allclose(rotate(rotate(x, cos, sin), cos, -sin), x)


def test_a_slice_can_be_left_alone() -> None:
    """Partial rotation: the first four channels turn, scores stay relative."""
    q, k = (np.repeat(x[:, :, :1], LENGTH, axis=2) for x in sample())
    cos, sin = table(np.arange(LENGTH), 4)
    q, k = (np.concatenate([rotate(x[..., :4], cos, sin), x[..., 4:]], axis=-1) for x in (q, k))
    s = q @ k.swapaxes(-1, -2)
    np.testing.assert_allclose(s[..., 1:, 1:], s[..., :-1, :-1])
