"""DPO, PPO and GRPO losses in NumPy, from per-token log-probabilities."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def token_log_probs(logits: Array, tokens: Array) -> Array:
    """logits (B, T, V), tokens (B, T) -> (B, T-1): log p(token t+1)."""
    shifted = logits[:, :-1] - logits[:, :-1].max(axis=-1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.take_along_axis(logp, tokens[:, 1:, None], axis=-1)[..., 0]


def answer_log_prob(logits: Array, tokens: Array, answer: Array) -> Array:
    """answer (B, T) bool -> (B,): a sum; the mask shifts with the tokens."""
    logp = token_log_probs(logits, tokens)
    return np.where(answer[:, 1:], logp, 0).sum(axis=1)


def masked_mean(x: Array, mask: Array) -> float:
    """Mean over the mask's tokens in the whole batch; both (B, T)."""
    return np.where(mask, x, 0).sum() / mask.sum()


def dpo_loss(
    chosen: Array,
    rejected: Array,
    ref_chosen: Array,
    ref_rejected: Array,
    beta: float = 0.1,
) -> float:
    """Summed log-probabilities of whole answers, each (B,)."""
    margin = beta * ((chosen - ref_chosen) - (rejected - ref_rejected))
    return np.logaddexp(0, -margin).mean()  # -log sigmoid(margin)


def clipped_loss(
    logp: Array,
    old: Array,
    adv: Array,
    low: float = 0.2,
    high: float = 0.2,
) -> Array:
    """logp now, old when sampled, (B, T); adv (B, T) or (B, 1) -> (B, T)."""
    ratio = np.exp(logp - old)
    clipped = np.clip(ratio, 1 - low, 1 + high)
    return -np.minimum(ratio * adv, clipped * adv)


def ppo_loss(logp: Array, old: Array, adv: Array, mask: Array) -> float:
    """The policy term, averaged over all answer tokens of the batch."""
    return masked_mean(clipped_loss(logp, old, adv), mask)


def value_loss(
    values: Array,
    old: Array,
    returns: Array,
    mask: Array,
    clip: float = 0.2,
) -> float:
    """The critic's term: the worse of two squared errors; all (B, T)."""
    near = old + np.clip(values - old, -clip, clip)
    error = np.maximum((values - returns) ** 2, (near - returns) ** 2)
    return 0.5 * masked_mean(error, mask)


def gae(
    rewards: Array,
    values: Array,
    mask: Array,
    gamma: float = 1.0,
    lam: float = 0.95,
) -> tuple[Array, Array]:
    """All (B, T) -> advantages, returns; mask: one run of tokens a row."""
    adv = np.zeros_like(rewards)
    last = next_value = np.zeros(len(rewards))
    for t in reversed(range(rewards.shape[1])):
        delta = rewards[:, t] + gamma * next_value - values[:, t]
        last = np.where(mask[:, t], delta + gamma * lam * last, 0)
        next_value = np.where(mask[:, t], values[:, t], 0)
        adv[:, t] = last
    return adv, np.where(mask, adv + values, 0)


def group_advantages(rewards: Array, eps: float = 1e-4) -> Array:
    """rewards (Q, G), G answers to each of Q questions -> (Q, G)."""
    centred = rewards - rewards.mean(axis=1, keepdims=True)
    return centred / (rewards.std(axis=1, ddof=1, keepdims=True) + eps)


def grpo_loss(
    logp: Array,
    old: Array,
    ref: Array,
    rewards: Array,
    mask: Array,
    clip: float = 0.2,
    beta: float = 0.04,
) -> float:
    """logp, old, ref, mask (Q*G, T), groups in a row; rewards (Q, G)."""
    adv = group_advantages(rewards).reshape(-1, 1)  # one per answer
    gap = ref - logp
    k3 = np.exp(gap) - 1 - gap
    loss = clipped_loss(logp, old, adv, clip, clip) + beta * k3
    loss = np.where(mask, loss, 0)
    return (loss.sum(axis=1) / mask.sum(axis=1)).mean()  # per answer first
