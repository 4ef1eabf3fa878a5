"""Temperature, top-k and top-p sampling in PyTorch."""
# mypy: ignore-errors

import torch
from torch import Tensor


def next_token(
    logits: Tensor,
    t: float = 1.0,
    k: int = 0,
    p: float = 1.0,
) -> Tensor:
    """Last logits (B, V) -> (B, 1); one sort serves top-k and top-p."""
    if t == 0:
        return logits.argmax(dim=-1, keepdim=True)
    logits = logits.float() / t  # FP32, and not in place
    logits, order = logits.sort(dim=-1, descending=True)
    if k > 0:
        logits[:, k:] = float("-inf")  # in sorted order the first k stay
    probs = logits.softmax(dim=-1)  # top-p sees the distribution after top-k
    if p < 1:  # at p = 1 rounded sums would cut the tail
        drop = probs.cumsum(dim=-1) - probs >= p
        drop[:, 0] = False
        probs[drop] = 0  # multinomial takes weights: no need to renormalize
    return order.gather(-1, torch.multinomial(probs, num_samples=1))
