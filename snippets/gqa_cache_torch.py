"""Grouped-query attention over a KV cache with PyTorch's fused attention."""
# mypy: ignore-errors

import torch
from torch import Tensor
from torch.nn import functional


def cached_attention(q: Tensor, k: Tensor, v: Tensor, first: int) -> Tensor:
    """q (B, h, T, d) at positions first, ...; k, v (B, g, S, d) from the cache, S = first + T -> (B, h, T, d)."""
    length, keys = q.shape[2], k.shape[2]
    if length == 1:  # one new token may see the whole cache
        return functional.scaled_dot_product_attention(q, k, v, enable_gqa=True)
    if first == 0:  # square: upper left and lower right are the same
        return functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    allowed = torch.ones(length, keys, dtype=torch.bool, device=q.device).tril(first)
    return functional.scaled_dot_product_attention(q, k, v, attn_mask=allowed, enable_gqa=True)


def repeat_kv(x: Tensor, times: int) -> Tensor:
    """(B, g, S, d) -> (B, g*times, S, d), each head repeated in place: 0 0 1 1, not 0 1 0 1."""
    return x.repeat_interleave(times, dim=1)
