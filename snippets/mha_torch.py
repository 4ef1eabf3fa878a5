"""Causal multi-head self-attention in PyTorch."""
# mypy: ignore-errors

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class CausalSelfAttention(nn.Module):
    """Causal multi-head self-attention, written out."""

    def __init__(self, width: int, heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        if width % heads:
            raise ValueError("width must be divisible by heads")
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)  # one product
        self.out = nn.Linear(width, width, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, real: Tensor | None = None) -> Tensor:
        """x (B, T, D), real (B, T) bool, False = padding -> (B, T, D)."""
        batch, length, width = x.shape
        q, k, v = (
            # each (B, h, T, D/h)
            t.view(batch, length, self.heads, -1).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        ones = torch.ones(length, length, dtype=torch.bool, device=x.device)
        allowed = ones.tril()
        if real is not None:
            eye = torch.eye(length, dtype=torch.bool, device=x.device)
            allowed = allowed & real[:, None, None, :] | eye  # (B, 1, T, T)
        scores = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
        scores = scores.masked_fill(~allowed, float("-inf"))
        weights = scores.float().softmax(dim=-1)  # in FP32
        weights = self.dropout(weights).to(x.dtype)
        y = weights @ v  # (B, h, T, D/h)
        return self.out(y.transpose(1, 2).reshape(batch, length, width))


def fused_attention(
    q: Tensor,  # (B, h, T, D/h), like k and v
    k: Tensor,
    v: Tensor,
    dropout: float,
    training: bool,
) -> Tensor:
    """The same core by PyTorch's fused kernels; no cache, no padding."""
    attend = functional.scaled_dot_product_attention
    rate = dropout if training else 0.0  # attend ignores module.training
    return attend(q, k, v, dropout_p=rate, is_causal=True)
