"""Softmax, cross-entropy and KL in NumPy, from logits, with gradients."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def softmax(logits: Array) -> Array:
    """(..., V) -> (..., V), rows sum to 1; exp never sees x > 0."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def log_softmax(logits: Array) -> Array:
    """(..., V) -> (..., V): x - logsumexp(x), not log of a rounded 0."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(logits: Array, labels: Array, ignore: int = -100) -> float:
    """logits (..., V), labels (...) int -> mean of -log p over real labels."""
    real = labels != ignore
    at = np.where(real, labels, 0)[..., None]  # any legal index
    picked = np.take_along_axis(log_softmax(logits), at, axis=-1)[..., 0]
    return -np.where(real, picked, 0.0).sum() / real.sum()


def next_token_loss(logits: Array, tokens: Array, train: Array) -> float:
    """logits (B, T, V), tokens (B, T), train (B, T) bool marks targets."""
    labels = np.where(train[:, 1:], tokens[:, 1:], -100)
    return cross_entropy(logits[:, :-1], labels)  # t predicts token t+1


def cross_entropy_grad(
    logits: Array,
    labels: Array,
    ignore: int = -100,
) -> Array:
    """d cross_entropy / d logits: (..., V), 0 where ignored."""
    real = labels != ignore
    at = np.where(real, labels, 0)[..., None]
    grad = softmax(logits)
    picked = np.take_along_axis(grad, at, axis=-1)
    np.put_along_axis(grad, at, picked - 1, axis=-1)  # minus one-hot
    return grad * real[..., None] / real.sum()


def kl_divergence(p_logits: Array, q_logits: Array) -> Array:
    """KL(p || q) from two (..., V) logits -> (...); p = 0 counts 0."""
    log_p, log_q = log_softmax(p_logits), log_softmax(q_logits)
    p = np.exp(log_p)
    gap = np.zeros_like(p)  # stays 0 where -inf - -inf would be NaN
    np.subtract(log_p, log_q, out=gap, where=p > 0)
    return (p * gap).sum(axis=-1)
