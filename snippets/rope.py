"""Rotary position embedding in NumPy: pairings, cache, converting weights."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def table(
    positions: Array,
    dim: int,
    base: float = 10000.0,
) -> tuple[Array, Array]:
    """cos and sin, each (T, d/2), of m * theta_i; theta_i = base^(-2i/d)."""
    theta = base ** (-np.arange(0, dim, 2) / dim)  # (d/2,)
    angle = positions[:, None] * theta  # (T, d/2)
    return np.cos(angle), np.sin(angle)


def rotate(x: Array, cos: Array, sin: Array) -> Array:
    """x (..., T, d): turn each pair (2i, 2i+1) by its angle."""
    a, b = x[..., 0::2], x[..., 1::2]  # (..., T, d/2), views
    out = np.empty_like(x)  # not in place: both lines need the old a and b
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out


def scores(q: Array, k: Array, first: int = 0, base: float = 10000.0) -> Array:
    """q (..., T, d) from position first, k (..., S, d) from 0: (..., T, S)."""
    length, dim = q.shape[-2:]
    q = rotate(q, *table(first + np.arange(length), dim, base))
    k = rotate(k, *table(np.arange(k.shape[-2]), dim, base))
    return q @ k.swapaxes(-1, -2) / dim**0.5


def rotate_half_split(x: Array, cos: Array, sin: Array) -> Array:
    """The other convention: pair (i, i + d/2)."""
    a, b = np.split(x, 2, axis=-1)
    out = np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)
    return out.astype(x.dtype)


def to_half_split(weight: Array, heads: int) -> Array:
    """Reorder rows of W_Q or W_K, (h*d, D): (2i, 2i+1) to (i, i + d/2)."""
    dim = len(weight) // heads
    order = np.r_[0:dim:2, 1:dim:2]  # even channels first, then odd ones
    return weight.reshape(heads, dim, -1)[:, order].reshape(weight.shape)
