"""GQA with a KV cache: against loops, and the same result however the sequence is cut."""

import cmath
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets import gqa_cache
from snippets.gqa_cache import KVCache, generate, gqa, rotate
from tests.snippets.slips import on_page, slipped

HEADS, KV_HEADS, DIM, WIDTH, LENGTH, BATCH = 4, 2, 4, 12, 7, 2
Space = dict[str, Any]


def sample(seed: int = 0) -> tuple[np.ndarray, list[np.ndarray]]:
    rng = np.random.default_rng(seed)
    sizes = [(WIDTH, HEADS * DIM), (WIDTH, KV_HEADS * DIM), (WIDTH, KV_HEADS * DIM), (HEADS * DIM, WIDTH)]
    return rng.standard_normal((BATCH, LENGTH, WIDTH)), [rng.standard_normal(s) / 2 for s in sizes]


def turned(x: np.ndarray, position: int) -> np.ndarray:
    """RoPE of one vector by complex numbers."""
    half = len(x) // 2
    z = [complex(x[i], x[i + half]) * cmath.exp(1j * position * 10000 ** (-i / half)) for i in range(half)]
    return np.array([c.real for c in z] + [c.imag for c in z])


def by_loops(x: np.ndarray, wq: np.ndarray, wk: np.ndarray, wv: np.ndarray, wo: np.ndarray) -> np.ndarray:
    out = np.zeros_like(x)
    for b in range(BATCH):
        for i in range(LENGTH):
            joined: list[float] = []
            for h in range(HEADS):
                g = h * KV_HEADS // HEADS
                mine, shared = slice(h * DIM, (h + 1) * DIM), slice(g * DIM, (g + 1) * DIM)
                query = turned(x[b, i] @ wq[:, mine], i)
                e = [np.exp(query @ turned(x[b, j] @ wk[:, shared], j) / DIM**0.5) for j in range(i + 1)]
                joined.extend(sum(e[j] / sum(e) * (x[b, j] @ wv[:, shared]) for j in range(i + 1)))
            out[b, i] = np.array(joined) @ wo
    return out


def in_pieces(space: Space, sizes: list[int]) -> np.ndarray:
    x, w = sample()
    cache = space["KVCache"](BATCH, KV_HEADS, LENGTH, DIM)
    outs, start = [], 0
    for size in sizes:
        outs.append(space["gqa"](x[:, start : start + size], *w, heads=HEADS, kv_heads=KV_HEADS, cache=cache))
        start += size
    return np.concatenate(outs, axis=1)


def whole(space: Space) -> np.ndarray:
    x, w = sample()
    result: np.ndarray = space["gqa"](x, *w, heads=HEADS, kv_heads=KV_HEADS)
    return result


def agrees_with_loops(space: Space) -> bool:
    x, w = sample()
    return np.allclose(whole(space), by_loops(x, *w))


def one_at_a_time(space: Space) -> bool:
    return np.allclose(in_pieces(space, [1] * LENGTH), whole(space))


def in_chunks(space: Space) -> bool:
    return np.allclose(in_pieces(space, [3, 4]), whole(space))


TESTS: list[Callable[[Space], bool]] = [agrees_with_loops, one_at_a_time, in_chunks]
POSITION = "first + np.arange(rows) % length"
GROUP = "q = q.reshape(batch, kv_heads, rows, dim)"
TILED = "q = q.reshape(batch, -1, kv_heads, length, dim).swapaxes(1, 2).reshape(batch, kv_heads, rows, dim)"
RESULT = "(weights @ v).reshape(batch, heads, length, dim)"
BACK = "(weights @ v).reshape(batch, kv_heads, -1, length, dim).swapaxes(1, 2).reshape(batch, heads, length, dim)"
MASK = "np.arange(keys) <= position[:, None]"
# What is typed by mistake, and which of TESTS then fail: the table on the page.
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "positions from 0": ([("positions = first + np.arange(length)", "positions = np.arange(length)")], "011"),
    "triangle at the upper left": ([(POSITION, "np.arange(rows) % length")], "011"),
    "length not advanced": ([("        self.length = end", "        pass")], "011"),
    "no mask once there is a cache": ([(MASK, f"(first > 0) | ({MASK})")], "001"),
    "offset read after appending": (
        [("y = grouped_attention(q, k, v, first)", "y = grouped_attention(q, k, v, cache.length if cache else 0)")],
        "001",
    ),
    "tiled groups": ([(GROUP, TILED), (RESULT, BACK)], "100"),
    "K not rotated": ([("q, k = rotate(q, positions), rotate(k, positions)", "q = rotate(q, positions)")], "100"),
}


