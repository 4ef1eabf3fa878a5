"""Grouped-query attention over a KV cache with PyTorch's fused attention."""
# mypy: ignore-errors

import torch
from torch import Tensor
from torch.nn import functional


def cached_attention(q: Tensor, k: Tensor, v: Tensor, first: int) -> Tensor:
    """q (B, h, T, d) from position first; k, v (B, g, S, d), S = first + T."""
    attend = functional.scaled_dot_product_attention
    length, keys = q.shape[2], k.shape[2]
    if length == 1:  # one new token may see the whole cache
        return attend(q, k, v, enable_gqa=True)
    if first == 0:  # square: upper left and lower right are the same
        return attend(q, k, v, is_causal=True, enable_gqa=True)
    ones = torch.ones(length, keys, dtype=torch.bool, device=q.device)
    return attend(q, k, v, attn_mask=ones.tril(first), enable_gqa=True)


def repeat_kv(x: Tensor, times: int) -> Tensor:
    """(B, g, S, d) -> (B, g*times, S, d): heads 0 0 1 1, not 0 1 0 1."""
    return x.repeat_interleave(times, dim=1)
