"""Attention over a cache: PyTorch's fused functions against the NumPy version."""
# mypy: ignore-errors

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets.gqa_cache import grouped_attention
from snippets.gqa_cache_torch import cached_attention, repeat_kv

BATCH, HEADS, KV_HEADS, DIM, KEYS = 2, 6, 2, 4, 9


def sample(length: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    g = torch.Generator().manual_seed(0)
    q = torch.randn(BATCH, HEADS, length, DIM, generator=g)
    k, v = torch.randn(2, BATCH, KV_HEADS, KEYS, DIM, generator=g)
    return q, k, v


@pytest.mark.parametrize("length", [1, 2, 5, 9])
def test_against_numpy(length: int) -> None:
    q, k, v = sample(length)
    first = KEYS - length
    expected = grouped_attention(q.numpy(), k.numpy(), v.numpy(), first)
    np.testing.assert_allclose(cached_attention(q, k, v, first).numpy(), expected, atol=1e-6)


@pytest.mark.parametrize("length", [1, 4])
def test_is_causal_is_wrong_over_a_cache(length: int) -> None:
    """It aligns the triangle to the upper left: the first new token would see one key."""
    q, k, v = sample(length)
    wrong = functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    assert not torch.allclose(wrong, cached_attention(q, k, v, KEYS - length), atol=1e-3)
    torch.testing.assert_close(wrong[:, :, 0], repeat_kv(v, HEADS // KV_HEADS)[:, :, 0])


def test_repeat_kv() -> None:
    q, k, v = sample(1)
    times = HEADS // KV_HEADS
    one = functional.scaled_dot_product_attention(q, repeat_kv(k, times), repeat_kv(v, times))
    torch.testing.assert_close(one, cached_attention(q, k, v, KEYS - 1))
    tiled = functional.scaled_dot_product_attention(q, k.repeat(1, times, 1, 1), v.repeat(1, times, 1, 1))
    assert not torch.allclose(one, tiled, atol=1e-3)
    assert repeat_kv(k, times).untyped_storage().nbytes() == times * k.numel() * 4
