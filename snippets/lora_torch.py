"""A LoRA linear layer in PyTorch, and how to put it into a model."""
# mypy: ignore-errors

import copy
import math

import torch
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """A frozen linear layer and a trained path of rank r beside it."""

    def __init__(
        self,
        base: nn.Linear,
        rank: int,
        alpha: float,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        if rank < 1:
            raise ValueError("rank must be positive")
        self.base = base.requires_grad_(False)  # weight and bias
        d, k = base.weight.shape
        device = base.weight.device  # FP32 whatever the base is in
        self.a = nn.Parameter(torch.empty(rank, k, device=device))
        self.b = nn.Parameter(torch.zeros(d, rank, device=device))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))
        self.scale = alpha / rank
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """x (..., k) -> (..., d)."""
        y = self.base(x)
        path = self.dropout(x.to(self.a.dtype))  # on the path only
        path = path @ self.a.T @ self.b.T  # (..., r), then (..., d)
        return y + (self.scale * path).to(y.dtype)

    @torch.no_grad()
    def merged(self) -> nn.Linear:
        """A plain layer for inference; this one stays as it is."""
        layer = copy.deepcopy(self.base)
        delta = self.scale * (self.b @ self.a)  # (d, k), FP32
        layer.weight.copy_(layer.weight + delta)  # rounded once
        return layer


def add_lora(
    model: nn.Module,
    names: set[str],
    rank: int,
    alpha: float,
) -> int:
    """Freeze model, wrap its linear layers called names; count them."""
    model.requires_grad_(False)  # before wrapping: A and B stay trainable
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if name in names and isinstance(child, nn.Linear)
    ]  # a list: the tree changes below
    for parent, name, child in found:
        setattr(parent, name, LoRALinear(child, rank, alpha))
    if not found:
        raise ValueError(f"no linear layer called {sorted(names)}")
    return len(found)


def adapter_state(model: nn.Module) -> dict[str, Tensor]:
    """What to save: the parameters that were trained, nothing else."""
    trained = ((n, p) for n, p in model.named_parameters() if p.requires_grad)
    return {name: p.detach().clone() for name, p in trained}
