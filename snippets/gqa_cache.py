"""Grouped-query attention with a KV cache in NumPy."""

from collections.abc import Callable

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


class KVCache:
    """K and V of one layer, (B, g, room, d), `length` positions filled."""

    def __init__(self, batch: int, kv_heads: int, room: int, dim: int) -> None:
        self.k = np.zeros((batch, kv_heads, room, dim))  # KV heads only
        self.v = np.zeros_like(self.k)
        self.length = 0

    def append(self, k: Array, v: Array) -> tuple[Array, Array]:
        """Write T new positions, (B, g, T, d); return all, (B, g, S, d)."""
        end = self.length + k.shape[2]
        if end > self.k.shape[2]:
            raise ValueError("the cache is full")
        self.k[:, :, self.length : end] = k
        self.v[:, :, self.length : end] = v
        self.length = end
        return self.k[:, :, :end], self.v[:, :, :end]  # views, no copy


def rotate(x: Array, positions: Array, base: float = 10000.0) -> Array:
    """RoPE on x (B, heads, T, d), channels i and i + d/2; positions (T,)."""
    half = x.shape[-1] // 2
    angle = positions[:, None] * base ** (-np.arange(half) / half)  # (T, d/2)
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


def grouped_attention(q: Array, k: Array, v: Array, first: int) -> Array:
    """q (B, h, T, d) from position first; k, v (B, g, S, d) from 0: as q."""
    batch, heads, length, dim = q.shape
    kv_heads, keys = k.shape[1:3]
    rows = heads // kv_heads * length
    # head i joins group i // (h/g); a group's queries are rows
    q = q.reshape(batch, kv_heads, rows, dim)
    scores = q @ k.swapaxes(-1, -2) / dim**0.5  # (B, g, rows, S)
    position = first + np.arange(rows) % length  # absolute, of each row
    scores = np.where(np.arange(keys) <= position[:, None], scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return (weights @ v).reshape(batch, heads, length, dim)


def gqa(
    x: Array,  # (B, T, D), the next T tokens
    wq: Array,  # (D, h*d)
    wk: Array,  # (D, g*d)
    wv: Array,  # (D, g*d)
    wo: Array,  # (h*d, D)
    heads: int,
    kv_heads: int,
    cache: KVCache | None = None,
) -> Array:
    """Causal grouped-query attention with RoPE -> (B, T, D)."""
    batch, length, _ = x.shape
    first = 0 if cache is None else cache.length  # read before appending
    # q (B, h, T, d), k and v (B, g, T, d)
    q = (x @ wq).reshape(batch, length, heads, -1).transpose(0, 2, 1, 3)
    k = (x @ wk).reshape(batch, length, kv_heads, -1).transpose(0, 2, 1, 3)
    v = (x @ wv).reshape(batch, length, kv_heads, -1).transpose(0, 2, 1, 3)
    positions = first + np.arange(length)
    q, k = rotate(q, positions), rotate(k, positions)  # K is stored rotated
    if cache is not None:
        k, v = cache.append(k, v)
    y = grouped_attention(q, k, v, first)
    return y.transpose(0, 2, 1, 3).reshape(batch, length, -1) @ wo


def generate(
    step: Callable[[list[int]], Array],  # new tokens -> logits, (number, V)
    prompt: list[int],
    count: int,
) -> list[int]:
    """Greedy decoding; step remembers what it was given."""
    logits = step(prompt)  # prefill: the whole prompt in one pass
    out: list[int] = []
    for _ in range(count):
        out.append(int(logits[-1].argmax()))
        if len(out) < count:
            logits = step([out[-1]])  # decode: only the new token
    return out
