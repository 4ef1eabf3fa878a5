"""The PyTorch module against PyTorch's own attention and against the NumPy version."""
# mypy: ignore-errors

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.mha import multi_head_attention
from snippets.mha_torch import CausalSelfAttention, fused_attention

HEADS, WIDTH, LENGTH, BATCH = 4, 16, 6, 2


def module(dropout: float = 0.0) -> CausalSelfAttention:
    torch.manual_seed(0)
    return CausalSelfAttention(WIDTH, HEADS, dropout)


def sample() -> torch.Tensor:
    return torch.randn(BATCH, LENGTH, WIDTH, generator=torch.Generator().manual_seed(1))


def test_against_multihead_attention() -> None:
    m, x = module(), sample()
    ref = nn.MultiheadAttention(WIDTH, HEADS, bias=False, batch_first=True)
    with torch.no_grad():
        ref.in_proj_weight.copy_(m.qkv.weight)
        ref.out_proj.weight.copy_(m.out.weight)
    hidden = torch.ones(LENGTH, LENGTH, dtype=torch.bool).triu(1)  # here True = may not look
    torch.testing.assert_close(m(x), ref(x, x, x, attn_mask=hidden, need_weights=False)[0])


def test_against_numpy_with_padding() -> None:
    m, x = module(), sample()
    real = torch.ones(BATCH, LENGTH, dtype=torch.bool)
    real[0, :2] = False
    w = [t.detach().numpy().T for t in (*m.qkv.weight.chunk(3), m.out.weight)]
    np.testing.assert_allclose(
        m(x, real).detach().numpy(), multi_head_attention(x.numpy(), *w, heads=HEADS, real=real.numpy()), atol=1e-6
    )


def test_no_gradient_from_the_past_to_the_future() -> None:
    m, x = module(), sample().requires_grad_()
    m(x)[:, 2].sum().backward()
    assert x.grad is not None
    assert (x.grad[:, 3:] == 0).all()
    assert (x.grad[:, :3] != 0).any()


def test_fused_is_the_same() -> None:
    q, k, v = torch.randn(3, BATCH, HEADS, LENGTH, 4, generator=torch.Generator().manual_seed(2))
    allowed = torch.ones(LENGTH, LENGTH, dtype=torch.bool).tril()  # here True = may look
    written = (q @ k.mT / 2).masked_fill(~allowed, float("-inf")).softmax(-1) @ v
    torch.testing.assert_close(fused_attention(q, k, v, 0.5, training=False), written)
    assert not torch.allclose(functional.scaled_dot_product_attention(q, k, v, ~allowed), written)
    assert not torch.allclose(fused_attention(q, k, v, 0.5, training=True), written)


def test_dropout_only_in_training() -> None:
    m, x = module(0.5), sample()
    torch.testing.assert_close(m.eval()(x), m.eval()(x))
    assert not torch.allclose(m.train()(x), m.train()(x))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(dtype: torch.dtype) -> None:
    y = module().to(dtype)(sample().to(dtype))
    assert y.dtype == dtype
    assert y.isfinite().all()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_softmax_in_half_precision_is_fp32_inside(dtype: torch.dtype) -> None:
    scores = (4 * torch.randn(64, 256, generator=torch.Generator().manual_seed(3))).to(dtype)
    assert torch.equal(scores.softmax(-1), scores.float().softmax(-1).to(dtype))  # PyTorch 2.15 on a CPU


def test_a_billion_does_not_fit_half_precision() -> None:
    scores = torch.zeros(2, 2, dtype=torch.float16)
    with pytest.raises(RuntimeError, match="overflow"):
        scores.masked_fill(torch.eye(2, dtype=torch.bool), -1e9)


def test_an_empty_row() -> None:
    """-inf gives NaN, -1e9 the mean of what should be hidden, and NaN in V survives a weight of 0."""
    none = torch.zeros(1, 4, dtype=torch.bool)
    scores = torch.randn(1, 4)
    assert scores.masked_fill(~none, float("-inf")).softmax(-1).isnan().all()
    torch.testing.assert_close(scores.masked_fill(~none, -1e9).softmax(-1), torch.full((1, 4), 0.25))
    assert (torch.tensor([[0.0, 1.0]]) @ torch.tensor([[float("nan")], [1.0]])).isnan().all()
    q = torch.randn(1, 1, 1, 4)
    v = torch.randn(1, 1, 4, 4)
    assert (functional.scaled_dot_product_attention(q, v, v, none) == 0).all()  # PyTorch 2.15 on a CPU


def test_view_after_transpose_is_refused() -> None:
    with pytest.raises(RuntimeError, match="view"):
        torch.zeros(2, 3, 4).transpose(1, 2).view(2, 12)