@pytest.mark.parametrize("test", TESTS)
def test_right(test: Callable[[Space], bool]) -> None:
    assert test(vars(gqa_cache))


@pytest.mark.parametrize("sizes", [[7], [1, 6], [6, 1], [2, 2, 3], [5, 1, 1]])
def test_any_cut_gives_the_same(sizes: list[int]) -> None:
    np.testing.assert_allclose(in_pieces(vars(gqa_cache), sizes), whole(vars(gqa_cache)), atol=1e-12)


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    space = slipped("gqa_cache", edits)
    assert whole(space).shape == in_pieces(space, [3, 4]).shape == (BATCH, LENGTH, WIDTH)
    assert "".join("01"[not test(space)] for test in TESTS) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-gqa-kv-cache", language) == [s[1] for s in SLIPS.values()]


def test_large_scores_do_not_overflow() -> None:
    x, w = sample()
    assert np.isfinite(gqa(100 * x, w[0], w[1], w[2], w[3], HEADS, KV_HEADS)).all()


def test_only_kv_heads_are_stored_and_nothing_is_copied() -> None:
    cache = KVCache(BATCH, KV_HEADS, LENGTH, DIM)
    new = np.ones((BATCH, KV_HEADS, 3, DIM))
    k, v = cache.append(new, new)
    assert cache.k.shape == (BATCH, KV_HEADS, LENGTH, DIM)
    assert k.shape == (BATCH, KV_HEADS, 3, DIM)
    assert np.shares_memory(k, cache.k)
    assert np.shares_memory(v, cache.v)


def test_a_full_cache_refuses() -> None:
    cache = KVCache(BATCH, KV_HEADS, 4, DIM)
    new = np.ones((BATCH, KV_HEADS, 4, DIM))
    cache.append(new, new)
    with pytest.raises(ValueError, match="full"):
        cache.append(new[:, :, :1], new[:, :, :1])


def test_one_kv_head_and_as_many_as_queries() -> None:
    """MQA and MHA are the same code; MHA with K and V repeated within groups equals GQA."""
    x, (wq, wk, wv, wo) = sample()

    def spread(w: np.ndarray) -> np.ndarray:
        return w.reshape(WIDTH, KV_HEADS, DIM).repeat(HEADS // KV_HEADS, axis=1).reshape(WIDTH, HEADS * DIM)

    tied = gqa(x, wq, spread(wk), spread(wv), wo, HEADS, HEADS)
    np.testing.assert_allclose(gqa(x, wq, wk, wv, wo, HEADS, KV_HEADS), tied)
    assert gqa(x, wq, wk[:, :DIM], wv[:, :DIM], wo, HEADS, 1).shape == x.shape


def test_rotation() -> None:
    x = np.random.default_rng(3).standard_normal((1, 1, 5, 6))
    got = rotate(x, np.arange(4, 9))
    np.testing.assert_allclose(got[0, 0], [turned(x[0, 0, i], i + 4) for i in range(5)])


def test_generate_feeds_each_token_once() -> None:
    given: list[list[int]] = []

    def step(tokens: list[int]) -> np.ndarray:
        given.append(tokens)
        return np.eye(10)[[(t + 1) % 10 for t in tokens]]

    assert generate(step, [3, 4, 5], 4) == [6, 7, 8, 9]
    assert given == [[3, 4, 5], [6], [7], [8]]
