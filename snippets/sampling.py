"""Temperature, top-k, top-p sampling and beam search in NumPy."""

from collections.abc import Callable

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


def softmax(logits: Array) -> Array:
    """Softmax over the last axis; -inf becomes exactly 0."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def keep_top_k(logits: Array, k: int) -> Array:
    """(B, V) -> (B, V): exactly k tokens a row survive, the rest are -inf."""
    k = min(k, logits.shape[-1])
    kept = np.argpartition(-logits, k - 1, axis=-1)[..., :k]  # no full sort
    out = np.full_like(logits, -np.inf)
    values = np.take_along_axis(logits, kept, axis=-1)  # (B, k)
    np.put_along_axis(out, kept, values, axis=-1)
    return out


def keep_top_p(logits: Array, p: float) -> Array:
    """(B, V) -> (B, V): the fewest top tokens whose mass reaches p."""
    order = np.argsort(-logits, axis=-1)  # most probable first
    probs = np.take_along_axis(softmax(logits), order, axis=-1)
    before = np.cumsum(probs, axis=-1) - probs  # mass ahead of each token
    drop = before >= p  # the token that crosses p has less ahead: it stays
    drop[..., 0] = False  # never empty
    dropped = np.empty_like(drop)
    np.put_along_axis(dropped, order, drop, axis=-1)  # to vocabulary order
    return np.where(dropped, -np.inf, logits)


def draw(probs: Array, rng: np.random.Generator) -> Array:
    """One token per row by inverting the cumulative sum: (B, V) -> (B,)."""
    cdf = np.cumsum(probs, axis=-1)
    u = rng.random((len(probs), 1)) * cdf[:, -1:]  # the last is not exactly 1
    # first index whose sum exceeds u: never a token of probability 0
    return (cdf <= u).sum(axis=-1)


def distribution(
    logits: Array,
    t: float = 1.0,
    k: int = 0,  # 0: no top-k
    p: float = 1.0,  # 1: no top-p
) -> Array:
    """(B, V) -> (B, V) probabilities: temperature, then top-k, then top-p."""
    logits = logits / t
    if k > 0:
        logits = keep_top_k(logits, k)
    if p < 1:
        logits = keep_top_p(logits, p)
    return softmax(logits)  # renormalizes what is left


def next_token(
    logits: Array,
    rng: np.random.Generator,
    t: float = 1.0,
    k: int = 0,
    p: float = 1.0,
) -> Array:
    """(B, V) -> (B,); t = 0 means greedy."""
    if t == 0:
        return logits.argmax(axis=-1)
    return draw(distribution(logits, t, k, p), rng)


def gumbel_draw(logits: Array, rng: np.random.Generator) -> Array:
    """The same distribution without a cumulative sum: (B, V) -> (B,)."""
    gumbel = -np.log(rng.exponential(size=logits.shape))
    return (logits + gumbel).argmax(axis=-1)


def beam_search(
    log_probs: Callable[[Array], Array],  # prefixes (n, T) -> (n, V)
    prompt: Array,
    width: int,
    eos: int,
    steps: int,
    alpha: float = 1.0,
) -> tuple[float, list[int]]:
    """Best (score, new tokens), where score = sum / length**alpha."""
    live, sums = prompt[None, :], np.zeros(1)  # one beam, not `width` copies
    done: list[tuple[float, list[int]]] = []
    for length in range(1, steps + 1):
        total = sums[:, None] + log_probs(live)  # (n, V)
        best = np.argsort(-total, axis=None)[: 2 * width]  # at most n end
        row, token = np.divmod(best, total.shape[1])
        grown = np.concatenate([live[row], token[:, None]], axis=1)
        sums, ended = total.ravel()[best], token == eos
        for i in np.flatnonzero(ended[:width]):
            tokens = grown[i, len(prompt) :].tolist()
            done.append((sums[i] / length**alpha, tokens))
        going = np.flatnonzero(~ended)[:width]
        live, sums = grown[going], sums[going]  # a KV cache: by row[going]
        if done and max(done)[0] >= sums[0] / steps**alpha:
            break  # no live beam can win any more (alpha >= 0)
    if not done:
        done = [(sums[0] / steps**alpha, live[0, len(prompt) :].tolist())]
    return max(done)
