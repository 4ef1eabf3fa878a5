"""Causal multi-head self-attention in NumPy, forward and backward."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def softmax(scores: Array) -> Array:
    """Softmax over the last axis; subtracting the row maximum keeps exp from overflowing."""
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def attention(q: Array, k: Array, v: Array, allowed: Array) -> Array:
    """q (..., T, d), k (..., S, d), v (..., S, e), allowed (..., T, S), True = may look -> (..., T, e)."""
    scores = q @ k.swapaxes(-1, -2) / q.shape[-1] ** 0.5  # (..., T, S)
    scores = np.where(allowed, scores, -np.inf)  # before the softmax
    return softmax(scores) @ v


def split_heads(x: Array, heads: int) -> Array:
    """(B, T, D) -> (B, h, T, D/h): cut the channels first, then swap axes."""
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(0, 2, 1, 3)


def merge_heads(x: Array) -> Array:
    """(B, h, T, D/h) -> (B, T, D)."""
    batch, heads, length, dim = x.shape
    return x.transpose(0, 2, 1, 3).reshape(batch, length, heads * dim)


def multi_head_attention(
    x: Array, wq: Array, wk: Array, wv: Array, wo: Array, heads: int, real: Array | None = None
) -> Array:
    """Causal self-attention: x (B, T, D), weights (D, D), real (B, T) bool, False = padding -> (B, T, D)."""
    length, width = x.shape[1:]
    if width % heads:
        raise ValueError("width must be divisible by heads")
    q, k, v = (split_heads(x @ w, heads) for w in (wq, wk, wv))  # each (B, h, T, D/h)
    allowed = np.tril(np.ones((length, length), bool))  # (T, T): key j <= query i
    if real is not None:
        allowed = allowed & real[:, None, None, :]  # (B, 1, T, T): padding is no key
        allowed = allowed | np.eye(length, dtype=bool)  # but no row may be empty
    return merge_heads(attention(q, k, v, allowed)) @ wo


def attention_backward(q: Array, k: Array, v: Array, allowed: Array, grad: Array) -> tuple[Array, Array, Array]:
    """Gradients of sum(grad * attention(q, k, v, allowed)) for q, k, v; grad (..., T, e)."""
    scale = q.shape[-1] ** -0.5
    p = softmax(np.where(allowed, q @ k.swapaxes(-1, -2) * scale, -np.inf))  # (..., T, S)
    dv = p.swapaxes(-1, -2) @ grad
    dp = grad @ v.swapaxes(-1, -2)
    ds = p * (dp - (p * dp).sum(axis=-1, keepdims=True))  # Jacobian of the softmax, row by row
    return ds @ k * scale, ds.swapaxes(-1, -2) @ q * scale, dv
