"""Causal multi-head self-attention in NumPy, forward and backward."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def softmax(scores: Array) -> Array:
    """Softmax over the last axis; less the maximum, exp cannot overflow."""
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def attention(q: Array, k: Array, v: Array, allowed: Array) -> Array:
    """q (..., T, d), k (..., S, d), v (..., S, e) -> (..., T, e)."""
    # allowed (..., T, S): True = may look
    scores = q @ k.swapaxes(-1, -2) / q.shape[-1] ** 0.5  # (..., T, S)
    scores = np.where(allowed, scores, -np.inf)  # before the softmax
    return softmax(scores) @ v


def split_heads(x: Array, heads: int) -> Array:
    """(B, T, D) -> (B, h, T, D/h): cut the channels first, then swap axes."""
    batch, length, width = x.shape
    x = x.reshape(batch, length, heads, width // heads)
    return x.transpose(0, 2, 1, 3)


def merge_heads(x: Array) -> Array:
    """(B, h, T, D/h) -> (B, T, D)."""
    batch, heads, length, dim = x.shape
    return x.transpose(0, 2, 1, 3).reshape(batch, length, heads * dim)


def multi_head_attention(
    x: Array,  # (B, T, D)
    wq: Array,  # (D, D), like wk, wv, wo
    wk: Array,
    wv: Array,
    wo: Array,
    heads: int,
    real: Array | None = None,  # (B, T) bool, False = padding
) -> Array:
    """Causal self-attention -> (B, T, D)."""
    length, width = x.shape[1:]
    if width % heads:
        raise ValueError("width must be divisible by heads")
    q, k, v = (split_heads(x @ w, heads) for w in (wq, wk, wv))  # (B, h, T, d)
    allowed = np.tril(np.ones((length, length), bool))  # key j <= query i
    if real is not None:  # padding is no key, but no row may be empty
        allowed = allowed & real[:, None, None, :]  # (B, 1, T, T)
        allowed = allowed | np.eye(length, dtype=bool)
    return merge_heads(attention(q, k, v, allowed)) @ wo


def attention_backward(
    q: Array,
    k: Array,
    v: Array,
    allowed: Array,
    grad: Array,  # (..., T, e)
) -> tuple[Array, Array, Array]:
    """Gradients of sum(grad * attention(q, k, v, allowed)) for q, k, v."""
    scale = q.shape[-1] ** -0.5
    scores = q @ k.swapaxes(-1, -2) * scale  # (..., T, S)
    p = softmax(np.where(allowed, scores, -np.inf))
    dv = p.swapaxes(-1, -2) @ grad
    dp = grad @ v.swapaxes(-1, -2)
    ds = p * (dp - (p * dp).sum(axis=-1, keepdims=True))  # the softmax
    return ds @ k * scale, ds.swapaxes(-1, -2) @ q * scale, dv
