"""The LoRA layer against loops, finite differences and the slips candidates make."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets.lora import LoRALinear
from tests.snippets.slips import on_page, slipped

D, K, R, ALPHA, N = 5, 7, 3, 6.0, 4
Make = Callable[..., Any]


def fresh(make: Make) -> tuple[Any, np.ndarray]:
    rng = np.random.default_rng(0)
    layer = make(rng.standard_normal((D, K)), R, ALPHA, rng)
    return layer, rng.standard_normal((N, K))


def trained(make: Make) -> tuple[Any, np.ndarray]:
    layer, x = fresh(make)
    rng = np.random.default_rng(1)
    layer.a, layer.b = rng.standard_normal((R, K)), rng.standard_normal((D, R))
    return layer, x


def starts_as_the_old_layer(make: Make) -> bool:
    layer, x = fresh(make)
    return np.allclose(layer.forward(x), x @ layer.weight.T)


def agrees_with_loops(make: Make) -> bool:
    """y_j = sum_i (W_ji + alpha / r * sum_m B_jm A_mi) x_i, one number at a time."""
    layer, x = trained(make)
    y = np.zeros((N, D))
    for n, j, i in np.ndindex(N, D, K):
        delta = sum(layer.b[j, m] * layer.a[m, i] for m in range(R))
        y[n, j] += (layer.weight[j, i] + ALPHA / R * delta) * x[n, i]
    return np.allclose(layer.forward(x), y)


def merges_to_the_same(make: Make) -> bool:
    layer, x = trained(make)
    before = layer.weight.copy()
    first, second = layer.merged(), layer.merged()
    same = np.allclose(x @ first.T, layer.forward(x)) and np.allclose(first, second)
    return same and np.array_equal(before, layer.weight)


def gradients_are_finite_differences(make: Make) -> bool:
    layer, x = trained(make)
    grad = np.random.default_rng(2).standard_normal((N, D))
    layer.forward(x)
    dx = layer.backward(grad)
    for value, analytic in ((x, dx), (layer.a, layer.da), (layer.b, layer.db)):
        numeric = np.zeros_like(value)
        for at in np.ndindex(*value.shape):
            old, up, down = value[at], 0.0, 0.0
            value[at] = old + 1e-6
            up = (layer.forward(x) * grad).sum()
            value[at] = old - 1e-6
            down = (layer.forward(x) * grad).sum()
            value[at] = old
            numeric[at] = (up - down) / 2e-6
        if not np.allclose(analytic, numeric, atol=1e-6):
            return False
    return True


def learns_from_the_start(make: Make) -> bool:
    """Towards a target whose difference from W has rank R; W may not move."""
    layer, x = fresh(make)
    rng = np.random.default_rng(3)
    x = rng.standard_normal((64, K))
    y = x @ (layer.weight + rng.standard_normal((D, R)) @ rng.standard_normal((R, K))).T
    before, first = layer.weight.copy(), ((layer.forward(x) - y) ** 2).mean()
    for _ in range(2000):
        layer.backward(2 * (layer.forward(x) - y) / len(x))
        layer.a -= 0.01 * layer.da
        layer.b -= 0.01 * layer.db
    return bool(((layer.forward(x) - y) ** 2).mean() < 0.01 * first) and np.array_equal(before, layer.weight)


TESTS: list[Callable[[Make], bool]] = [
    starts_as_the_old_layer,
    agrees_with_loops,
    merges_to_the_same,
    gradients_are_finite_differences,
    learns_from_the_start,
]


def passes(test: Callable[[Make], bool], make: Make) -> bool:
    try:
        return test(make)
    except ValueError:  # shapes that do not fit
        return False


# What is typed, what is typed by mistake, and which of TESTS then fail: the table on the page.
A, B = "rng.uniform(-1, 1, (rank, k)) / k**0.5", "np.zeros((d, rank))"
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "both zero": ([(A, "np.zeros((rank, k))")], "00001"),
    "both random": ([(B, "rng.standard_normal((d, rank))")], "10000"),
    "alpha not divided by r": ([("alpha / rank", "alpha")], "01000"),
    "divided by the root of r": ([("alpha / rank", "alpha / rank**0.5")], "01000"),
    "merged without scale": ([("self.weight + self.scale * (", "self.weight + (")], "00100"),
    "merged in place": (
        [
            ("return self.weight + self.scale", "self.weight += self.scale"),
            ("(self.b @ self.a)", "(self.b @ self.a)\n        return self.weight"),
        ],
        "00100",
    ),
    "backward without scale for B": (
        [("self.db = self.scale * (grad.T @ self.down)", "self.db = grad.T @ self.down")],
        "00010",
    ),
    "input gradient of the path left out": ([("grad @ self.weight + up @ self.a", "grad @ self.weight")], "00010"),
    "A and B swapped in the merge": ([("(self.b @ self.a)", "(self.a.T @ self.b.T)")], "00100"),
}


@pytest.mark.parametrize("test", TESTS)
def test_right(test: Callable[[Make], bool]) -> None:
    assert test(LoRALinear)


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    space = slipped("lora", edits)
    assert "".join("01"[not passes(test, space["LoRALinear"])] for test in TESTS) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-lora", language) == [s[1] for s in SLIPS.values()]


def test_swapped_merge_is_silent_when_square() -> None:
    """With d = k the transposed product has the right shape and the wrong numbers."""
    rng = np.random.default_rng(4)
    layer = LoRALinear(rng.standard_normal((K, K)), R, ALPHA, rng)
    layer.b = rng.standard_normal((K, R))
    wrong = layer.weight + layer.scale * (layer.a.T @ layer.b.T)
    assert wrong.shape == layer.merged().shape
    assert not np.allclose(wrong, layer.merged())


def test_zero_a_and_random_b_learns_too() -> None:
    """Which of the two is zero does not matter for being able to start."""
    space = slipped("lora", [(A, "np.zeros((rank, k))"), (B, "rng.standard_normal((d, rank)) / rank**0.5")])
    assert all(passes(test, space["LoRALinear"]) for test in TESTS)


def test_the_update_has_rank_r_and_the_sum_is_full() -> None:
    layer, _ = trained(LoRALinear)
    assert np.linalg.matrix_rank(layer.merged() - layer.weight) == R
    assert np.linalg.matrix_rank(layer.merged()) == min(D, K)
