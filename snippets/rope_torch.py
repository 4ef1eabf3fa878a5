"""Rotary position embedding in PyTorch: complex and half-split forms."""
# mypy: ignore-errors

import torch
from torch import Tensor


def angles(positions: Tensor, dim: int, base: float = 10000.0) -> Tensor:
    """positions (B, T), integers -> angles (B, T, d/2), always in FP32."""
    i2 = torch.arange(0, dim, 2, dtype=torch.float32, device=positions.device)
    theta = base ** (-i2 / dim)
    return positions[..., None].float() * theta


def rotate_complex(x: Tensor, angle: Tensor) -> Tensor:
    """x (B, h, T, d), angle (B, T, d/2); pairs (2i, 2i+1) as complex."""
    pairs = x.float().reshape(*x.shape[:-1], -1, 2)  # (B, h, T, d/2, 2)
    z = torch.view_as_complex(pairs)  # (B, h, T, d/2)
    turn = torch.polar(torch.ones_like(angle), angle)
    turn = turn[:, None]  # (B, 1, T, d/2): the same for all heads
    return torch.view_as_real(z * turn).flatten(-2).to(x.dtype)


def rotate_half_split(x: Tensor, angle: Tensor) -> Tensor:
    """The same with pairs (i, i + d/2), which needs no complex numbers."""
    cos, sin = angle.cos()[:, None], angle.sin()[:, None]  # (B, 1, T, d/2)
    a, b = x.float().chunk(2, dim=-1)
    out = torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
    return out.to(x.dtype)
