"""A LoRA linear layer in NumPy, forward and backward."""

import numpy as np

# mypy: disable-error-code="no-any-return"
Array = np.ndarray


class LoRALinear:
    """y = W x + alpha / r * B A x; W (d, k) frozen, A (r, k), B (d, r)."""

    def __init__(
        self,
        weight: Array,
        rank: int,
        alpha: float,
        rng: np.random.Generator,
    ) -> None:
        d, k = weight.shape
        self.weight = weight
        self.a = rng.uniform(-1, 1, (rank, k)) / k**0.5
        self.b = np.zeros((d, rank))  # so the start is the old layer
        self.scale = alpha / rank

    def forward(self, x: Array) -> Array:
        """x (n, k) -> (n, d); two thin products, B A is never formed."""
        self.x, self.down = x, x @ self.a.T  # (n, r), kept for backward
        return x @ self.weight.T + self.scale * (self.down @ self.b.T)

    def backward(self, grad: Array) -> Array:
        """grad (n, d) of the output -> (n, k) of the input; sets da, db."""
        up = self.scale * (grad @ self.b)  # (n, r)
        self.da = up.T @ self.x  # (r, k)
        self.db = self.scale * (grad.T @ self.down)  # (d, r)
        return grad @ self.weight + up @ self.a  # no gradient of W

    def merged(self) -> Array:
        """One matrix (d, k) for inference; the layer itself is untouched."""
        return self.weight + self.scale * (self.b @ self.a)
